"""custmatch 0.1: 300 labelled pairs, 200 drawn at random and 100 by its active learning; the truth labels them.

Its README asks for about 300. It knows people and households; organisations it calls out of its reach, so that their
names stand in the first name's place.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from custmatch import labels, pipeline
from task import Task, task

PERSON = {"record_id": "id", "first_name": "first_name", "last_name": "last_name"}
FIRM = {"record_id": "id", "first_name": "account_name", "phone": "phone"}
COLUMNS = {
    "contacts": {**PERSON, "email": "email", "phone": "phone", "address": "street", "company": "company",
                 "title": "title", "postcode": "postal_code", "town": "city"},
    "accounts": {**FIRM, "address": "billing_street", "domain": "domain", "postcode": "billing_postal_code",
                 "town": "billing_city"},
    "register": {**PERSON, "date_of_birth": "date_of_birth", "ssn": "soc_sec_id", "addr_number": "street_number",
                 "addr_street": "address_1", "postcode": "postal_code", "town": "city"},
    "mailing": {**PERSON, "date_of_birth": "dob", "email": "email", "town": "city"},
    "births": {**PERSON, "year": "by", "month": "bm", "day": "bd"},
    "sites": {**FIRM, "address": "street", "postcode": "postal_code"},
    "restaurants": {**FIRM, "address": "street", "town": "city"},
}  # fmt: skip
COMPARED = {
    "company": "similarity",
    "title": "similarity",
    "postcode": "similarity",
    "town": "similarity",
    "domain": "exact",
    "year": "edit",
    "month": "exact",
    "day": "exact",
}
BLOCKED = {
    "contacts": [["last_name", "company"], ["first_name", "company"], ["last_name", "postcode"]],
    "accounts": [["first_name"], ["domain"], ["phone"], ["first_name", "postcode"]],
    "register": [["last_name", "date_of_birth"], ["first_name", "postcode"], ["date_of_birth"]],
    "mailing": [["first_name", "last_name"], ["date_of_birth"]],
    "births": [["first_name", "last_name"], ["year", "month", "day"], ["last_name", "year"], ["first_name", "year"]],
    "sites": [["first_name"], ["phone"], ["addr_number", "postcode"]],
    "restaurants": [["first_name"], ["phone"], ["town", "addr_number"]],
}


def settings(asked: Task) -> dict[str, object]:
    columns = COLUMNS[asked.kind]
    names = ("left", "right") if asked.link else ("file",)
    return {
        "sources": [{"name": name, "path": f"{name}.csv", "columns": columns} for name in names],
        "extra_fields": [{"name": name, "compare": COMPARED[name]} for name in columns if name in COMPARED],
        "extra_blocking": BLOCKED[asked.kind],
        **({"unique_sources": list(names)} if asked.link else {}),
    }


def split(asked: Task) -> None:
    """Write one file a source."""
    rows = asked.rows()
    for name in {row["source"] for row in rows} if asked.link else ("file",):
        own = [row for row in rows if not asked.link or row["source"] == name]
        with (asked.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, own[0].keys())
            writer.writeheader()
            writer.writerows(own)


def answer(path: Path, truth: dict[str, str]) -> list[dict[str, str]]:
    """Label the drawn pairs from the truth."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        left, right = (row[side].split(":", 1)[1] for side in ("a", "b"))
        row["label"] = str(int(truth[left] == truth[right]))
    return rows


def save(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    asked = task()
    split(asked)
    config, drawn = asked.folder / "config.json", asked.folder / "labels.csv"
    config.write_text(json.dumps(settings(asked)), encoding="utf-8")
    truth = asked.truth()
    labels.sample(str(config), 200, str(drawn))
    labelled = answer(drawn, truth)
    save(drawn, labelled)
    more = asked.folder / "more.csv"
    labels.sample_active(str(config), str(drawn), 100, str(more))
    save(drawn, labelled + answer(more, truth))
    pipeline.run(str(config), str(drawn), str(asked.folder / "out"))
    with (asked.folder / "out" / "clusters.csv").open(encoding="utf-8", newline="") as file:
        asked.answer({row["record_id"]: row["customer_id"] for row in csv.DictReader(file)})


if __name__ == "__main__":
    main()
