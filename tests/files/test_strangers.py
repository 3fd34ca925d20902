"""Rows of the right width that are no records; dirty records stay."""

from __future__ import annotations

import pytest

from crmclean.files import read
from crmclean.files.strangers import CUT_OFF, STRANGER

HEADER = "id,name,email,amount,closed"
ROWS = [f'{at:04},"Ann {at}",ann{at}@x.org,"{at},000",2024-01-{at % 28 + 1:02}' for at in range(30)]


@pytest.fixture
def opened(tmp_path):
    def write(*lines: str, end: str = "\n"):
        path = tmp_path / "in.csv"
        path.write_text(end.join(lines) + end, newline="")
        return read(path, max_quarantine=1)

    return write


def held(found):
    return found.quarantine.select("line", "reason").rows()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "strange", ["Field A,Field B,Field C,Field D,Field E", "text(8),text(8),text(8),text(8),text(8)"]
)
def test_a_second_header_is_held_back(opened, strange, end):
    found = opened(HEADER, strange, *ROWS, end=end)
    assert held(found) == [(2, STRANGER)]
    assert (found.table.height, found.rows_read) == (30, 31)
    assert found.quarantine["raw"].item() == strange


def test_a_second_table_is_held_back(opened):
    found = opened(HEADER, *ROWS, "", "Total A,Total B,Total C,Total D,Total E", "x,,z,u,v")
    assert held(found) == [(33, STRANGER), (34, STRANGER)]
    assert [bytes(found.text[start:stop]).decode() for start, stop in found.spans] == [f"{row}\n" for row in ROWS]


def test_below_a_blank_line_another_header_begins_another_table(opened):
    found = opened(HEADER, *ROWS, "", "Task,Name,Subject,Hours,Who", "T1,Call,x@y.org,open,high", ",,x@y.org,7,")
    assert held(found) == [(line, STRANGER) for line in (33, 34, 35)]
    kept = opened(HEADER, *ROWS, "Task,Name,Subject,Hours,Who", "0031,Call,x@y.org,5,2024-01-01")
    assert held(kept) == [(32, STRANGER)]


@pytest.mark.parametrize("dirty", ["n/a,Bob,unknown,tbd,", "x1,Bob,bob@x.org,tbd,soon", "0031,Bob,none,tbd,soon"])
def test_a_dirty_record_stays(opened, dirty):
    found = opened(HEADER, *ROWS, dirty)
    assert (found.table.height, found.quarantine.height) == (31, 0)


def test_few_rows_tell_nothing(opened):
    assert opened(HEADER, "a,b,c,d,e", *ROWS[:18]).quarantine.height == 0


def test_codes_of_one_length_are_a_kind(opened):
    rows = [f"003Qx0000000{at:03}AAA,001Qx0000000{at:03}AAC,00QQx0000000{at:03}AAB,text" for at in range(25)]
    assert held(opened("one,two,three,note", *rows, "Col A,Col B,Col C,Col D")) == [(27, STRANGER)]
    short = [f"A-{at},M{at:02},X{at:02},text" for at in range(100, 130)]
    assert held(opened("one,two,three,note", *short, "A-1000,male,other,text")) == []


@pytest.mark.parametrize("token", ["NULL", "N/A", "-"])
def test_tokens_for_nothing_belie_nothing(opened, token):
    rows = [f"Ann,Denver,{at},{at},{at}" for at in range(60)]
    assert held(opened("Name,City,Phone,Zip,Day", *rows, *[f"Ann,Denver,{token},{token},{token}"] * 6)) == []


def test_one_odd_record_below_a_blank_line_is_one_record(opened):
    found = opened(HEADER, *ROWS, "", "new,Bob,unread,open,soon", *ROWS)
    assert held(found) == [(33, STRANGER)]


def test_the_row_before_a_tail_is_held_back(opened):
    rows = [f'{at},"Doe, J",note {at}' for at in range(30)]
    found = opened("id,name,note", *rows, "30,Roe,cut off", 'here"', *rows)
    assert [reason for _, reason in held(found)] == [CUT_OFF, "a stray quote"]
    assert [line for line, _ in held(found)] == [32, 33]
    assert found.table.height == 60


def test_a_stray_quote_in_a_whole_row_leaves_the_row_before(opened):
    found = opened("id,name,note", "1,Ann,x", '2",Bob,y', "3,Cy,z")
    assert found.table["id"].to_list() == ["1", "3"]
