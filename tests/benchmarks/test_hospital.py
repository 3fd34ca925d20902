from __future__ import annotations

import importlib
from pathlib import Path

import polars as pl
import pytest

from crmclean import load_rules

HERE = Path(__file__).parents[2] / "benchmarks"
ROW = {
    "ProviderNumber": "10018",
    "HospitalName": "callahan eye",
    "Address1": "1720 university blvd",
    "City": "birmingham",
    "State": "al",
    "ZipCode": "35233",
    "CountyName": "jefferson",
    "PhoneNumber": "2053258100",
    "HospitalType": "acute care hospitals",
    "HospitalOwner": "proprietary",
    "EmergencyService": "yes",
    "Condition": "pneumonia",
    "MeasureCode": "pn-5c",
    "MeasureName": "given in time",
    "Score": "97%",
    "Sample": "33 patients",
    "Stateavg": "al_pn-5c",
}


@pytest.fixture(scope="module")
def hospital():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        yield importlib.import_module("hospital")


def test_the_rules_find_slips_and_leave_a_right_row_in_peace(hospital):
    slips = {"State": "xl", "ZipCode": "3523x", "Score": "9x%", "MeasureCode": "px-5c", "EmergencyService": "yxs"}
    dirty = pl.DataFrame([ROW, {**ROW, **slips}, {**ROW, "City": "birmxngham"}])
    rules = load_rules(str(HERE / "hospital.yaml"))
    assert hospital.flagged_cells(dirty, rules) == {(1, name) for name in slips}
    listed = hospital.with_lists(rules, dirty, 2)
    assert hospital.flagged_cells(dirty, listed) == {(1, name) for name in slips} | {(2, "City")}


def test_cells_are_counted(hospital):
    assert hospital.scored({(0, "a"), (1, "a")}, {(0, "a"), (2, "b"), (3, "b")}) == {
        "flagged": 2,
        "right": 1,
        "precision": 0.5,
        "recall": 0.3333,
        "f1": 0.4,
    }
