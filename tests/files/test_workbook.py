"""A workbook: its sheets, and which of them is read."""

from __future__ import annotations

import pytest
from workbooks import rows, workbook

from crmclean.errors import TableError
from crmclean.files import workbook as module
from crmclean.files.archive import Archive
from crmclean.files.sheet import Oddities
from crmclean.files.workbook import Workbook, main_part

FILLED, EMPTY = f"<sheetData>{rows(['id'], ['1'])}</sheetData>", "<sheetData/>"


def opened(*arguments, **options) -> Workbook:
    return Workbook(Archive(workbook(*arguments, **options)))


def test_main_part():
    assert main_part(Archive(workbook(""))) == "xl/workbook.xml"


def test_the_only_sheet_with_anything_is_taken():
    assert opened({"A": EMPTY, "B": FILLED}).sheet(None)[0].name == "B"
    assert opened({"A": EMPTY}).sheet(None) == (None, ())


def test_a_hidden_sheet_is_left_out_and_told_of():
    book = opened({"A": FILLED, "picklists": FILLED}, hidden=["picklists"])
    chosen, told = book.sheet(None)
    assert (chosen.name, told) == ("A", ("not read, as it is hidden: sheet 'picklists'",))
    assert book.sheet("picklists")[0].name == "picklists"
    assert opened({"A": FILLED}, hidden=["A"]).sheet(None)[0].name == "A"


def test_of_several_sheets_one_must_be_named():
    book = opened({"Contacts": FILLED, "Accounts & more": FILLED})
    with pytest.raises(TableError, match="'Contacts', 'Accounts & more'; name one with --sheet"):
        book.sheet(None)
    assert book.sheet("Accounts & more")[0].name == "Accounts & more"


def test_an_unknown_sheet_is_refused_with_the_nearest():
    with pytest.raises(TableError, match=r"no sheet 'contacts'; .* Contacts, Other. Did you mean 'Contacts'\?"):
        opened({"Contacts": FILLED, "Other": EMPTY}).sheet("contacts")


def test_formats_and_texts_are_those_of_the_workbook():
    data = '<row><c s="1"><v>0</v></c><c t="s"><v>1</v></c></row>'
    texts = ["<si><t>a</t></si>", "<si><r><t>b</t></r><rPh><t>no</t></rPh><r><t> c</t></r></si>"]
    book = opened(data, texts=texts, formats=["yyyy"], from_1904=True)
    assert [row.cells for row in book.rows(book.sheet(None)[0], Oddities())] == [{0: "1904-01-01", 1: "b c"}]


def test_a_workbook_without_styles_and_texts():
    bare = {
        "xl/_rels/workbook.xml.rels": '<a><Relationship Id="r0" Type="/worksheet" Target="worksheets/sheet0.xml"/></a>'
    }
    book = opened(rows(["id"]), parts=bare)
    assert [row.cells for row in book.rows(book.sheet(None)[0], Oddities())] == [{0: "id"}]


def test_a_large_workbook_is_refused(monkeypatch):
    monkeypatch.setattr(module, "SIZE_LIMIT", 1 << 20)
    with pytest.raises(TableError, match="of 5 MB unpacked, more than 1; export it as CSV"):
        opened("", parts={"xl/media/a.png": bytes(5 << 20)})


def test_a_tightly_packed_workbook_is_refused_where_it_is_large(monkeypatch):
    parts = {"xl/media/a.png": bytes(5 << 20)}
    opened("", parts=parts)
    monkeypatch.setattr(module, "_RATIO_MATTERS", 1 << 20)
    with pytest.raises(TableError, match="more than 100 times its size, as bombs do"):
        opened("", parts=parts)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet0.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_entities_are_refused_wherever_they_are(part):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    with pytest.raises(TableError, match="declares entities of its own"):
        opened('<row><c t="s" s="0"><v>0</v></c></row>', texts=["<si><t>a</t></si>"], parts={part: bomb}).sheet(None)


def test_a_workbook_without_its_main_part():
    with pytest.raises(TableError, match="a part of it is missing"):
        opened("", parts={"_rels/.rels": "<Relationships/>"})
