"""Where in a file records stand: for messages to people, who count lines and not records."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from crmclean.files.encoding import line_starts
from crmclean.files.read import read

__all__ = ["lines_of"]


def lines_of(
    path: str | os.PathLike[str],
    rows: Sequence[int],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> list[int]:
    """Return the physical lines, from 1, at which records begin.

    The file is read once more; only the message of an error is worth that.

    Args:
        path: A file that ``read`` has read, by the same arguments.
        rows: Positions of the records in the table, from 0.
        encoding: As for ``read``.
        delimiter: As for ``read``.
        sheet: As for ``read``.

    Returns:
        One line for each row; nothing for formats without lines.
    """
    found = read(path, encoding=encoding, delimiter=delimiter, sheet=sheet, max_quarantine=1.0)
    if found.text is None or found.spans is None:
        return []
    lines: list[int] = (np.searchsorted(line_starts(found.text), found.spans[list(rows), 0]) + 1).tolist()
    return lines
