from __future__ import annotations

import pytest
from people import CONTACT, TEN, table

from crmclean.dedup.find import Given
from crmclean.dedup.forecast import Forecast
from crmclean.linking import Side, subject
from crmclean.passes import search


def test_more_records_and_more_pairs_take_more():
    small, wide, dense = Forecast(1_000, 5_000), Forecast(1_000_000, 5_000), Forecast(1_000, 50_000_000)
    assert small.megabytes < min(wide.megabytes, dense.megabytes)
    assert small.seconds < min(wide.seconds, dense.seconds)
    assert Forecast(0, 0).seconds == 1


@pytest.mark.parametrize(
    ("forecast", "words"), [(Forecast(1, 0), "about a second"), (Forecast(10**7, 10**7), " minutes and ")]
)
def test_one_line(forecast, words):
    assert words in str(forecast)
    assert str(forecast).startswith(f"Comparing {forecast.records:,} records in at most {forecast.pairs:,} candidate")
    assert "\n" not in str(forecast)


def test_a_search_tells_before_it_compares():
    told = []
    found = search(subject(Side(table(*TEN), CONTACT)), Given(expect=told.append))
    assert told == [Forecast(len(TEN), found.blocking.pairs)]
