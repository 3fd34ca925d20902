from __future__ import annotations

from pathlib import Path


def test_the_demo_shows_before_and_after_and_where_the_report_lies(crm):
    code, out, err = crm("demo")
    assert (code, err) == (0, "")
    assert "before" in out
    assert "after" in out
    report = Path("out/demo/report.html").resolve()
    assert f"Report: {report}" in out
    assert report.is_file()


def test_the_demo_can_write_elsewhere_and_again(crm, tmp_path):
    for _ in range(2):
        assert crm("demo", "--out", tmp_path / "elsewhere").code == 0
    assert (tmp_path / "elsewhere" / "golden.csv").is_file()
