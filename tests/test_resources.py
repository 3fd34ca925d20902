from __future__ import annotations

import pytest

from crmclean import resources
from crmclean.spec import list_packs


def test_the_folder_holds_packs_picklists_and_tables():
    folder = resources.folder()
    assert {"generic", "salesforce", "picklists", "tables"} <= {path.name for path in folder.iterdir()}
    assert all((folder / f"{pack}.yaml").is_file() for pack in list_packs())


@pytest.mark.parametrize("name", sorted(path.stem for path in (resources.folder() / "tables").glob("*.csv")))
def test_every_table_has_rows_of_one_width(name):
    rows = resources.read_table(name)
    assert len(rows) > 10
    assert len({len(row) for row in rows}) == 1


def test_a_header_is_no_row():
    assert ("text", "type") not in resources.read_table("placeholders")
    assert ("n/a", "*") in resources.read_table("placeholders")


def test_a_table_that_is_not_there_raises():
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        resources.read_table("nowhere")


def test_the_example_is_an_export_of_a_few_hundred_contacts():
    lines = resources.example("contacts.csv").read_text(encoding="utf-8").splitlines()
    assert 200 < len(lines) < 1000
    assert lines[0].startswith("id,")
