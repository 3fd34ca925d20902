"""The libraries that read any phone number: phonenumbers, the reference, and rphonenumbers, its Rust port.

The port answers several times as fast, by metadata of its own version; it is the extra ``fast`` and never a default.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, Literal

import phonenumbers

from crmclean.errors import MissingExtraError
from crmclean.fields.numbering_plan import Fit, Number

__all__ = ["Engine", "Read", "reader", "version"]

Engine = Literal["reference", "fast"]
Read = Callable[[str, str | None], Number | None]
"""Text and the region it is dialled in (or None) to a number; None where there is no number in the text."""


@cache
def _library(engine: Engine) -> Any:  # noqa: ANN401 - two modules of one shape; the port is untyped
    if engine == "reference":
        return phonenumbers
    try:
        return import_module("rphonenumbers")
    except ImportError as problem:
        raise MissingExtraError.needs("fast", "the phone engine 'fast'") from problem


@cache
def reader(engine: Engine) -> Read:
    """Return the function that reads a number with a library.

    Raises:
        MissingExtraError: The engine is ``fast`` and its extra is not installed.

    Example:
        >>> reader("reference")("1-800-FLOWERS", "US")
        Number(calling_code='1', national='8003569377', extension='', fit=<Fit.VALID: 'valid'>)
    """
    library = _library(engine)
    possible = library.ValidationResult
    fits = {possible.IS_POSSIBLE: Fit.POSSIBLE, possible.IS_POSSIBLE_LOCAL_ONLY: Fit.LOCAL}

    @lru_cache(maxsize=4096)
    def read(text: str, region: str | None) -> Number | None:
        try:
            number = library.parse(text, region)
        except library.NumberParseException:
            return None
        fit = (
            Fit.VALID
            if library.is_valid_number(number)
            else fits.get(library.is_possible_number_with_reason(number), Fit.IMPOSSIBLE)
        )
        national = library.national_significant_number(number)
        return Number(str(number.country_code), national, number.extension or "", fit)

    return read


def version(engine: Engine) -> str:
    """Return the versions of all metadata that an engine reads by; another version may judge new ranges otherwise.

    Raises:
        MissingExtraError: The engine is ``fast`` and its extra is not installed.
    """
    library = _library(engine)
    ours = f"phonenumbers {phonenumbers.__version__}"
    if engine == "reference":
        return ours
    return f"{ours}, rphonenumbers {library.__version__} (metadata {library.__phonenumbers_version__})"
