"""From bytes to UTF-8 and back: a fixed ladder of encodings, every guess said aloud.

Byte order mark, then UTF-16 by its NUL bytes, then strict UTF-8, then windows-1252. The ladder is right for UTF-8,
UTF-16, windows-1252 and latin-1, which statistical detectors are not; it is wrong for other legacy encodings, which is
why it warns and an explicit encoding overrides it. Nothing is repaired and no byte is dropped.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt
import polars as pl
from polars.exceptions import PolarsError

from crmclean.errors import TableError

__all__ = ["LINE", "Decoded", "decode", "encode", "line_starts"]

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
"""One physical line with its end: ``\\n``, ``\\r\\n`` or ``\\r``."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be-sig"),
)
"""Byte order mark, codec without the mark, name under which Python writes the mark. UTF-32 LE begins as UTF-16 LE."""

_LEGACY = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
"""windows-1252 by byte; its five undefined bytes are the control characters of the same number (latin-1).

Source: WHATWG Encoding Standard, index windows-1252.
"""
_LEGACY_BYTES = codecs.charmap_build(_LEGACY)
_UNMARKED = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
"""What a codec that expects a byte order mark means where there is none."""
_HEAD = 1 << 16
_PART = 1 << 20
_INNER_BYTES = re.compile(rb"[\x80-\xbf]*")
_SHOWN = 5
_MIXED = "mixed"
"""What a caller says of a file whose lines are in two encodings."""
_FEW, _DOUBTFUL = 2, 0.05
"""Lines, and share of the lines, that may be in another encoding than the others without a word from the caller."""
_HINT = "check names with accents, and say --encoding where they are wrong"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as UTF-8 bytes without byte order mark, and how to find its lines in the file."""

    data: bytes
    """The text as UTF-8."""
    encoding: str
    """The name under which ``encode`` writes it back."""
    warnings: tuple[str, ...]
    """Guesses that were made."""
    raw: bytes
    """The bytes as they came."""
    codec: str | None = None
    """The codec by which line lengths are counted; None where line ends are single bytes in ``raw``."""
    mark: int = 0
    """Length of the byte order mark."""

    def line_offsets(self, lines: Sequence[int]) -> Sequence[int]:
        """Return the offsets in the file, in bytes from 0, at which physical lines begin.

        Args:
            lines: Indices from 0, in order.
        """
        starts: list[int] = line_starts(self.data if self.codec else self.raw)[lines].tolist()
        if not self.codec:
            return starts
        between = (self.data[start:stop].decode() for start, stop in pairwise([0, *starts]))
        return list(accumulate((len(text.encode(self.codec)) for text in between), initial=self.mark))[1:]


def line_starts(data: bytes) -> npt.NDArray[np.int64]:
    """Return the offset at which each physical line of a text begins, and its end last."""
    ends = _places(data, "\n")
    if b"\r" in data:
        lone = np.setdiff1d(_places(data, "\r"), ends - 1, assume_unique=True)
        ends = np.sort(np.concatenate([ends, lone]))
    return np.concatenate([[0], ends + 1])


def _places(data: bytes, char: str) -> npt.NDArray[np.int64]:
    # In parts, or what is compared would take as much memory as the data.
    starts = range(0, len(data), _PART)
    parts = (np.frombuffer(data, np.uint8, min(_PART, len(data) - start), start) for start in starts)
    found = [np.flatnonzero(part == ord(char)) + start for start, part in zip(starts, parts, strict=True)]
    return np.concatenate([np.empty(0, dtype=np.int64), *found])


def decode(raw: bytes, encoding: str | None = None) -> Decoded:
    r"""Turn bytes into UTF-8.

    Args:
        raw: The bytes of a text.
        encoding: An encoding to use in place of the ladder; ``mixed`` for lines of UTF-8 and of windows-1252.

    Raises:
        TableError: The named encoding is unknown, or does not fit the bytes, or more than one line in twenty is UTF-8,
            and as many are not.

    Example:
        >>> decode(b"Caf\xe9").data.decode(), decode(b"Caf\xe9").encoding
        ('Café', 'cp1252')
    """
    if encoding is not None:
        return _as_told(raw, encoding)
    for mark, codec, name in _MARKS:
        if raw.startswith(mark) and (codec != "utf-8" or _is_utf8(raw)):
            return _by_codec(raw, codec, name, len(mark))
    wide = _utf16_without_mark(raw)
    if wide:
        warning = f"no byte order mark, but NUL bytes as {wide.upper()} has them: read as {wide.upper()}"
        return _by_codec(raw, wide, wide, 0, (warning,))
    return Decoded(raw, "utf-8", (), raw) if _is_utf8(raw) else _legacy(raw, mixed=False)


def encode(text: bytes, encoding: str) -> tuple[bytes, str]:
    """Turn UTF-8 into another encoding, or leave it where a character has no place there.

    Returns:
        The bytes and the encoding they are in: the one asked for, or ``utf-8``.
    """
    if encoding == "utf-8":
        return text, encoding
    mark, codec = next(((mark, codec) for mark, codec, name in _MARKS if name == encoding), (b"", encoding))
    try:
        if mark:
            return mark + text.decode().encode(codec), encoding
        if encoding == "cp1252":
            return codecs.charmap_encode(text.decode(), "strict", _LEGACY_BYTES)[0], encoding
        return text.decode().encode(encoding), encoding
    except UnicodeEncodeError:
        return text, "utf-8"


def _as_told(raw: bytes, encoding: str) -> Decoded:
    if encoding.lower() == _MIXED:
        return Decoded(raw, "utf-8", (), raw) if _is_utf8(raw) else _legacy(raw, mixed=True)
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise TableError(
            f"unknown encoding '{encoding}'; try utf-8, utf-16, cp1252, cp1250, mac-roman or mixed"
        ) from None
    for mark, codec, written in _MARKS:
        if raw.startswith(mark) and name in {codec, written}:
            return _by_codec(raw, codec, written, len(mark))
    if name == "cp1252":
        return Decoded(_from_legacy(raw), name, (), raw)
    codec = _UNMARKED.get(name, name)
    return _by_codec(raw, codec, codec, 0)


def _by_codec(raw: bytes, codec: str, name: str, mark: int, warnings: tuple[str, ...] = ()) -> Decoded:
    if codec == "utf-8" and _is_utf8(raw):
        # Twice marked is marked: the second is no part of the first column's name.
        data = raw.removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF8) if mark else raw
        return Decoded(data, name, warnings, raw)
    try:
        data = str(memoryview(raw)[mark:], codec).encode()
    except UnicodeDecodeError as error:
        raise TableError(
            f"is not {codec.upper()}: the bytes at offset {mark + error.start} do not fit; say --encoding"
        ) from None
    except (LookupError, UnicodeError):
        raise TableError(
            f"cannot be read as '{name}', which is no encoding of text that fits; say --encoding"
        ) from None
    return Decoded(data, name, warnings, raw, codec, mark)


def _is_utf8(data: bytes) -> bool:
    # polars checks 10 GB/s and builds no Python text, which for 200 MB with one emoji would take 800 MB; in parts it
    # needs no second copy of the bytes either. A part ends where a character does.
    at = 0
    while at < len(data):
        inner = _INNER_BYTES.match(data, at + _PART)
        part = data[at : inner.end() if inner else len(data)]
        try:
            if not part.isascii():
                pl.Series([part], dtype=pl.Binary).cast(pl.String)
        except PolarsError:
            return False
        at += len(part)
    return True


def _utf16_without_mark(raw: bytes) -> str | None:
    """Name the UTF-16 without mark that the bytes are: text in Latin script has a NUL in every second byte.

    More than 30 % NUL, nearly all on one side, is no damaged single-byte text.
    """
    head = np.frombuffer(raw[: len(raw[:_HEAD]) // 2 * 2], dtype=np.uint8).reshape(-1, 2)
    if not len(head):
        return None
    high_first, low_first = (head == 0).mean(axis=0)
    if low_first > 0.6 and high_first < 0.05:
        return "utf-16-le"
    return "utf-16-be" if high_first > 0.6 and low_first < 0.05 else None


def _from_legacy(raw: bytes) -> bytes:
    return codecs.charmap_decode(raw, "strict", _LEGACY)[0].encode()


def _legacy(raw: bytes, *, mixed: bool) -> Decoded:
    """Read line by line as UTF-8, else as windows-1252; where many lines are in either, only if the caller says so."""
    lines = LINE.findall(raw.removeprefix(codecs.BOM_UTF8))
    accented = [number for number, line in enumerate(lines, 1) if not line.isascii()]
    foreign = [number for number in accented if not _is_text_utf8(lines[number - 1])]
    shown = ", ".join(map(str, foreign[:_SHOWN])) + (", …" if len(foreign) > _SHOWN else "")
    where = f"{len(foreign)} of {len(lines)} lines (line {shown})"
    if not mixed and min(len(foreign), len(accented) - len(foreign)) > max(_FEW, _DOUBTFUL * len(lines)):
        raise TableError(f"is partly UTF-8, but not in {where}; say --encoding mixed to read these as cp1252")
    for number in foreign:
        lines[number - 1] = _from_legacy(lines[number - 1])
    data = b"".join(lines)
    if len(foreign) == len(accented):
        return Decoded(data, "cp1252", (f"not UTF-8 in {where}: assumed cp1252; {_HINT}",), raw)
    warning = f"mixed encodings: UTF-8, but not in {where}: these were read as cp1252; {_HINT}"
    return Decoded(data, "utf-8", (warning,), raw)


def _is_text_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
