"""What a file holds: a workbook, or bytes."""

from __future__ import annotations

import gzip

import pytest
from workbooks import workbook, zipped

from crmclean.errors import TableError
from crmclean.files.archive import Archive
from crmclean.files.content import content

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def office(main: str) -> bytes:
    relations = f'<Relationships><Relationship Id="r" Type="{OFFICE}" Target="/{main}"/></Relationships>'
    return zipped({"_rels/.rels": relations, main: "x"})


def test_content():
    assert content(b"a,b\n") == b"a,b\n"
    assert content(gzip.compress(b"a,b\n")) == b"a,b\n"
    assert content(zipped({"a.csv": "a,b\n"})) == b"a,b\n"
    assert isinstance(content(workbook("")), Archive)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (office("word/document.xml"), "is a Word document; save it as xlsx"),
        (office("ppt/presentation.xml"), "is a PowerPoint presentation"),
        (office("xl/workbook.bin"), r"is a binary Excel workbook \(xlsb\)"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "a": ""}), r"\(ods\)"),
    ],
)
def test_other_office_files(data, message):
    with pytest.raises(TableError, match=message):
        content(data)


def test_packing_twice_is_for_the_caller_to_refuse():
    inner = zipped({"a.csv": "a,b\n"})
    assert content(gzip.compress(inner)) == inner
    assert content(zipped({"a.zip": inner})) == inner
