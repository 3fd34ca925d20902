"""Files to start from: one of each class of awkward input, small; and every input that ever broke a target."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping

import polars as pl

from fuzzing.targets import EDITS, whole_model

__all__ = ["SEEDS", "WORDS"]


def _parquet() -> bytes:
    out = io.BytesIO()
    pl.DataFrame({"id": [1, 2], "name": ["Ann", None]}).write_parquet(out, compression="uncompressed")
    return out.getvalue()


def _damaged(data: bytes) -> bytes:
    """Change one byte of a page's header, which polars trusts."""
    return data[:43] + b"\x11" + data[44:]


TABLES = {
    "plain": b"id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n",
    "no end": b"id,name\n1,Ann\n2,Bob",
    "crlf": b"id,name\r\n1,Ann\r\n2,Bob\r\n",
    "cr": b"id,name\r1,Ann\r2,Bob",
    "mixed ends": b"id,name\r\n1,Ann\n2,Bob\r3,Cy\n",
    "semicolon": b"id;amount\n1;1,5\n2;2,5\n",
    "tab": b"id\tname\n1\tAnn\n",
    "pipe": b"id|name\n1|Ann\n",
    "sep line": b"sep=;\nid;name\n1;Ann\n",
    "one column": b"name\nAnn\nBob\n",
    "quoted": b'id,name\n1,"Doe, ""Jane"""\n2,"over\r\n\nlines"\n',
    "single quotes": b"'id','name'\n'1','Doe, J'\n",
    "apostrophe": b"id,name\n1,O'Neil\n2,'tis\n",
    "stray quote": b'id,name\n1,An"n\n2,"Bob\n3,Cy\n',
    "ragged": b"id,name\n1\n2,Bob,Oslo\n3,Cy\n",
    "blank lines": b"id,name\n\n1,Ann\n,\n \t,\n2,Bob\n\n",
    "header again": b"id,name\n1,Ann\nid,name\n2,Bob\n",
    "preamble": b"Report of today\n\nid,name,city\n1,Ann,Rome\n2,Bob,Oslo\n",
    "footer": b"id,name,city\n1,Ann,Rome\n2,Bob,Oslo\nTotal: 2\n",
    "second table": b"id,name\n1,Ann\n2,Bob\n\na,b,c\n1,2,3\n",
    "same header": b"id,Name,name\n1,2,3\n",
    "no header": b"1,2,3\n4,5,6\n",
    "empty header": b"id,,name\n1,2,3\n",
    "header only": b"id,name\n",
    "empty": b"",
    "utf-8 mark": b"\xef\xbb\xbfid,name\n1,\xc3\xa9\n",
    "utf-16": "id,name\n1,Zoë\n".encode("utf-16"),
    "utf-16 without mark": "id,name\n1,Zoe\n".encode("utf-16-le"),
    "utf-32": "id,name\n1,Zoë\n".encode("utf-32"),
    "cp1252": b"id,name\n1,Zo\xeb\n2,\x80\x81\n",
    "mixed encodings": b"id,name\n1,Zo\xeb\n2,Zo\xc3\xab\n",
    "nul": b"id,name\n1,A\0n\n2,Bob\n",
    "invisible": "id,name\n1,\u200b\U0001f600\n2,\u202e\ufeff\n".encode(),
    "formulas": b"id,name\n1,=1+1\n2,@SUM(A1)\n3,-5\n4,+49 30 1234\n",
    "tokens": b"id,name\n1,NULL\n2,n/a\n3,1.23E+11\n4,01234\n",
    "json lines": b'{"id": 1, "name": "Ann"}\n{"id": 2, "tags": [1, 2.50, null]}\n',
    "json lines, damaged": b'{"id": 1}\n{"id": \n[1]\n{"id": "\\ud800", "id": 2}\n',
    "json array": b'[{"id": 1}]',
    "gzip": gzip.compress(b"id,name\n1,Ann\n", mtime=0),
    "cut gzip": gzip.compress(b"id,name\n1,Ann\n" * 9, mtime=0)[:-9],
    "parquet": _parquet(),
    "damaged parquet": _damaged(_parquet()),
    "a delimiter of two bytes": "sep=»\nid»name\n1»Ann\n".encode(),
    "comma and blank": b'id, name, city\n1, "Lee, Ann", Rome\n2, Bob, Oslo\n',
    "blanks": b'id name city\n1 "Ann Lee" Rome\n2 Bob Oslo\n',
    "backslashes": b'id,name\n1,"the \\"x\\", y"\n2,"C:\\\\"\n',
    "without name": b"id,name,\n1,Ann,\n2,Bob,\n",
    "apostrophes within quotes": b"'id','name'\n'1','\roe, J'\n",
    "literal apostrophes": b"'id','name'\n'1',name\n1,\"Doe, \"\"Jane,'Doe, J'\n",
    "xlsx": b"PK\x03\x04....xl/workbook.xml",
    "html": b"<!DOCTYPE html><table><tr><td>1</table>",
}
RULES = {
    "whole": b"""crmclean: 1
object: contact
record_id: id
columns: {email: [Email, "E-mail"]}
fields:
  first_name: {type: person_name, part: given}
  last_name: {type: person_name, part: family}
  company: {type: company}
  phone: {type: phone, region: {from: country, else: US}}
  country: {type: country, output: iso2}
  email: {type: email}
  stage: {type: picklist, picklist: stages, unknown: review}
  opt_out: {type: boolean, consent: opt_out}
  amount: {type: number}
  close_date: {type: date}
picklists:
  stages:
    - {value: Open, aliases: [New, "open "]}
    - {value: NO}
required:
  - last_name
  - any_of: [email, phone]
  - {field: amount, when: "stage not in ['Open', 'NO']", severity: warning, message: "how much?"}
checks:
  - {id: closes-later, that: "close_date >= today - 30", severity: warning}
duplicates:
  block_on: [[email], [phone, first_name.initial], [last_name.sound]]
  compare: {name: person, email: email, phone: phone}
  review: 0.30
  match: 0.50
  merge: 0.95
survivorship:
  winner: [most_complete, lowest_id]
  fields: {phone: most_recent_valid}
completeness:
  weights: {email: 3, phone: 1}
  targets: {overall: 0.85, phone: 0.90}
  by: [company]
""",
    "small": b"crmclean: 1\nobject: contact\nfields:\n  email: {type: email}\n",
    "extends": b"crmclean: 1\nobject: contact\nextends: generic/contact\ndisable: [last_name|required]\n",
    "pattern": b'crmclean: 1\nobject: contact\nfields:\n  id: {type: identifier, pattern: "^[A-Z]{2}\\\\d+$"}\n',
    "alias bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "tag": b"crmclean: !!python/object/apply:os.system [true]\n",
    "same key": b"crmclean: 1\ncrmclean: 1\nobject: contact\nfields: {}\n",
    "two documents": b"crmclean: 1\n---\ncrmclean: 1\n",
    "no map": b"- 1\n- 2\n",
    "deep": b"[" * 30,
    "cut": b'crmclean: "1',
    "not utf-8": b"crmclean: \xff\n",
    "empty": b"",
}
MODELS = {
    "whole": whole_model(),
    "empty map": b"{}",
    "no json": b"\x80\x04\x95.",
    "no model": b'{"crmclean_model": "2", "sha256": "", "kind": "people", "reasons": [], "comparisons": {}}',
    "no edit": EDITS,
    "another format by an edit": EDITS + b"\0\0\0",
    "another prior by an edit": EDITS + b"\0\x0b\3",
    "other format": b'{"crmclean_model": "1", "sha256": ""}',
    "a word for a number": EDITS + b"\0\x0b\x08",
    "a word for a map": EDITS + b"\0\x11\x08",
}
SEEDS: Mapping[str, Mapping[str, bytes]] = {"read": TABLES, "rules": RULES, "model": MODELS}
"""For each target its seeds by name. What breaks a target is added here with the fix."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "read": (",", ";", "\t", "|", '"', '""', '","', "\r\n", "\n", "\r", "sep=;", "'", "{", '"id":', "id,", "=", "NULL"),
    "rules": (
        *("crmclean: 1\n", "object: contact\n", "extends: generic/contact\n", "fields:\n", "  email:", "{type: ", "}"),
        *("picklist", "required:\n", "checks:\n", "that: ", "when: ", "any_of: ", "duplicates:\n", "block_on: "),
        *("compare: ", "survivorship:\n", "completeness:\n", "is not null", " not in ", " and ", " or ", "today - "),
        *(">=", "==", "pattern: ", "(?i)", "[a-z]*", "number", "date", "boolean", "consent: opt_out", "&a", "*a", "!!"),
    ),
    "model": (
        *('"prior"', '"comparisons"', '"levels"', '"probabilities"', '"known"', '"counts"', '"facts"', '"reasons"'),
        *("null", "NaN", "Infinity", "-1", "1e999", "[]", "{}", '""', '"crmclean_model": "2"', '"rules"'),
    ),
}
"""Words that a file of each kind is made of, for the fuzzer to put together."""
