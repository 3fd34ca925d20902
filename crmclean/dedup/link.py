"""Links between two tables: each record with one partner at most, so that all links together are the likeliest.

One record's best partner may be another's, too. The assignment with the greatest sum of log odds is the likeliest set
of links; it is found exactly, by cheapest ways, among the pairs that match. Ties fall to the smaller id.

Source: one-to-one linking as an assignment, Jaro 1989; cheapest ways with potentials, Edmonds & Karp 1972.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from crmclean.dedup.coded import Rows

__all__ = ["Link", "links"]

Bits = npt.NDArray[np.float64]
Link = tuple[int, int, float]


def links(left: Rows, right: Rows, bits: Bits, *, least: float, many_to_one: bool = False) -> list[Link]:
    """Choose links among scored pairs.

    Args:
        left: *p* rows of the left table.
        right: *p* rows of the right table, all greater.
        bits: Log odds of the pairs.
        least: Log odds that a link needs.
        many_to_one: A record of the right table may have many links, one of the left its best alone.

    Returns:
        Links (left row, right row, log odds), by left row.
    """
    enough = np.flatnonzero(bits >= least)
    order = enough[np.lexsort((right[enough], -bits[enough], left[enough]))]
    left, right, bits = left[order], right[order], bits[order]
    if many_to_one:
        chosen = np.diff(left, prepend=-1) > 0
    else:
        contested = (np.bincount(left)[left] > 1) | (np.bincount(right)[right] > 1)
        chosen = ~contested
        chosen[np.flatnonzero(contested)[_assign(left[contested], right[contested], bits[contested], least)]] = True
    return list(zip(left[chosen].tolist(), right[chosen].tolist(), bits[chosen].tolist(), strict=True))


def _assign(left: Rows, right: Rows, bits: Bits, least: float) -> list[int]:
    """Return the positions of the pairs in the assignment with the greatest sum of bits."""
    if not len(left):
        return []
    top, bench = float(bits.max()), int(right.max()) + 1
    seats: dict[int, list[_Seat]] = {}
    for at, (one, other, weight) in enumerate(zip(left.tolist(), right.tolist(), bits.tolist(), strict=True)):
        seats.setdefault(one, []).append(_Seat(other, top - weight, at))
    for one, offered in seats.items():
        offered.append(_Seat(bench + one, top - min(least, 0.0), -1))
    placed = _Placed(seats)
    for one in seats:
        placed.add(one)
    return [seat.pair for seat in placed.taken.values() if seat.pair >= 0]


class _Seat(NamedTuple):
    """A seat that a left row may take: a right row, or its own on the bench (no link, ``pair`` -1); what it costs."""

    number: int
    cost: float
    pair: int


class _Placed:
    """Left rows on seats, each on one, at the least cost in all.

    ``means`` and ``price`` are the potentials: every offered seat costs a row what it means to it less the price, never
    below 0, and what a row sits on costs it nothing.
    """

    def __init__(self, seats: Mapping[int, Sequence[_Seat]]) -> None:
        self.seats = seats
        self.taken: dict[int, _Seat] = {}
        self.holder: dict[int, int] = {}
        self.means: dict[int, float] = {}
        self.price: dict[int, float] = {}

    def add(self, start: int) -> None:
        """Seat one more row; others move on where that is cheapest in all."""
        way: dict[int, tuple[int, _Seat]] = {}
        reached: dict[int, float] = {}
        waiting: list[tuple[float, int]] = []
        row, spent, done = start, 0.0, set[int]()
        while True:
            self._offer(row, spent, way, reached, waiting, done)
            spent, number = heappop(waiting)
            while number in done:
                spent, number = heappop(waiting)
            if number not in self.holder:
                break
            done.add(number)
            row = self.holder[number]
        self.means[start] = self.means.get(start, 0.0) + spent
        for passed in done:
            self.means[self.holder[passed]] += spent - reached[passed]
            self.price[passed] = self.price.get(passed, 0.0) - (spent - reached[passed])
        self._move(start, number, way)

    def _offer(  # noqa: PLR0913, PLR0917 - the state of one search
        self,
        row: int,
        spent: float,
        way: dict[int, tuple[int, _Seat]],
        reached: dict[int, float],
        waiting: list[tuple[float, int]],
        done: set[int],
    ) -> None:
        for seat in self.seats[row]:
            if seat.number in done:  # sums of floats may call a longer way shorter, and lead round in a circle
                continue
            costs = spent + seat.cost - self.means.get(row, 0.0) - self.price.get(seat.number, 0.0)
            if costs < reached.get(seat.number, np.inf):
                reached[seat.number], way[seat.number] = costs, (row, seat)
                heappush(waiting, (costs, seat.number))

    def _move(self, start: int, number: int, way: Mapping[int, tuple[int, _Seat]]) -> None:
        while True:
            row, seat = way[number]
            left = self.taken.get(row)
            self.taken[row], self.holder[number] = seat, row
            if row == start or left is None:
                return
            number = left.number
