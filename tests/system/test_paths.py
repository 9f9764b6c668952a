"""The data folder: the user's, beside a portable program, or where a note points."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from desktop.__main__ import data_folder
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.services.workspace import Workspace
from desktop.system import paths
from desktop.system.relocation_note import NOTE, read_note, resolve_folder, write_note
from desktop.wording.errors import database

DATA = "linkdue.sqlite3"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a frozen program on a memory stick."""
    stick = tmp_path / "stick" / "LinkDue"
    stick.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(stick / "linkdue"))
    return stick


@pytest.mark.parametrize("name", ["linkdue-portable", "linkdue-portable.txt"])
def test_a_marker_beside_the_program_keeps_the_data_there(name: str, stick: Path) -> None:
    """Also with the file extension that Windows adds and hides."""
    usual = paths.user_data_folder()
    assert paths.default_data_folder() == usual
    (stick / name).touch()
    assert paths.default_data_folder() == stick / "LinkDue data"
    assert data_folder(None) == stick / "LinkDue data"
    assert data_folder(stick / "elsewhere") == stick / "elsewhere"


def test_a_folder_of_that_name_is_no_marker(stick: Path) -> None:
    """A folder of that name would move the data to the memory stick."""
    (stick / "linkdue-portable").mkdir()
    assert paths.portable_data_folder() is None


def test_on_a_mac_the_marker_lies_beside_the_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The inside of the application is signed, and hidden from the user."""
    inside = tmp_path / "LinkDue.app" / "Contents" / "MacOS"
    inside.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(inside / "linkdue"))
    assert paths.program_folder() == tmp_path


def test_the_source_tree_may_be_portable_and_installed_packages_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder of installed packages is not the user's."""
    assert paths.program_folder() == Path(__file__).parents[2]
    package = tmp_path / "site-packages" / "desktop" / "system"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.program_folder() is None
    assert paths.portable_data_folder() is None


def test_a_portable_program_that_cannot_write_says_what_to_do(stick: Path) -> None:
    """On a write-protected stick or below “Program Files”, data is never stored elsewhere."""
    (stick / "linkdue-portable.txt").touch()
    (stick / "LinkDue data").write_text("in the way")
    with pytest.raises(StorageError) as raised:
        Workspace.open(data_folder(None))
    cure = database.database(raised.value)[1]
    assert "linkdue-portable" in cure
    assert "delete that file" in cure


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_portable_program_in_a_read_only_folder_says_what_to_do(stick: Path) -> None:
    """Like the previous test, with a read-only folder."""
    (stick / "linkdue-portable").touch()
    stick.chmod(0o500)
    try:
        with pytest.raises(StorageError) as raised:
            Workspace.open(data_folder(None))
    finally:
        stick.chmod(0o700)
    assert "linkdue-portable" in database.database(raised.value)[1]


# Moved data


def test_a_note_is_followed_if_only_the_other_folder_has_data(tmp_path: Path) -> None:
    """A shortcut with --data-dir must open the data, not start with an empty folder."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    Workspace.open(new).close()
    write_note(old, new, "The data is there.")
    note = read_note(old)
    assert note is not None
    assert (note.folder, note.computer, note.here) == (new, socket.gethostname(), True)
    assert resolve_folder(old, DATA) == new
    assert data_folder(old) == new
    Workspace.open(tmp_path / "other").close()
    write_note(tmp_path / "other", new, "an old note beside data")
    assert resolve_folder(tmp_path / "other", DATA) == tmp_path / "other"


def test_data_that_moved_to_another_computer_is_not_replaced_by_new_data(tmp_path: Path) -> None:
    """The folder is synced: on other computers it contains only the note."""
    (tmp_path / NOTE).write_text("gone\n\nfolder: /home/a/LinkDue\ncomputer: another-pc\n")
    assert resolve_folder(tmp_path, DATA) == tmp_path
    with pytest.raises(StorageError) as raised:
        Workspace.open(tmp_path)
    assert raised.value.kind is StorageErrorKind.MOVED
    assert NOTE in database.database(raised.value)[1]
    assert [path.name for path in tmp_path.iterdir()] == [NOTE]
    (tmp_path / NOTE).unlink()
    Workspace.open(tmp_path).close()


@pytest.mark.parametrize(
    "text", ["", "folder: \ncomputer: x", "folder: /x", "\udcff".encode("utf-8", "surrogateescape")]
)
def test_a_note_without_meaning_is_ignored(text: str | bytes, tmp_path: Path) -> None:
    """A note that was edited by hand would keep the program from finding its data."""
    content = text if isinstance(text, bytes) else text.encode()
    (tmp_path / NOTE).write_bytes(content)
    assert read_note(tmp_path) is None
