"""What an expert says first of a row of levels."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def expert(patterns_of, reasons_of):
    def says(pack, row, names):
        reasons = reasons_of(pack)
        return reasons.reasons[int(reasons.seed(patterns_of(names, [row])).argmax())].name

    return says
