"""The texts that reading is measured on are what they are said to be."""

from __future__ import annotations

import pytest

from crmclean.files import read


@pytest.fixture
def texts(benchmark, tmp_path):
    """The benchmark, and a small clean text."""
    file = tmp_path / "clean.csv"
    file.write_text("id,name\n" + "".join(f'{at},"J\u00f6, ""x""\nz"\n' for at in range(200)), encoding="utf-8")
    return benchmark("reading"), file


@pytest.mark.parametrize("every", [10, 50])
def test_damage_takes_the_damaged_rows_only(texts, every):
    reading, file = texts
    damaged = file.with_name("damaged.csv")
    damaged.write_bytes(reading.damaged(file, every))
    found = read(damaged, max_quarantine=1)
    ids = [str(at) for at in range(200) if at % every]
    assert found.table["id"].to_list() == ids


@pytest.mark.parametrize("name", ["carriage returns only", "UTF-16"])
def test_other_ways_to_write_the_same_table(texts, name):
    reading, file = texts
    other = file.with_name("other.csv")
    other.write_bytes(reading.VARIANTS[name](file))
    table = read(other).table
    assert [row[0] for row in table.rows()] == [str(at) for at in range(200)]
    assert table["name"].str.replace("\r", "\n").to_list() == ['J\u00f6, "x"\nz'] * 200
