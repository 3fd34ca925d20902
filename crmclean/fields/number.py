"""Numbers, amounts and percentages: plain decimal text; what two readings fit is ambiguous, and nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, Self

import polars as pl

from crmclean.fields.base import FieldType, Standard, State, is_placeholder, listed_placeholders
from crmclean.fields.day import month_number
from crmclean.fields.decimal_mark import learn_mark
from crmclean.fields.numeral import Mark, plain, read_numeral, without_currency

__all__ = ["Number"]

_WHOLE = "0|-?[1-9][0-9]*"
_FRACTION = r"-?(?:0|[1-9][0-9]{3,})\.[0-9]*[1-9]|-?[1-9][0-9]{0,2}\.(?:[0-9]?[1-9]|[0-9]{3,}[1-9]|[0-9]{2}[1-9]0)"
"""Numbers as ``plain`` writes them: nothing is to be done."""
_IS_WHOLE, _IS_PLAIN = re.compile(_WHOLE), re.compile(f"{_WHOLE}|{_FRACTION}")
_RANGE = re.compile(
    r"[^0-9]*[0-9][0-9.,' ]*[^0-9.,' ]{0,3} ?(?:-|\u2013|\u2014|\.\.\.?|to|bis|a|à) ?[^0-9.,' ]{0,3}[0-9].*"
)
_BOUND = re.compile(
    r"(?:[<>≤≥~≈]|more than|less than|over|under|up to|about|approx\.?|ca\.?|circa).*[0-9].*|.*[0-9].*\+"
)
_SHEET_RANGE = re.compile(r"([0-9]{1,2})-([^\W\d_]{3,4})|([^\W\d_]{3,4})-([0-9]{2})")
_EITHER = "The mark may group thousands or stand before decimals; the rule's 'decimal' decides."


class Number(FieldType):
    """A number in plain decimal text: ``1200000``, ``-5``, ``0.5``; no exponent.

    Understood: a sign or parentheses; digits in groups; ``k``, ``m``, ``bn`` and the like; with ``kind: money`` a
    currency before or after (dropped), with ``kind: percent`` a percent sign. Zeros at the end go, but for one:
    ``1.085`` is written ``1.0850``, since three decimals would read as thousands elsewhere. A range is no number.
    """

    type: Literal["number"] = "number"
    kind: Literal["number", "money", "percent", "integer"] = "number"
    """``integer`` takes whole numbers only."""
    decimal: Mark | None = None
    """The decimal mark of the source, the other one groups thousands; where it is not given, a column that shows its
    mark in enough numbers is read by it, and else each number as far as only one reading fits it."""
    per: Literal["hundred", "one"] = "hundred"
    """What a percentage is counted in: ``15%`` is ``15`` per hundred, or ``0.15``."""
    zero: Literal["value", "missing"] = "value"
    """Whether a zero is a number or stands for "not known"."""

    def learned(self, values: pl.Series) -> Self:
        """Return the type with the decimal mark that the column shows, where none is given."""
        mark = None if self.decimal else learn_mark(values)
        return self if mark is None else self.model_copy(update={"decimal": mark})

    def parse(self, text: str, given: str | None = None) -> Standard:  # noqa: ARG002 - one shape for every type
        """Read a number, or keep the text."""
        if _IS_WHOLE.fullmatch(text):
            return self._standard(text, Decimal(text))
        readings = self._readings(text)
        if not readings:
            return Standard(text, State.INVALID, _reason(text))
        if len(readings) > 1:
            return Standard(text, State.AMBIGUOUS, _EITHER)
        number = readings[0]
        if self.kind == "integer" and number != number.to_integral_value():
            return Standard(text, State.INVALID, "Not a whole number.")
        return self._standard(plain(number), number)

    def parse_column(self, texts: pl.Series, given: pl.Series) -> pl.DataFrame:
        """Read many numbers; those in plain form already by column."""
        if self.per == "one" and self.kind == "percent":
            return super().parse_column(texts, given)
        done = texts.str.contains(f"^(?:{_WHOLE if self.kind == 'integer' else f'{_WHOLE}|{_FRACTION}'})$")
        rows = pl.DataFrame({"value": texts, "row": range(len(texts))})
        others = super().parse_column(texts.filter(~done), given.filter(~done))
        kept = rows.filter(done).select("value", state=pl.lit(State.OK.value), note=pl.lit(None, pl.String))
        order = pl.concat([rows.filter(done)["row"], rows.filter(~done)["row"]])
        return pl.concat([kept, others])[order.arg_sort()]

    def is_placeholder(self, text: str) -> bool:
        """Whether the text stands for "nothing"; a number never does, but for a zero where the rule says so."""
        listed = is_placeholder(text, self.type)
        if self.zero == "value" and not listed:
            return False
        readings = self._readings(text)
        return self.zero == "missing" and readings[0] == 0 if readings else listed

    def placeholders(self, texts: pl.Series) -> pl.Series:
        """Say for each text whether it stands for "nothing"; only listed texts, and zeros, are read for it."""
        may_be = listed_placeholders(texts, self.type)
        if self.zero == "missing":
            may_be |= texts.str.contains(r"^[^1-9]*0[^1-9]*$")
        found = [text for text in texts.filter(may_be).unique() if self.is_placeholder(text)]
        return may_be & texts.is_in(found)

    def _readings(self, text: str) -> list[Decimal]:
        """Return the one number that the text is; two where two are as likely, none where it is none."""
        bare = without_currency(text) if self.kind == "money" else text
        if self.decimal is None and ("." in bare or "," in bare):
            return self._likely(bare)
        number = self._read(bare, self.decimal or ".")
        if number is None and self.decimal == "," and "," not in bare:
            number = self._read(bare, ".")  # the standard form itself
        return [] if number is None else [number]

    def _likely(self, text: str) -> list[Decimal]:
        """Weigh what a number is with a point and with a comma before its decimals.

        A comma before three digits groups thousands where decimals make no sense or are never three: whole numbers and
        money. A point does so in whole numbers alone, because programs write ``950.125`` for money too.
        """
        point = self._read(text, ".")
        if point is not None and "," in text and self.kind in ("integer", "money"):
            return [point]
        comma = self._read(text, ",")
        readings = list(dict.fromkeys(number for number in (point, comma) if number is not None))
        whole = [number for number in readings if number == number.to_integral_value()]
        return whole if self.kind == "integer" and len(whole) == 1 else readings

    def _read(self, text: str, mark: Mark) -> Decimal | None:
        numeral = read_numeral(text, mark, money=self.kind == "money")
        if numeral is None or (numeral.percent and self.kind != "percent"):
            return None
        return numeral.per_one() if self.per == "one" else numeral.number

    def _standard(self, text: str, number: Decimal) -> Standard:
        if self.kind == "percent" and self.per == "one" and abs(number) > 1:
            return Standard(text, State.OK, "More than 1, so perhaps it is meant in percent.")
        return Standard(text, State.OK)


def _reason(text: str) -> str:
    if (match := _SHEET_RANGE.fullmatch(text)) and month_number(match[2] or match[3]):
        return "A date, it seems; a spreadsheet makes dates of ranges like 1-5."
    if _RANGE.fullmatch(text):
        return "A range, not one number."
    if _BOUND.fullmatch(text.lower()):
        return "A bound or an estimate, not one number."
    return "A spreadsheet's column was too narrow; the number is lost." if not text.strip("#") else "Not a number."
