from __future__ import annotations

import hashlib
import json
import os
import pickle
import random

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


class _Bomb:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_a_pickle_that_is_named_a_model_is_refused_and_never_opened(tmp_path):
    mark, path = tmp_path / "it went off", tmp_path / "model.json"
    bomb = pickle.dumps(_Bomb(str(mark)))
    path.write_bytes(bomb)
    with pytest.raises(ModelError, match="this is no crmclean model file"):
        load_model(path, CONTACT)
    assert not mark.exists()
    pickle.loads(bomb)  # noqa: S301 - it is a real one
    assert mark.exists()


def _changed(data, draw):
    at, other = draw.randrange(len(data)), draw.randrange(len(data))
    match draw.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]
        case 2:
            return data[:at] + draw.randbytes(draw.randrange(1, 5)) + data[at:]
        case 3:
            return data[:at] + data[at + draw.randrange(1, 9) :]
    return data[:at] + data[other : other + 1] + data[at + 1 :]


def test_a_model_with_changed_bytes_is_the_same_model_or_refused(tmp_path):
    path, draw = tmp_path / "model.json", random.Random(7)  # noqa: S311 - no secret
    first, _ = found(*TEN)
    whole = first.model.to_json()
    refused = 0
    for _ in range(2000):
        path.write_bytes(_changed(whole.encode(), draw))
        try:
            assert load_model(path, CONTACT).to_json() == whole
        except ModelError:
            refused += 1
    assert refused > 1800


@pytest.mark.parametrize("written", ["[" * 200_000, '{"a":' * 100_000, "1", '"x"', "[]", "NaN"])
def test_json_that_is_no_model_is_refused(written, tmp_path):
    (tmp_path / "model.json").write_text(written)
    with pytest.raises(ModelError, match="this is no crmclean model file"):
        load_model(tmp_path / "model.json", CONTACT)


def test_a_file_too_large_for_a_model_is_not_read(tmp_path):
    with (tmp_path / "model.json").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ModelError, match="larger than 536,870,912 bytes"):
        load_model(tmp_path / "model.json", CONTACT)


def _signed(body):
    """Return a model file with a checksum that is right, as somebody who means harm would write it."""
    del body["sha256"]
    form = body.pop("crmclean_model")
    checksum = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return json.dumps({"crmclean_model": form, "sha256": checksum, **body})


def _table(body):
    return body["comparisons"]["name"]["probabilities"]["same"]


def _of_counts(body, change):
    counts = body["known"]["counts"]
    return counts.update({name: change(packed) for name, packed in counts.items()})


NO_MODELS = {
    "a share that is no number": lambda body: body["prior"].__setitem__(0, float("nan")),
    "a share without end": lambda body: body["prior"].__setitem__(0, float("inf")),
    "a share below nothing": lambda body: body["prior"].__setitem__(0, -0.1),
    "a share that is text": lambda body: body["prior"].__setitem__(0, "0.1"),
    "one share too few": lambda body: body["prior"].pop(),
    "shares of more than all": lambda body: _table(body).__setitem__(0, 1.0),
    "shares of less than all": lambda body: _table(body).__setitem__(slice(None), [0.0] * len(_table(body))),
    "one level too few": lambda body: body["comparisons"]["name"]["levels"].pop(),
    "one reason too few": lambda body: body["comparisons"]["name"]["probabilities"].pop("same"),
    "no comparisons": lambda body: body.pop("comparisons"),
    "a list of comparisons": lambda body: body.update(comparisons=[1]),
    "known is a number": lambda body: body.update(known=5),
    "nothing known of counts": lambda body: body["known"].pop("counts"),
    "facts that are text": lambda body: body["known"].update(facts=dict.fromkeys(body["known"]["facts"], "x")),
    "marks that are none": lambda body: _of_counts(body, lambda packed: ["!!!", *packed[1:]]),
    "marks without numbers": lambda body: _of_counts(body, lambda packed: packed[:2]),
    "marks cut short": lambda body: _of_counts(body, lambda packed: [packed[0][:4], *packed[1:]]),
    "marks with too many numbers": lambda body: _of_counts(body, lambda packed: [packed[0], "AAAA" * 9, *packed[2:]]),
    "rules that are a map": lambda body: body.update(rules={}),
}


@pytest.mark.parametrize("kind", NO_MODELS)
def test_a_right_checksum_makes_no_model(kind, tmp_path):
    first, _ = found(*TEN)
    body = json.loads(first.model.to_json())
    NO_MODELS[kind](body)
    (tmp_path / "model.json").write_text(_signed(body))
    with pytest.raises(ModelError, match="the model file is damaged; train it again"):
        load_model(tmp_path / "model.json", CONTACT)


def test_a_model_of_a_newer_format_is_refused(tmp_path):
    first, _ = found(*TEN)
    body = {**json.loads(first.model.to_json()), "crmclean_model": "3\x1b[31m" + "x" * 99}
    (tmp_path / "model.json").write_text(_signed(body))
    with pytest.raises(ModelError, match=r"is of another format, 3\ufffd.31mx{14} in place of 2; train it again"):
        load_model(tmp_path / "model.json", CONTACT)
