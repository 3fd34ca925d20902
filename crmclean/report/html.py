"""The report as one HTML file: no script, no network, nothing outside the file.

Everything that is written into the page is escaped and made printable by the environment, never by a template, so that
no cell, header, file or rule name can become markup. The page holds no date and no timing: the same report gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crmclean.quality.completeness import Completeness
from crmclean.report import sentences, wording
from crmclean.report.document import Report
from crmclean.report.fill import field_fills, segments

__all__ = ["completeness_page", "to_html"]

_ALL = 100
"""So many segments are shown where the page is about nothing else."""


def to_html(report: Report | Completeness) -> str:
    """Render a report, or a completeness result alone, as one self-contained HTML page, in light and dark.

    Example of use: ``Path("report.html").write_text(to_html(report), encoding="utf-8")``.
    """
    if isinstance(report, Completeness):
        return completeness_page(report, "Completeness")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            completeness=report.now,
            fills=report.fills,
            segments=segments(report.now) if report.now else (),
            labels=report.labels,
            title=f"{report.title}: {report.input_name}",
        )
    )


def completeness_page(completeness: Completeness, title: str, *, labels: Mapping[str, str] | None = None) -> str:
    """Render a completeness result alone, in the manner of the report.

    Args:
        completeness: The result.
        title: Title of the page.
        labels: What people call a field.
    """
    return (
        _environment()
        .get_template("score.html.j2")
        .render(
            completeness=completeness,
            fills=field_fills(completeness),
            segments=segments(completeness, limit=_ALL),
            labels=labels or {},
            title=title,
        )
    )


def _printable(value: object) -> object:
    return wording.printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crmclean.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    said = {name: getattr(module, name) for module in (wording, sentences) for name in module.__all__}
    environment.globals["say"] = SimpleNamespace(**said)
    environment.filters |= {name: getattr(wording, name) for name in ("clip", "number", "percent", "sentence")}
    return environment
