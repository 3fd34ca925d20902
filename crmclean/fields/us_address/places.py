"""Places of the United States: which states have a place of a name, which states a zip may be in.

Only evidence for reading a line; nothing is ever corrected or completed from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from crmclean import resources
from crmclean.fields.street import fold_word

__all__ = ["is_large", "is_place", "state", "states_of_zip"]

_NOT_STATES = frozenset({"washingtondc", "nyc"})


_SHORT = {"bh": "bch", "hl": "hls", "tw": "twp", "township": "twp", "vy": "vly", "wd": "wds", "woods": "wds"}
"""Ends of place names that the post shortens to fit thirteen letters (``HUNTINGTON BH``), unlike streets."""


def _key(words: Sequence[str]) -> str:
    """Join folded words, each as streets write it: ``St. Louis`` is ``Saint Louis``, ``DesPlaines`` ``Des Plaines``."""
    last = words[-1] if words else ""
    return "".join(map(fold_word, words[:-1])) + (_SHORT.get(last) or fold_word(last))


@cache
def _places() -> Mapping[str, frozenset[str]]:
    """Return the states by place; ``*`` for nearly all of them, ``large`` for a large city.

    Source: table ``us_places`` (GeoNames, CC BY 4.0), by ``rules/build/addresses.py``.
    """
    found: dict[str, set[str]] = {}
    for states, places in resources.read_table("us_places"):
        for place in places.split("|"):
            for key in {_key(place.split()), place.replace(" ", "")}:
                found.setdefault(key, set()).update(states.split())
    return MappingProxyType({place: frozenset(states) for place, states in found.items()})


@cache
def _zips() -> Mapping[str, frozenset[str]]:
    """Return the states by the first three digits of a zip. Source: table ``us_zips`` (GeoNames, CC BY 4.0)."""
    return MappingProxyType({area: frozenset(states.split()) for area, states in resources.read_table("us_zips")})


@cache
def _states() -> Mapping[str, str]:
    """Return the codes by state, closed up: ``newyork``, ``ny``. Source: table ``subdivisions``."""
    found = {}
    for country, code, name, aliases in resources.read_table("subdivisions"):
        if country == "US":
            texts = (code, name, *aliases.split("|"))
            found.update({"".join(filter(str.isalnum, text.lower())): code for text in texts if text})
    return MappingProxyType({text: code for text, code in found.items() if text not in _NOT_STATES})


def state(words: Sequence[str]) -> str | None:
    """Return the code of the state that folded words name.

    Example:
        >>> state(["new", "york"]), state(["calif"]), state(["main"])
        ('NY', 'CA', None)
    """
    return _states().get("".join(words))


def states_of_zip(code: str) -> frozenset[str]:
    """Return the states that a zip may be in; none where its first three digits are not in use.

    Example:
        >>> states_of_zip("78701")
        frozenset({'TX'})
    """
    return _zips().get(code[:3], frozenset())


def is_place(words: Sequence[str], states: frozenset[str]) -> bool:
    """Whether folded words name a place in one of the states; in any state where none is given.

    Example:
        >>> is_place(["st", "louis"], frozenset({"MO"})), is_place(["main"], frozenset({"MO"}))
        (True, False)
    """
    found = _places().get(_key(words), frozenset())
    return bool(found & states) or "*" in found if states else bool(found)


def is_large(words: Sequence[str]) -> bool:
    """Whether folded words name a place of 100,000 people or more, which people write without its state.

    Example:
        >>> is_large(["chicago"]), is_large(["main"])
        (True, False)
    """
    return "large" in _places().get(_key(words), ())
