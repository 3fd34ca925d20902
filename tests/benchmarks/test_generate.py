from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

FILES = {
    "contacts": [
        "id",
        "first_name",
        "last_name",
        "company",
        "title",
        "email",
        "phone",
        "street",
        "city",
        "state",
        "postal_code",
        "country",
        "industry",
        "lead_source",
        "owner",
        "created_date",
        "last_modified_date",
        "opt_out",
    ],
    "truth": ["id", "cluster", "kind", "errors"],
    "contact_account": ["id", "parent"],
    "accounts": [
        "id",
        "account_name",
        "website",
        "phone",
        "billing_street",
        "billing_city",
        "billing_state",
        "billing_postal_code",
        "billing_country",
        "industry",
        "employees",
        "annual_revenue",
        "type",
    ],
    "accounts_truth": ["id", "cluster", "parent", "kind", "errors"],
}
MISSING = {
    "first_name": 0.025,
    "last_name": 0.004,
    "company": 0.214,
    "title": 0.381,
    "email": 0.139,
    "phone": 0.211,
    "street": 0.349,
    "city": 0.247,
    "state": 0.447,
    "postal_code": 0.320,
    "country": 0.090,
    "industry": 0.484,
    "lead_source": 0.133,
    "owner": 0.012,
    "opt_out": 0.040,
}


@pytest.fixture(scope="module")
def command():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parents[2] / "benchmarks")
        yield importlib.import_module("generate")


@pytest.fixture(scope="module")
def main(command: ModuleType):
    return command.main


@pytest.fixture(scope="module")
def write(command: ModuleType):
    return importlib.import_module(command.generate.__module__)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in FILES}


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def crm(main, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("crm")
    main(["--records", "6000", "--seed", "3", "--out", str(folder)])
    return read(folder)


def test_same_arguments_same_bytes(write: ModuleType, tmp_path: Path):
    for name, seed in [("one", 1), ("same", 1), ("other", 2)]:
        write.generate(tmp_path / name, 300, seed)
    one, same, other = (written(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert all(one[name] != other[name] for name in one)


@pytest.mark.parametrize(("name", "columns"), FILES.items())
def test_columns(crm: dict[str, pl.DataFrame], name: str, columns: list[str]):
    assert crm[name].columns == columns


def test_every_record_has_its_truth_once(crm: dict[str, pl.DataFrame]):
    for records, truth in (("contacts", "truth"), ("accounts", "accounts_truth")):
        assert crm[records]["id"].is_unique().all()
        assert crm[records]["id"].equals(crm[truth]["id"], check_names=True)
    assert len(crm["contacts"]) == 6000


def test_every_person_has_one_first_record(crm: dict[str, pl.DataFrame]):
    first = crm["truth"].group_by("cluster").agg(pl.col("kind").is_in(["base", "junk"]).sum(), pl.len())
    assert first["kind"].unique().to_list() == [1]
    assert first["len"].max() <= 7


def test_kinds_and_their_shares(crm: dict[str, pl.DataFrame]):
    share = dict(crm["truth"].group_by("kind").agg(pl.len() / 6000).iter_rows())
    assert set(share) == {"base", "reentry", "import", "moved", "personal", "exact", "married", "junk"}
    assert share["base"] == pytest.approx(0.798)
    assert share["reentry"] == pytest.approx(0.102, abs=0.02)
    assert share["junk"] == pytest.approx(0.002)


def test_a_kind_that_changes_something_is_among_the_errors(crm: dict[str, pl.DataFrame]):
    for kind in ("import", "moved", "personal", "exact", "married"):
        errors = crm["truth"].filter(kind=kind)["errors"].str.split("|")
        assert errors.list.contains(kind).all()
    assert crm["truth"].filter(kind="junk")["errors"].is_null().all()


def test_exact_copies_are_copies(crm: dict[str, pl.DataFrame]):
    known = crm["contacts"].join(crm["truth"], on="id")
    both = known.filter(kind="exact").join(known.filter(kind="base"), on="cluster", suffix="_first")
    assert len(both) > 30
    for column in FILES["contacts"][1:]:
        assert both[column].eq_missing(both[f"{column}_first"]).all()


@pytest.mark.parametrize(("column", "share"), MISSING.items())
def test_missing_shares(crm: dict[str, pl.DataFrame], column: str, share: float):
    assert crm["contacts"][column].null_count() / 6000 == pytest.approx(share, abs=0.03)


def test_slips_are_really_there(crm: dict[str, pl.DataFrame]):
    known = crm["contacts"].join(crm["truth"], on="id").with_columns(pl.col("errors").str.split("|").fill_null([]))
    swapped = known.filter(pl.col("errors").list.contains("last_comma_first"))
    assert len(swapped) > 5
    assert swapped["first_name"].is_null().all()
    assert swapped["last_name"].str.contains(",").all()
    shouted = known.filter(pl.col("errors").list.contains("upper"))["last_name"]
    assert shouted.str.contains(r"\p{Ll}").sum() <= 0.1 * len(shouted)


def test_colleagues_share_a_switchboard_and_relatives_a_home(crm: dict[str, pl.DataFrame]):
    known = crm["contacts"].join(crm["truth"], on="id").join(crm["contact_account"], on="id", how="left")
    first = known.filter(kind="base").with_columns(number=pl.col("phone").str.replace_all(r"\D", "").str.slice(-8))
    persons = first.drop_nulls(["parent", "number"]).group_by("parent", "number").len()["len"]
    assert persons.max() >= 10
    families = first.filter(pl.col("parent").is_null()).drop_nulls(["street", "last_name"])
    assert (families.group_by("street", "last_name").len()["len"] > 1).sum() > 30


def test_contacts_and_branches_belong_to_companies(crm: dict[str, pl.DataFrame]):
    companies = set(crm["accounts_truth"].filter(kind="base")["parent"])
    assert set(crm["accounts_truth"]["parent"]) == companies
    assert set(crm["contact_account"]["parent"]) <= companies
    assert set(crm["accounts_truth"]["kind"]) == {"base", "branch", "dup"}
    branches = crm["accounts_truth"].filter(kind="branch")
    assert (branches["cluster"] != branches["parent"]).all()


@pytest.mark.parametrize("records", [1, 10, 100])
def test_small_sizes(main, tmp_path: Path, records: int):
    main(["--records", str(records), "--seed", "5", "--out", str(tmp_path)])
    tables = read(tmp_path)
    assert len(tables["contacts"]) == len(tables["truth"]) == records
    assert len(tables["accounts"]) == max(records * 137 // 1000, 1)


def test_chunks_do_not_share_persons_or_ids(write: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(write, "CHUNK", 100)
    write.generate(tmp_path, 250, 5, 240)
    tables = read(tmp_path)
    assert tables["contacts"]["id"].to_list() == [f"C{number:08d}" for number in range(1, 251)]
    assert tables["truth"].filter(pl.col("kind").is_in(["base", "junk"]))["cluster"].is_unique().all()
    assert len(tables["accounts"]) == 240
