"""Workbooks made part by part, so that a test can have what no program writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of parts by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def workbook(  # noqa: PLR0913 - a workbook has many parts
    sheets: Mapping[str, str] | str,
    *,
    texts: Sequence[str] = (),
    formats: Sequence[str] = (),
    hidden: Sequence[str] = (),
    from_1904: bool = False,
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a workbook.

    Args:
        sheets: The XML inside ``worksheet`` by name of the sheet; a text alone is the rows of one sheet.
        texts: The XML of the shared texts.
        formats: Format codes of the styles 1, 2, …; style 0 is a plain number.
        hidden: Names of hidden sheets.
        from_1904: Whether days are counted from 1904.
        parts: Parts to add or replace.
    """
    if isinstance(sheets, str):
        sheets = {"Sheet1": f"<sheetData>{sheets}</sheetData>"}
    kinds = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(len(sheets))]
    kinds += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(kinds)
    )
    states = {name: "hidden" if name in hidden else "visible" for name in sheets}
    named = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at + 1}" r:id="r{at}" state="{states[name]}"/>'
        for at, name in enumerate(sheets)
    )
    numbers = "".join(f'<numFmt numFmtId="{200 + at}" formatCode={quoteattr(c)}/>' for at, c in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    begun = str(int(from_1904))
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{begun}"/>'
        f"<sheets>{named}</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{numbers}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
        f'</cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(texts)}</sst>',
    }
    for at, content in enumerate(sheets.values()):
        made[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{MAIN}">{content}</worksheet>'
    return zipped(made | dict(parts or {}))


def rows(*cells: Sequence[str | None], start: int = 1) -> str:
    """Return the XML of rows of texts; None is a cell that is not there, and an empty row is no row."""
    return "".join(
        f'<row r="{number}">{"".join(map(text, row))}</row>' for number, row in enumerate(cells, start) if row
    )


def text(cell: str | None) -> str:
    """Return the XML of a cell of text at the next place; an empty one for None."""
    return "<c/>" if cell is None else f'<c t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>'
