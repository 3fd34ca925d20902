from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmclean.fields.base import STANDARD, Standard, State
from crmclean.fields.fallback import one_by_one


def parse(text: str, given: str | None) -> Standard:
    return Standard(f"{text}/{given}", State.INVALID, "read alone")


@given(st.lists(st.tuples(st.text(max_size=4), st.none() | st.text(max_size=2), st.booleans())))
def test_rows_that_are_read_stay_and_the_others_are_parsed(rows):
    texts = pl.Series([text for text, _, _ in rows], dtype=pl.String)
    others = pl.Series([other for _, other, _ in rows], dtype=pl.String)
    done = [(text.upper(), "ok", text) if read else (None, None, None) for text, _, read in rows]
    before = pl.DataFrame(done, schema=STANDARD, orient="row")
    frame = one_by_one(before, parse, texts, others)
    assert frame.schema == STANDARD
    assert before.rows() == done
    assert frame.rows() == [
        (text.upper(), "ok", text) if read else (f"{text}/{other}", "invalid", "read alone")
        for text, other, read in rows
    ]
