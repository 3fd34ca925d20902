# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmclean import resources
from crmclean.fields.base import State, fold
from crmclean.fields.company import Company, acronym, core, cores, legal_form, tail

words = st.sampled_from(
    "ACME acme GSH & + and und GMBH gmbh LLC S.A. CO. KG The THE (UK) (P) - / HQ d/b/a IBM 3M McDonald's İ ß 株式会社 "
    "Inc. N/A * AG".split(" ")
)
names = st.one_of(st.text(max_size=20), st.lists(words, min_size=1, max_size=6).map(" ".join))


endings = st.sampled_from(
    "Inc. inc Co., Ltd. Limited Company Group Holdings Pty SA Germany Services Tools acme The x1 Dep Sociedad Anonima "
    "Bank of Firma Klaes".split(" ")
)


@given(st.lists(st.one_of(st.none(), names, st.lists(endings, min_size=1, max_size=6).map(" ".join))))
def test_the_cores_of_a_column_are_those_of_each_name(column):
    assert cores(pl.Series(column, dtype=pl.String)).to_list() == [
        None if name is None else core(name) for name in column
    ]


@given(names)
def test_standardizing_twice_changes_nothing(text):
    once = Company().standardize(text)
    assert Company().standardize(once.value) == once


@given(st.lists(names))
def test_a_column_is_its_values_one_by_one(texts):
    rows = Company().standardize_column(pl.Series(texts, dtype=pl.String)).rows()
    assert rows == [tuple(Company().standardize(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SOUTHERN MOTORS INC. - SPARTA", "Southern Motors Inc. - Sparta"),
        ("GSH CONSULTING INC", "GSH Consulting Inc"),
        ("IBM DEUTSCHLAND GMBH", "IBM Deutschland GmbH"),
        ("CASANOVA ENERGY L.L.C.", "Casanova Energy L.L.C."),
        ("dataside llc", "Dataside LLC"),
        ("the home depot", "The Home Depot"),
        ("SMITH AND SONS PTY LTD", "Smith and Sons Pty Ltd"),
        ("MCKINSEY & COMPANY", "McKinsey & Company"),
        ("POLYPORT", "Polyport"),
        ("BMW", "BMW"),
        ("AUDI", "AUDI"),
        ("adidas AG", "adidas AG"),
        ("eBay", "eBay"),
        ("Acme  GmbH\u200b", "Acme GmbH"),
    ],
)
def test_the_standard_form(text, expected):
    assert Company().standardize(text) == (expected, State.OK, None)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Bunting & Sons Ltd - DO NOT USE", "remark"),
        ("Acme (Customer)", "remark"),
        ("MÃ¼ller AG", "damaged"),
        ("?!", "none"),
    ],
)
def test_what_is_no_name_stays_and_says_why(text, note):
    result = Company().standardize(text)
    assert (result.value, result.state) == (text, State.INVALID)
    assert note in result.note


@pytest.mark.parametrize("text", ["n/a", "Self-Employed", "privat", "test company", "xxx"])
def test_placeholders_are_missing(text):
    assert Company().standardize(text).state is State.PLACEHOLDER


@pytest.mark.parametrize(
    ("name", "own", "form", "behind"),
    [
        ("Acme Co., Ltd.", "acme", "co ltd", ""),
        ("Blackworks GmbH & Co. KG d/b/a Blackworks", "blackworks", "gmbh co kg", ""),
        ("LINGEN BERATUNG GMBH + CO KG", "lingen beratung", "gmbh co kg", ""),
        ("Wolff & Söhne UG (haftungsbeschränkt) - HQ", "wolff sohne", "ug", "hq"),
        ("Barbhuiya Ent. (P) Ltd", "barbhuiya ent", "pvt ltd", ""),
        ("Stonehouse Logistics (UK) Ltd", "stonehouse logist", "ltd", "uk"),
        ("Haque Enterprises / Munich", "haque ent", "", "munich"),
        ("Brightsoft Corp. *", "brightsoft", "corp", ""),
        ("Almeida + Henrique Engenharia - ME", "almeida henrique engenharia", "", "me"),
        ("Foo S. de R.L. de C.V.", "foo", "s de rl de cv", ""),
        ("Grupo Bimbo S.A.B. de C.V.", "grp bimbo", "sab de cv", ""),
        ("Petronas Sdn. Bhd.", "petronas", "sdn bhd", ""),
        ("ABC Sp. z o.o.", "abc", "sp zoo", ""),
        ("Fiat S.p.A.", "fiat", "spa", ""),
        ("Luna SpA", "luna", "spa", ""),
        ("Day Spa", "day spa", "", ""),
        ("SAP SE", "sap", "se", ""),
        ("Equinor ASA", "equinor", "asa", ""),
        ("Foo A.Ş.", "foo", "as", ""),
        ("\u041e\u041e\u041e Ромашка", "romashka", "ooo", ""),
        ("株式会社トヨタ", "toyota", "kk", ""),
        ("PT Bank Mandiri Tbk", "bank mandiri", "pt tbk", ""),
        ("SARL Dupont", "dupont", "sarl", ""),
        ("AB Volvo", "ab volvo", "", ""),
        ("AG Barr plc", "ag barr", "plc", ""),
        ("SA Brewing", "sa brewing", "", ""),
        ("Contact Me", "contact me", "", ""),
        ("Acme (Holdings) Ltd", "acme hldg", "ltd", ""),
        ("(3M) Company", "3m", "co", ""),
        ("I.B.M. Corp.", "ibm", "corp", ""),
        ("AT&T Inc.", "at t", "inc", ""),
        ("T - Mobile", "t mobile", "", ""),
        ("Walmart Headquarters", "walmart", "", "headquarters"),
        ("Smith, Jones & Co", "smith jones", "co", ""),
        ("McDonald's Corporation", "mcdonalds", "corp", ""),
        ("Röder & Beyer GmbH u. Co. KG", "roder beyer", "gmbh co kg", ""),
        ("Allied Prime Inc. Germany", "allied prime", "inc", "germany"),
        ("Acme Ltd Hong Kong (HQ)", "acme", "ltd", "hong kong hq"),
        ("Acme - Berlin office", "acme", "", "berlin office"),
        ("Acme Inc. (IT dept)", "acme", "inc", "it dept"),
        ("Acme, Berlin Branch", "acme", "", "berlin branch"),
        ("Deutsche Bank AG, London Branch", "deutsche bank", "ag", "london branch"),
        ("Acme Niederlassung München", "acme", "", "niederlassung munchen"),
        ("Acme GmbH, Abteilung Einkauf", "acme", "gmbh", "abteilung einkauf"),
        ("Acme c/o John Smith", "acme", "", "c o john smith"),
        ("A.P. Møller - Mærsk A/S", "ap moller marsk", "as", ""),
        ("US Department of Energy", "us dept of energy", "", ""),
        ("Olive Branch", "olive branch", "", ""),
        ("Sales Department", "sales dept", "", ""),
        ("Acme (Pty) Ltd", "acme", "pty ltd", ""),
        ("M/s Sharma Traders Pvt Ltd", "sharma trade", "pvt ltd", ""),
        ("Fa. Müller GmbH", "muller", "gmbh", ""),
        ("Acme Inc Inc", "acme", "inc", ""),
        ("ИП Иванов", "ivanov", "ip", ""),
        ("IP Solutions", "ip soln", "", ""),
        ("Too Faced Cosmetics", "too faced cosmetics", "", ""),
        ("Société à responsabilité limitée Dupont", "dupont", "sarl", ""),
        ("Sté Dupont", "dupont", "ste", ""),
        ("Limited Edition Cars", "limited edition cars", "", ""),
        ("OEP Design LLC", "oep design", "llc", ""),
        ("Inc", "inc", "", ""),
        ("The Company", "company", "", ""),
        ("The", "the", "", ""),
        ("-", "", "", ""),
    ],
)
def test_a_name_taken_apart(name, own, form, behind):
    assert (core(name), legal_form(name), tail(name)) == (own, form, behind)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Müller & Söhne GmbH", "Mueller und Soehne", "MULLER + SOHNE G.m.b.H."),
        ("Acme Technologies Inc.", "ACME Tech, Inc", "The Acme Technology Corporation"),
        ("Intl Svcs Mfg", "International Services Manufacturing Pvt. Ltd."),
        ("Smith Brothers Ltd", "Smith Bros. Limited", "SMITH BROS LTD (UK)"),
        ("Roche et Fils SARL", "Roche & Fils"),
        ("O'Neill Assoc.", "ONeill Associates LLP"),
    ],
)
def test_spellings_of_one_name_share_a_core(spellings):
    assert len(set(map(core, spellings))) == 1


@given(names)
def test_a_core_is_never_nothing(text):
    assert bool(core(text)) is bool(fold(text)) or not fold(text.replace("'", ""))


@pytest.mark.parametrize("form", [row[0] for row in resources.read_table("legal_forms")])
def test_every_legal_form_is_found_in_its_place(form):
    place, means = next((row[2], row[1]) for row in resources.read_table("legal_forms") if row[0] == form)
    name = f"{form} Alpha Omega" if place == "start" else f"Alpha Omega {form}"
    assert core(name) == "alpha omega"
    assert legal_form(name) == means


def test_there_are_legal_forms_of_the_world():
    rows = resources.read_table("legal_forms")
    assert len(rows) >= 490
    assert len({country for row in rows for country in row[3].split()}) >= 90


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mauricio Industries LLC", {"mi", "mil"}),
        ("MIL", {"mil"}),
        ("BMW AG", {"bmw"}),
        ("I.B.M.", {"ibm"}),
        ("Bayerische Motoren Werke AG", {"bmw", "bmwa"}),
        ("International Business Machines", {"ibm"}),
        ("Procter & Gamble", {"pg", "pag"}),
        ("Nova Industries Private Limited", {"ni", "nipl"}),
        ("Acme Inc", set()),
        ("-", set()),
    ],
)
def test_acronyms(name, expected):
    assert acronym(name) == expected


def test_keys():
    keys = {suffix: list(key("The Data Side Services GmbH")) for suffix, key in Company.keys.items()}
    assert keys == {
        "": ["data side svc"],
        "compact": ["datasidesvc"],
        "start": ["datas"],
        "pair": ["data side", "data svc", "side svc"],
        "acronym": ["dss", "dssg", "tdssg"],
    }


@given(names)
def test_keys_never_fail_and_are_never_empty(text):
    for key in Company.keys.values():
        assert all(found for found in key(text))
