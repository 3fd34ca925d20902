"""Contacts that tests are about, and how to look for duplicates among them."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st

from crmclean import cluster, find_duplicates, load_rules

CONTACT = load_rules("generic/contact")
COLUMNS = ("id", "first_name", "last_name", "company", "email", "phone", "street", "city", "postal_code", "title")


def table(*records, ids=None):
    rows = [{"id": ids[at] if ids else f"{at + 1:03}", **record} for at, record in enumerate(records)]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))


def person(name, company=None, **more):
    first, _, last = name.rpartition(" ")
    return {"first_name": first or None, "last_name": last or None, "company": company, **more}


def found(*records, rules=CONTACT, **given):
    pairs = find_duplicates(table(*records, **given), rules)
    return pairs, cluster(pairs)


def clusters_of(clusters, column="cluster_id"):
    """The clusters of two records or more, each as its sorted record ids."""
    groups = clusters.table.group_by(column).agg(pl.col("record_id").sort()).sort(column)["record_id"].to_list()
    return [group for group in groups if len(group) > 1]


OFFICE = {"phone": "415-555-2671", "street": "12 Main St", "city": "Austin", "postal_code": "78701"}
COLLEAGUES = ["Ann Baker", "Bob Carter", "Cleo Dunn", "Dave Evans", "Eve Foster", "Finn Grant", "Gina Hughes"]
TEN = [
    person("John Smith", "Acme", email="john.smith@acme.com", phone="415-555-2671"),
    person("J. Smith", "Acme Corp", phone="415-555-2671"),
    person("Mary Jones", "Beta", email="mary@beta.com", street="99 Oak Ave", city="Boston"),
    person("Mary Jones", "Beta Inc.", email="mary@beta.com"),
    person("Bob Carter", "Acme", email="bob@acme.com", phone="415-555-2671"),
    person("Robert Carter", "Acme", email="bob@acme.com", title="Buyer"),
    person("Zoe Quux", "Zeta", email="zoe@zeta.com"),
    person("Jean Dupont", None, phone="+33 1 42 68 53 00"),
    person("Li Wei", "Beta", phone="212-555-0188", street="99 Oak Ave", city="Boston"),
    person("", "Acme", email="info@acme.com"),
]

names = st.sampled_from(
    ["John Smith", "J. Smith", "Jon Smyth", "Mary Smith", "Smith", "Bob Carter", "Robert Carter", ""]
)
records = st.builds(
    person,
    names,
    st.sampled_from([None, "Acme", "Acme Corp", "Beta"]),
    email=st.sampled_from([None, "john.smith@acme.com", "info@acme.com", "bob@gmail.com", "n/a"]),
    phone=st.sampled_from([None, "415-555-2671", "212-555-0188"]),
    street=st.sampled_from([None, "12 Main St", "99 Oak Ave"]),
)
tables = st.lists(records, max_size=6)
