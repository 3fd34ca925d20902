"""The durable operations, one by one."""

from __future__ import annotations

import pytest

from crmclean.errors import OutputError
from crmclean.files import disk


def test_write_file_creates_and_never_replaces(tmp_path):
    disk.write_file(tmp_path / "x", b"abc")
    assert (tmp_path / "x").read_bytes() == b"abc"
    with pytest.raises(FileExistsError):
        disk.write_file(tmp_path / "x", b"")


def test_write_file_syncs(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(disk.os, "fsync", synced.append)
    disk.write_file(tmp_path / "x", b"abc")
    disk.sync_folder(tmp_path)
    assert len(synced) == 2


def test_folders_move_and_go(tmp_path):
    disk.make_folder(tmp_path / "a", like=tmp_path / "none")
    (tmp_path / "a" / "x").touch()
    disk.rename(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in tmp_path.rglob("*")] == ["b", "x"]
    disk.remove(tmp_path / "b")
    disk.remove(tmp_path / "b")
    assert not list(tmp_path.iterdir())


def test_remove_follows_no_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    disk.remove(tmp_path / "link")
    assert [path.name for path in tmp_path.iterdir()] == ["real"]


def test_refusals_say_what_where_and_why(tmp_path):
    with (
        pytest.raises(OutputError, match=r"cannot write to .*x: Permission denied"),
        disk.refusals("write to", tmp_path / "x"),
    ):
        raise PermissionError(13, "Permission denied")


def test_a_folder_is_as_open_as_the_one_it_is_like(tmp_path):
    (tmp_path / "secret").mkdir(mode=0o700)
    disk.make_folder(tmp_path / "a", like=tmp_path / "secret")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700


def test_folders_are_made_with_their_names_synced(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    disk.make_folders(tmp_path / "a" / "b")
    disk.make_folders(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert synced == [tmp_path, tmp_path / "a"]
