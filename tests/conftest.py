"""What every test may use: hypothesis profiles, rule sets from text, the development data where it is there."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, settings

from crmclean.spec import load_rules

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"

settings.register_profile(
    "ci", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture
def rules_from(tmp_path):
    """Load a rule set from its text."""

    def load(text: str, name: str = "rules.yaml"):
        path = tmp_path / name
        path.write_text(dedent(text), encoding="utf-8")
        return load_rules(str(path))

    return load


@pytest.fixture(scope="session")
def shared():
    """The folder with the development data; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared/data) is not beside this checkout")
    return SHARED
