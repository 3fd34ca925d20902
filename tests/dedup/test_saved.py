from __future__ import annotations

import pytest
from people import CONTACT, TEN, found, table

from crmclean import TableError, cluster, find_duplicates, load_rules
from crmclean.dedup.model import ModelError
from crmclean.dedup.saved import load_model, shipped_model


def test_a_saved_model_gives_the_same_pairs_to_the_bit(tmp_path):
    first, _ = found(*TEN)
    first.model.save(tmp_path / "contact.model.json")
    again = find_duplicates(table(*TEN), CONTACT, model=load_model(tmp_path / "contact.model.json", CONTACT))
    assert again.table.height > 2
    assert again.table.equals(first.table)
    assert cluster(again).table.equals(cluster(first).table)


def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path):
    for place, says in (
        (tmp_path / "nowhere.json", "no such file; train a model with find_duplicates, and save it"),
        (tmp_path, "is a folder; name one file in it"),
    ):
        with pytest.raises(TableError, match=f"{place}: {says}"):
            load_model(place, CONTACT)


@pytest.mark.parametrize("written", [b"", b"\xff\xfe", b"{}"])
def test_what_is_no_model_file_is_refused(written, tmp_path):
    (tmp_path / "model.json").write_bytes(written)
    with pytest.raises(ModelError, match="this is no crmclean model file"):
        load_model(tmp_path / "model.json", CONTACT)


def test_a_model_of_accounts_is_none_of_contacts(tmp_path):
    shipped_model(load_rules("generic/account")).save(tmp_path / "model.json")
    with pytest.raises(ModelError, match="the model is for organisations, the rules are about people"):
        load_model(tmp_path / "model.json", CONTACT)
