"""Measure how far e-mail addresses are judged as isemail judges them, and say why where they are not.

    python benchmarks/parse_emails.py [--data FILE] [--out FILE]

``FILE`` has the columns id, address, category, diagnosis; the default is the test suite of the project isemail (D.
Sayers; BSD), 164 addresses that try every corner of RFC 5321 and RFC 5322. There an address counts as valid when it can
be sent to as it stands, by its categories valid, DNS warning and RFC 5321; here, when its state is OK. Where the two
differ, ``REASONS`` says why, by diagnosis; a difference without a reason is an error. Two figures: the state OK against
valid, and the same where an address that is only OK once mended (a bracket, a line break taken off) counts as refused
as it stands.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from machine import HERE, machine

from crmclean.fields import Standard, State
from crmclean.fields.email import Email

DATA = HERE.parent.parent / "shared" / "data" / "parse" / "email_isemail_tests.csv"
VALID = frozenset({"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN", "ISEMAIL_RFC5321"})
SHOWN_CONTROLS = {0x2400 + code: code for code in range(32)}
"""The suite writes control characters as their pictures."""

_QUOTED = "a quoted local part: no CRM stores it and hardly a provider hands it out"
_NO_NAME = "no domain name: mail to a bare number reaches no person"
_WRAPPED = "mended: what stands around the address (blanks, line breaks, brackets, a remark) is taken off"
_TOP = "no ending: mail to a bare top-level domain is not delivered (ICANN, SSAC report 053, 2012)"
REASONS = {
    "VALID": f"{_TOP}, though io once had a mail server",
    "RFC5321_TLD": _TOP,
    "RFC5321_TLDNUMERIC": "an ending of digits: there is no such top-level domain (RFC 3696, 2004)",
    "RFC5321_QUOTEDSTRING": _QUOTED,
    "RFC5321_ADDRESSLITERAL": _NO_NAME,
    "DNSWARN_NO_RECORD": "an ending of one letter or with a hyphen: there is no such top-level domain",
    "DNSWARN_NO_MX_RECORD": "a placeholder: people type it where they have no address",
    "DEPREC_CFWS_NEAR_AT": _WRAPPED,
    "DEPREC_FWS": _WRAPPED,
    "CFWS_FWS": _WRAPPED,
    "CFWS_COMMENT": _WRAPPED,
    "DEPREC_CTEXT": _WRAPPED,
    "ERR_CR_NO_LF": _WRAPPED,
    "ERR_FWS_CRLF_END": _WRAPPED,
    "ERR_FWS_CRLF_X2": _WRAPPED,
    "ERR_EXPECTING_ATEXT": _WRAPPED,
    "ERR_EXPECTING_CTEXT": _WRAPPED,
    "ERR_UNCLOSEDCOMMENT": _WRAPPED,
    "ERR_UNCLOSEDQUOTEDSTR": "mended: a lone quotation mark at an end is taken off",
    "ERR_DOT_END": "mended: a full stop after the address is taken off",
}


class Judged(NamedTuple):
    """One address of the suite: what it says, what crmclean says, and why where they differ."""

    number: str
    address: str
    diagnosis: str
    valid: bool
    ours: Standard

    @property
    def kept(self) -> bool:
        """Whether crmclean takes the address, mended or not."""
        return self.ours.state is State.OK

    @property
    def mended(self) -> bool:
        """Whether more than its case had to change."""
        return self.kept and self.ours.value != self.address.lower()

    @property
    def reason(self) -> str | None:
        """Why the two differ; None where nobody knows, as for a faulty address that is kept as it is."""
        return REASONS.get(self.diagnosis) if self.valid or self.mended else None


def judge(source: Path) -> list[Judged]:
    kind = Email()
    with source.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [
        Judged(
            row["id"],
            row["address"],
            row["diagnosis"].removeprefix("ISEMAIL_"),
            row["category"] in VALID,
            kind.standardize(row["address"].translate(SHOWN_CONTROLS)),
        )
        for row in rows
    ]


def differences(judged: list[Judged]) -> list[Judged]:
    return [one for one in judged if one.valid != one.kept]


def show(differing: list[Judged]) -> None:
    for one in differing:
        verdict = "refused" if one.valid else f"kept as {one.ours.value}"
        print(f"{one.number:>4} {one.address:<58} {one.diagnosis:<24} {verdict}: {one.reason or 'NO REASON'}")


def count(judged: list[Judged]) -> dict[str, object]:
    differing = differences(judged)
    reasons = Counter(one.reason or "none" for one in differing)
    mended = sum(one.mended for one in differing if not one.valid)
    agreed = len(judged) - len(differing)
    return {
        "addresses": len(judged),
        "agreed": agreed,
        "agreement": round(agreed / len(judged), 4),
        "agreed_as_it_stands": agreed + mended,
        "agreement_as_it_stands": round((agreed + mended) / len(judged), 4),
        "refused": sum(one.valid for one in differing),
        "mended": mended,
        "without_a_reason": reasons["none"],
        "reasons": dict(reasons.most_common()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the judgement of e-mail addresses with isemail's.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "parse_emails.json")
    asked = parser.parse_args()
    if not asked.data.is_file():
        sys.exit(f"no file {asked.data}")
    judged = judge(asked.data)
    show(differences(judged))
    result = count(judged)
    print(f"agreement {result['agreement']:.1%} ({result['agreed']} of {result['addresses']}), as it stands ", end="")
    print(
        f"{result['agreement_as_it_stands']:.1%} ({result['agreed_as_it_stands']}); refused here {result['refused']}, "
    )
    print(f"mended {result['mended']}, without a reason {result['without_a_reason']}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(
        json.dumps({"source": asked.data.name, **result, **machine()}, indent=2) + "\n", encoding="utf-8"
    )
    if result["without_a_reason"]:
        sys.exit("a difference has no reason")


if __name__ == "__main__":
    main()
