"""E-mail addresses: lower case, wrappers and disguises taken off; what is not an address stays and says why.

The whole address becomes lower case, the local part too: no CRM and no provider in use tells ``Jane@`` from ``jane@``.
An address is never guessed: two @ signs or a comma for a dot make it INVALID, and only the note says how to mend it.
Two addresses in one cell keep their text and are AMBIGUOUS: which of them the field takes is the steward's to say.
Nothing is looked up on the network.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import polars as pl

from crmclean import resources
from crmclean.fields.base import FieldType, Standard, State, is_placeholder
from crmclean.fields.email_address import (
    LONGEST,
    NOT_PLAIN,
    PLAIN,
    STANDARD_ADDRESS,
    domain,
    is_plain,
    local,
    match_address,
    several,
    unwrapped,
)
from crmclean.fields.email_domain import is_disposable, is_free, meant
from crmclean.fields.fallback import completed, derived, one_by_one
from crmclean.fields.url_host import registrable

__all__ = [
    "Email",
    "domain",
    "is_disposable",
    "is_free",
    "is_role",
    "local",
    "match_address",
    "match_addresses",
    "roles",
]

_NO_SIGNS = str.maketrans("", "", "._-")
_JUNK = frozenset(
    "test testing tester none no noone nobody na nil null nomail noemail fake dummy asdf asd qwe qwerty abc xyz foo "
    "bar foobar unknown refused spam example email mail xx xxx aaa abcd user name noreply donotemail".split()
)
_NO_MAILBOX = "noemail nomail noemailaddress donotemail nomailaddress keinemail keinemailadresse sincorreo".split()
_NO_MAILBOX_COLUMN = "^(?:" + "|".join("[._-]*".join(name) for name in _NO_MAILBOX) + ")[._-]*@"
_NO_DOMAIN = frozenset(
    "example.com example.org example.net example.edu test.com test.de noemail.com nomail.com noemail.org domain.com "
    "yourdomain.com yourcompany.com none.com none.none nowhere.com fake.com fakeemail.com".split()
)
_GMAIL = ("gmail.com", "googlemail.com")
"""Two names of one provider, which takes no heed of dots."""
_SIGN = "it holds a sign that no address has"
_ENDING = re.compile(r"\.(?:[a-z]{2,}|xn--[a-z0-9-]+|[^.]*[^\x00-\x7f][^.]*)$", re.IGNORECASE)
_SHORTEST_NAME = 5
"""Letters of a well-known mail domain's name; ``gmail`` has five."""
_UNTOLD = re.compile(r"[._-]|[0-9]+$")
_NO_KEY = re.compile(r"[^a-z0-9]|\d+$")

Kind = Literal["disposable", "free", "role"]
_REMARKS: dict[Kind, str] = {
    "disposable": "A throw-away mailbox.",
    "free": "A private mailbox, not one of a company.",
    "role": "A mailbox of a function, not of a person.",
}


@cache
def _roles() -> frozenset[str]:
    return frozenset(row[0] for row in resources.read_table("role_mailboxes"))


def is_role(value: str) -> bool:
    """Whether an address belongs to a function (``info@``, ``no-reply@``, ``sales2@``), not to a person.

    Source: table ``role_mailboxes``.

    Example:
        >>> is_role("No-Reply@acme.com"), is_role("sales2@acme.com"), is_role("jane@acme.com")
        (True, True, False)
    """
    return _is_role(local(value))


def _is_role(name: str) -> bool:
    return _UNTOLD.sub("", name) in _roles()


def _local_key(value: str) -> list[str]:
    """Letters of the local part, digits at the end dropped: ``jane.doe87`` gives ``janedoe``; no role, none short."""
    name = local(value)
    key = _NO_KEY.sub("", name.partition("+")[0])
    return [key] if len(key) > 3 and not _is_role(name) else []


def match_addresses(values: pl.Series) -> pl.Series:
    """Return the mailboxes that a column of addresses reaches: the twin of ``match_address``; null stays null."""
    halves = values.str.split_exact("@", 1)
    written, host = halves.struct.field("field_0"), halves.struct.field("field_1")
    mended = {name: right for name in host.unique().drop_nulls() if (right := meant(name)) != name}
    sound = values.str.contains(STANDARD_ADDRESS).fill_null(value=True)
    other = host.is_in([*_GMAIL, *mended]) | written.str.contains("+", literal=True)
    at = (sound & other).arg_true()
    asked = pl.DataFrame({"name": written[at], "host": host[at].replace(mended) if mended else host[at]})
    name = pl.coalesce(pl.col("name").str.extract(r"^([^+]+)"), "name")
    bare = name.str.replace_all(".", "", literal=True)
    gmail = pl.when(bare != "").then(bare).otherwise(name) + "@gmail.com"
    made = asked.select(
        pl.when(pl.col("host").is_in(_GMAIL)).then(gmail).otherwise(pl.concat_str(name, "host", separator="@"))
    )
    return completed(values, sound, values.clone().scatter(at, made.to_series()), match_address)


def roles(values: pl.Series) -> pl.Series:
    """Say for each address whether it is a function's: the twin of ``is_role``."""
    name = pl.col("text").str.extract("^([^@]*)@").str.replace_all(_UNTOLD.pattern, "")
    made = pl.when(name.is_in(sorted(_roles()))).then(pl.lit("role")).otherwise(pl.lit(""))
    plain = pl.col("text").str.contains(STANDARD_ADDRESS)
    return derived(values, plain, made, lambda value: "role" if is_role(value) else "") == "role"


def _local_keys(values: pl.Series) -> pl.Series:
    name = pl.col("text").str.extract("^([^@]*)@")
    key = name.str.replace(r"\+.*$", "").str.replace_all(_NO_KEY.pattern, "")
    role = name.str.replace_all(_UNTOLD.pattern, "").is_in(sorted(_roles()))
    made = pl.when((key.str.len_bytes() > 3) & ~role).then(key).otherwise(pl.lit(""))
    plain = pl.col("text").str.contains(STANDARD_ADDRESS)
    return pl.DataFrame({"text": values}).select(pl.when(plain).then(made)).to_series()


def _domain_key(value: str) -> list[str]:
    host = meant(domain(value).replace(",", "."))
    return [registrable(host)] if host and not is_free(host) and not is_disposable(host) else []


class Email(FieldType):
    """An e-mail address.

    A text that stands for "no address" is a placeholder: listed, at a reserved domain, ``noemail@`` anywhere, or
    ``test@test``. Source: RFC 2606 (1999) reserves ``example.com`` and its siblings; the other words were collected by
    hand.
    """

    type: Literal["email"] = "email"
    ask_about: tuple[Kind, ...] = ("disposable",)
    """Mailboxes that get a note: throw-away ones (``disposable``), private ones (``free``), functions' (``role``)."""

    keys = {"": lambda value: filter(None, [match_address(value)]), "local": _local_key, "domain": _domain_key}
    key_columns = {"": match_addresses, "local": _local_keys}

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Lower an address, its wrappers off; INVALID, with the reason, where it is none."""
        if is_plain(text):
            return self._judged(text, text.lower())
        addresses = several(text)
        if len(addresses) > 1:
            return Standard(text, State.AMBIGUOUS, f"Holds {len(addresses)} addresses; a field takes one.")
        address = unwrapped(addresses[0] if addresses else text)
        if is_placeholder(address, self.type):
            return Standard(text, State.PLACEHOLDER)
        if is_plain(address):
            return self._judged(text, address.lower())
        fault = _fault(address)
        valid = None if fault else _validated(address)
        if valid is None:
            return Standard(text, State.INVALID, f"This is not an e-mail address: {fault or _SIGN}.{_hint(address)}")
        return self._judged(text, valid)

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Standardize a column of tidied texts, none null: plain addresses in columns, the others one by one."""
        text, name, host = pl.col("text"), pl.col("name"), pl.col("host")
        plain = text.str.contains(PLAIN) & ~text.str.contains(NOT_PLAIN) & (text.str.len_bytes() <= LONGEST)
        address = pl.DataFrame({"text": texts}).select(pl.when(plain).then(text.str.to_lowercase())).to_series()
        parts = address.str.split_exact("@", 1).struct.rename_fields(["name", "host"]).struct.unnest()
        doubtful = host.is_in(_NO_DOMAIN) | host.str.starts_with(name + ".") | address.str.contains(_NO_MAILBOX_COLUMN)
        if "role" in self.ask_about:
            doubtful |= name.str.replace_all(_UNTOLD.pattern, "").is_in(_roles())
        remarks = {found: remark for found in parts["host"].unique().drop_nulls() if (remark := self._remark(found))}
        notes = parts["host"].replace_strict(remarks, default=None, return_dtype=pl.String)
        read = parts.select(value=pl.when(~doubtful).then(address), state=pl.lit(State.OK.value), note=notes)
        return one_by_one(read, self.parse, texts, given)

    def _judged(self, text: str, address: str) -> Standard:
        """Return a valid address with what there is to say about it; a placeholder keeps its text."""
        if _is_nobody(address):
            return Standard(text, State.PLACEHOLDER)
        name, _, host = address.rpartition("@")
        remark = self._remark(host)
        if remark is None and "role" in self.ask_about and _is_role(name):
            remark = _REMARKS["role"]
        return Standard(address, State.OK, remark)

    def _remark(self, host: str) -> str | None:
        """Return what there is to say about a domain."""
        if (right := meant(host)) != host:
            return f"Did you mean {right}?"
        if host.startswith("www.") and host.count(".") > 1:
            return f"Did you mean {host.removeprefix('www.')}?"
        if "disposable" in self.ask_about and is_disposable(host):
            return _REMARKS["disposable"]
        return _REMARKS["free"] if "free" in self.ask_about and is_free(host) else None


def _is_nobody(address: str) -> bool:
    """Whether an address in lower case is nobody's: at a reserved domain, ``noemail@`` anywhere, ``test@test``."""
    name, _, host = address.rpartition("@")
    label = host.partition(".")[0]
    return bool(name) and (
        host in _NO_DOMAIN
        or name.translate(_NO_SIGNS) in _NO_MAILBOX
        or (name == label and (name in _JUNK or len(set(name)) == 1))
    )


def _validated(address: str) -> str | None:
    """Ask email-validator; return the address in lower case, or None where that is not stable or not valid."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - 30 ms, seldom needed

    try:
        lower = validate_email(address, check_deliverability=False).normalized.lower()
        stable = validate_email(lower, check_deliverability=False).normalized == lower
        return (address.lower() if address.isascii() else lower) if stable else None
    except EmailNotValidError:
        return None


def _fault(address: str) -> str | None:
    """Say in plain words what is wrong with an address, or None where it takes a closer look."""
    name, _, host = address.rpartition("@")
    faults = (
        ("@" not in address, "it has no @ sign"),
        ("@" in name, "it has two @ signs"),
        (not name, "nothing stands before the @ sign"),
        (not host, "nothing stands after the @ sign"),
        (bool(re.search(r"\s", address)), "it contains a blank"),
        ("," in address or ";" in address, "it has a comma where a dot belongs"),
        ("." not in host, "its ending is missing (.com, for example)"),
        (".." in address or name.startswith(".") or name.endswith("."), "a dot stands in the wrong place"),
        (bool(re.search(r"(?:^|\.)-|-(?:\.|$)|^\.", host)), "a sign stands in the wrong place"),
        (len(name) > 64 or len(address) > LONGEST, "it is too long"),
        ('"' in name, "it has quotation marks"),
        (host.startswith("["), "it names a computer, not a domain"),
        (not _ENDING.search(host), "its ending is none of a domain"),
        (bool(re.search(NOT_PLAIN, address)), "its ending is reserved and reaches nobody"),
    )
    return next((reason for wrong, reason in faults if wrong), None)


def _hint(address: str) -> str:
    """Ask about a well-known domain of which the ending is missing or has a comma."""
    host = address.rpartition("@")[2].lower()
    dotted = host.replace(",", ".")
    known = next((name for name in (meant(dotted), f"{dotted}.com") if name != host and is_free(name)), None)
    return f" Did you mean {known}?" if known and len(host) >= _SHORTEST_NAME and "@" in address else ""
