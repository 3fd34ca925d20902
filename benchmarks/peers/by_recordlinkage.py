"""Record Linkage Toolkit 0.16: blocking, thresholded similarities and its ECM classifier, which needs no labels.

After its guides to deduplication and unsupervised classification. It has no clustering of its own: the pairs that it
calls links are joined.
"""

from __future__ import annotations

import pandas as pd
import recordlinkage
from task import components, task

BLOCKS = {
    "contacts": (["email"], ["phone"], ["first_name", "last_name"], ["last_name", "postal_code"],
                 ["last_name", "company"], ["first_name", "company"]),
    "accounts": (["account_name"], ["domain"], ["phone"], ["billing_street", "billing_postal_code"]),
    "register": (["first_name"], ["last_name"], ["date_of_birth"], ["soc_sec_id"]),
    "mailing": (["first_name"], ["last_name"], ["dob"], ["email"]),
    "births": (["first_name"], ["last_name"], ["by", "bm", "bd"]),
    "sites": (["account_name"], ["phone"], ["street"]),
    "restaurants": (["account_name"], ["phone"], ["street"]),
}  # fmt: skip
"""Keys: a pair that agrees on all columns of one is compared."""

FUZZY = {
    "contacts": ("first_name", "last_name", "company", "email", "street", "title"),
    "accounts": ("account_name", "billing_street"),
    "register": ("first_name", "last_name", "address_1", "city"),
    "mailing": ("first_name", "last_name", "email", "city"),
    "births": ("first_name", "last_name"),
    "sites": ("account_name", "street"),
    "restaurants": ("account_name", "street", "city"),
}
EXACT = {
    "contacts": ("phone", "postal_code", "city"),
    "accounts": ("domain", "phone", "billing_postal_code", "billing_city"),
    "register": ("postal_code", "date_of_birth", "soc_sec_id"),
    "mailing": ("dob",),
    "births": ("by", "bm", "bd"),
    "sites": ("postal_code", "phone"),
    "restaurants": ("phone",),
}


def main() -> None:
    asked = task()
    table = pd.read_csv(asked.records, dtype=str).set_index("id")
    sides = [table[table["source"] == side] for side in ("left", "right")] if asked.link else [table]
    index, compare = recordlinkage.Index(), recordlinkage.Compare()
    for columns in BLOCKS[asked.kind]:
        index.block(columns)
    for name in FUZZY[asked.kind]:
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    for name in EXACT[asked.kind]:
        compare.exact(name, name, label=name)
    candidates = index.index(*sides)
    vectors = compare.compute(candidates, *sides)
    links = recordlinkage.ECMClassifier().fit_predict(vectors)
    asked.answer(components(table.index, links))


if __name__ == "__main__":
    main()
