"""Records of a text table written again: those that did not change byte for byte, the others in the table's own style.

What a reader does not tell about a row, how it was quoted, how its line ends, stays as it was where nothing else did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from crmclean.files.encoding import encode
from crmclean.files.input import Input
from crmclean.files.records import Rows

__all__ = ["rewrite"]

_SAMPLE = 500
"""Rows that are looked at for how the table quotes its cells."""

_Rows = npt.NDArray[np.int64]


def rewrite(frame: pl.DataFrame, like: Input, rows: Sequence[int] | pl.Series) -> tuple[bytes, str]:
    r"""Write records of an input again.

    A record whose cells are what the input's were is the input's own bytes; another one is written with the input's
    delimiter, quote and line end, and each column is quoted where most of its cells are. The header stays where the
    columns do.

    Null policy: null and the empty text are both an empty cell.

    Args:
        frame: *n* records with as many columns as the input.
        like: The input, with its text.
        rows: Where each record stands in the input's table, ascending.

    Returns:
        The bytes, and their encoding: that of the input, or UTF-8 where a new character has no place in it.

    Raises:
        ValueError: The input has no text, or the columns are not as many.
    """
    if like.text is None or like.spans is None or frame.width != like.table.width:
        raise ValueError("expected an input with its text, and as many columns as it has")
    table = frame.with_columns(pl.all().cast(pl.String).fill_null(""))
    at = np.asarray(rows, dtype=np.int64)
    source = like.table[at].with_columns(pl.all().fill_null(""))
    same = _same(table, source)
    spelled = _Style(like).spell(table.filter(~pl.Series(same)))
    pieces = [_header(frame.columns, like), *_pieces(like, at, same, spelled)]
    text = b"".join(pieces)
    if len(at) and like.spans[at[-1], 1] == len(like.text) and not like.text.endswith((b"\n", b"\r")):
        text = text.removesuffix(like.line_end.encode())
    return encode(text, like.encoding)


def _same(table: pl.DataFrame, source: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell the records whose cells are all as they were."""
    same = np.ones(table.height, dtype=np.bool_)
    for new, old in zip(table.iter_columns(), source.iter_columns(), strict=True):
        same &= (new == old).to_numpy()
    return same


def _pieces(like: Input, rows: _Rows, same: npt.NDArray[np.bool_], spelled: Sequence[str]) -> Iterator[bytes]:
    """Yield stretches of the text in which no record changed, and records that did."""
    text, spans = like.text or b"", like.spans[rows] if like.spans is not None else np.empty((0, 2), np.int64)
    end = like.line_end.encode()
    joined = same[1:] & same[:-1] & (spans[1:, 0] == spans[:-1, 1])
    edges = np.flatnonzero(np.concatenate([[True], ~joined, [True]])) if len(rows) else np.array([0])
    changed = iter(spelled)
    for first, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        piece = text[spans[first, 0] : spans[stop - 1, 1]] if same[first] else next(changed).encode()
        yield piece if piece.endswith((b"\n", b"\r")) else piece + end


def _header(columns: Sequence[str], like: Input) -> bytes:
    if list(columns) == like.table.columns:
        return (like.text or b"")[slice(*like.header)]
    names = pl.DataFrame([pl.Series(str(at), [name]) for at, name in enumerate(columns)])
    return f"{_Style(like).spell(names)[0]}{like.line_end}".encode()


class _Style:
    """How a table writes its cells, column by column."""

    def __init__(self, like: Input) -> None:
        self._like = like
        grammar = Rows(like.delimiter, like.quote, like.escape)
        starts = (like.spans if like.spans is not None else np.empty((0, 2), np.int64))[:_SAMPLE].tolist()
        written = [grammar.quoted((like.text or b"")[start:stop].decode()) for start, stop in starts]
        cells = like.table[: len(written)].fill_null("").rows()
        free = re.compile(f"[^{re.escape(like.delimiter + like.quote + like.escape)}\r\n]*")
        self._quoted, self._quoted_empty = [], []
        for column in range(like.table.width):
            seen = [(row[column], quoted[column]) for row, quoted in zip(cells, written, strict=True)]
            self._quoted.append(_mostly([quoted for cell, quoted in seen if cell and free.fullmatch(cell)]))
            self._quoted_empty.append(_mostly([quoted for cell, quoted in seen if not cell]))

    def spell(self, table: pl.DataFrame) -> list[str]:
        """Write each row of cells as a text without line end."""
        if not table.height:
            return []
        cells = [
            self._cell(pl.col(name), always=quoted, empty=quoted_empty)
            for name, quoted, quoted_empty in zip(table.columns, self._quoted, self._quoted_empty, strict=True)
        ]
        return table.select(pl.concat_str(cells, separator=self._like.delimiter)).to_series().to_list()

    def _cell(self, cell: pl.Expr, *, always: bool, empty: bool) -> pl.Expr:
        quote, escape = self._like.quote, self._like.escape
        inside = cell.str.replace_all(escape, 2 * escape, literal=True) if escape else cell
        inside = inside.str.replace_all(quote, (escape or quote) + quote, literal=True)
        risky = "".join({*self._like.delimiter, quote, escape, "\r", "\n"} - {""})
        needs = pl.lit(True) if always else cell.str.contains(f"[{re.escape(risky)}]")
        # A lone empty cell is no row at all without quotes.
        nothing = 2 * quote if empty or len(self._quoted) == 1 else ""
        return pl.when(cell == "").then(pl.lit(nothing)).when(needs).then(quote + inside + quote).otherwise(cell)


def _mostly(flags: Sequence[bool]) -> bool:
    return 2 * sum(flags) > len(flags)
