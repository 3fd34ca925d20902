from __future__ import annotations

import threading
import time

import pytest

from crmclean import parallel
from crmclean.parallel import both, mapped


@pytest.fixture(params=[1, 2, 4])
def threads(request, monkeypatch):
    monkeypatch.setattr(parallel, "_threads", lambda: request.param)
    return request.param


def slowest_first(item: int) -> int:
    time.sleep((5 - item % 5) / 1000)
    return item * item


@pytest.mark.usefixtures("threads")
def test_results_come_in_the_order_of_the_items():
    assert list(mapped(slowest_first, range(20))) == [item * item for item in range(20)]
    assert list(mapped(slowest_first, ())) == []


def test_items_are_taken_only_a_few_ahead(threads):
    taken = []

    def items():
        for item in range(50):
            taken.append(item)
            yield item

    results = mapped(slowest_first, items())
    next(results)
    assert len(taken) <= threads + 2
    results.close()
    assert len(taken) <= threads + 2


def test_no_more_threads_than_asked_for_work_at_a_time(threads):
    working, most, lock = [0], [0], threading.Lock()

    def work(item):
        with lock:
            working[0] += 1
            most[0] = max(most[0], working[0])
        time.sleep(0.002)
        with lock:
            working[0] -= 1
        return item

    assert list(mapped(work, range(20))) == list(range(20))
    assert 1 <= most[0] <= threads


@pytest.mark.usefixtures("threads")
def test_an_error_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(mapped(lambda item: 1 // item, [1, 0, 1]))
    with pytest.raises(ZeroDivisionError):
        both(lambda: 1, lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        both(lambda: 1 // 0, lambda: 1)


@pytest.mark.usefixtures("threads")
def test_both_return_what_each_returns():
    assert both(lambda: "one", lambda: 2) == ("one", 2)
