"""Slips in e-mail addresses, telephone numbers and job titles."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from generator.draw import Rng, pick, whole
from generator.text import join, replace_any, rewrite, spread, typo
from generator.words import options, table

from .engine import Slip

__all__ = ["DIGIT_SLIPS", "REACH_SLIPS"]


Columns = Mapping[str, pl.Series]


def _email_typo(frame: pl.DataFrame, rng: Rng) -> Columns:
    local = frame["email"].str.extract("^([^@]*)")
    slipped = [
        join(typo(local, rng), frame["email"].str.slice(local.str.len_chars())),
        rewrite(frame["email"], rng, table("slips")["domains"]),
    ]
    return {"email": spread(slipped, rng.integers(0, 2, len(frame)))}


def _email_plus(frame: pl.DataFrame, rng: Rng) -> Columns:
    tag = pick(rng, len(frame), ["+news", "+crm", "+1", "+sales"])
    return {
        "email": join(frame["email"].str.extract("^([^@]*)"), tag, frame["email"].str.extract("(@.*)$").fill_null(""))
    }


def _email_bad(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"email": rewrite(frame["email"], rng, table("slips")["broken"])}


def _email_case(frame: pl.DataFrame, rng: Rng) -> Columns:
    email = frame["email"]
    first = join(email.str.head(1).str.to_uppercase(), email.str.slice(1))
    return {
        "email": spread([email.str.to_uppercase(), email.str.to_titlecase(), first], rng.integers(0, 3, len(frame)))
    }


def _placeholder(column: str) -> Slip:
    def write(frame: pl.DataFrame, rng: Rng) -> Columns:
        return {column: pick(rng, len(frame), options(table("picklists")["placeholders"][column]))}

    return Slip(f"{column}_junk", 2, 2.8, (column,), write)


def _phone_digit(frame: pl.DataFrame, rng: Rng) -> Columns:
    return {"c": join(frame["c"].str.replace(r"\d$", ""), whole(rng, len(frame), 0, 9))}


def _phone_text(frame: pl.DataFrame, rng: Rng) -> Columns:
    words = pick(rng, len(frame), ["Tel. ", "M: ", "ph ", "office ", "mobile: ", "Tel: "])
    after = pick(rng, len(frame), [" (mobile)", " (direct)", " - call after 5pm", " - ask for reception"])
    return {
        "phone": spread(
            [join(words, frame["phone"]), join(words, frame["phone"]), join(frame["phone"], after)],
            rng.integers(0, 3, len(frame)),
        )
    }


def _phone_two(frame: pl.DataFrame, rng: Rng) -> Columns:
    """A second number behind the first, from the block set aside for fiction: 555-0100 to 555-0199."""
    second = join(pick(rng, len(frame), ["(212) ", "(415) ", "(312) "]), "555-01", whole(rng, len(frame), 10, 99))
    return {"phone": join(frame["phone"], pick(rng, len(frame), [" / ", "; ", " or "]), second)}


def _title_var(frame: pl.DataFrame, rng: Rng) -> Columns:
    variants = {title: options(text) for title, text in table("picklists")["title"].items()}
    return {"title": replace_any(frame["title"], rng, variants)}


# Before the number is written.
DIGIT_SLIPS = (Slip("phone_digit", 2, 32, ("c",), _phone_digit),)
REACH_SLIPS = (
    Slip("phone_text", 4.5, 10, ("phone",), _phone_text),
    Slip("phone_two", 1.9, 5.5, ("phone",), _phone_two),
    Slip("email_plus", 1, 8, ("email",), _email_plus),
    Slip("email_typo", 1.8, 23, ("email",), _email_typo),
    Slip("email_case", 31, 76, ("email",), _email_case),
    Slip("email_bad", 3.4, 7, ("email",), _email_bad),
    _placeholder("email"),
    _placeholder("phone"),
    Slip("title_var", 33, 190, ("title",), _title_var),
)
