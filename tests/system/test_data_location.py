"""Data in a synced folder is detected, and an ordinary folder is not suspected."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest

from desktop.base.resources import resource
from desktop.system import data_location
from desktop.system.data_location import LocationProblem, check_location, synced_folder


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("OneDrive/LinkDue", "OneDrive"),
        ("OneDrive - Example Ltd/Documents/LinkDue", "OneDrive"),
        ("onedrive/LinkDue", "OneDrive"),
        ("Library/CloudStorage/OneDrive-Personal/LinkDue", "OneDrive"),
        ("Dropbox/a/b/c", "Dropbox"),
        ("Dropbox (Personal)/LinkDue", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs/LinkDue", "iCloud"),
        ("iCloudDrive/LinkDue", "iCloud"),
        ("Nutstore Files/我的坚果云/LinkDue", "坚果云"),
        ("我的坚果云/LinkDue", "坚果云"),
        ("BaiduSyncdisk/LinkDue", "百度网盘"),
        ("BaiduNetdiskWorkspace/LinkDue", "百度网盘"),
        ("Google Drive/LinkDue", "Google Drive"),
        ("WPS云盘/LinkDue", "WPS 云盘"),
    ],
)
def test_each_service_is_known_by_its_folder(path: str, service: str, tmp_path: Path) -> None:
    """The folder names that the services use on the three systems."""
    folder = tmp_path / path
    folder.mkdir(parents=True)
    found = synced_folder(folder, {})
    assert found is not None
    assert found.service == service


@pytest.mark.parametrize(
    "path", ["LinkDue", "MyDropbox/x", "OneDriver/x", "Library/x", "Box/x", "云/x", "百度/x"]
)
def test_an_ordinary_folder_is_not_suspected(path: str, tmp_path: Path) -> None:
    """A false warning teaches people to overlook warnings."""
    folder = tmp_path / path
    folder.mkdir(parents=True)
    assert synced_folder(folder, {}) is None
    assert check_location(folder / "linkdue.sqlite3", {}) is None


def test_a_folder_named_by_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OneDrive's folder may have any name; a variable that names the home folder proves nothing."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    folder = tmp_path / "cloud" / "LinkDue"
    folder.mkdir(parents=True)
    found = synced_folder(folder, {"OneDriveCommercial": str(tmp_path / "cloud")})
    assert found is not None
    assert found.root == tmp_path / "cloud"
    inside = tmp_path / "home" / "x"
    inside.mkdir(parents=True)
    assert synced_folder(inside, {"OneDrive": str(tmp_path / "home")}) is None
    assert synced_folder(inside, {"OneDrive": str(tmp_path)}) is None


@pytest.mark.parametrize("marker", [".dropbox.cache", ".stfolder", ".nextcloudsync.log"])
def test_a_synced_folder_is_recognised_by_its_files(marker: str, tmp_path: Path) -> None:
    """If the folder was renamed or moved, the syncing program's own files reveal it."""
    folder = tmp_path / "cloud" / "LinkDue"
    folder.mkdir(parents=True)
    (tmp_path / "cloud" / marker).mkdir()
    found = synced_folder(folder, {})
    assert found is not None
    assert found.root == tmp_path / "cloud"


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_into_a_synced_folder_is_resolved(tmp_path: Path) -> None:
    """Data in a synced folder would be damaged although the path looks local."""
    (tmp_path / "Dropbox" / "x").mkdir(parents=True)
    (tmp_path / "local").symlink_to(tmp_path / "Dropbox" / "x", target_is_directory=True)
    found = synced_folder(tmp_path / "local", {})
    assert found is not None
    assert found.service == "Dropbox"


@pytest.mark.skipif(os.name != "posix", reason="POSIX's links")
def test_a_file_with_a_second_name_is_reported(tmp_path: Path) -> None:
    """Opened by the other name, the file has another log, which does not know this one."""
    data = tmp_path / "linkdue.sqlite3"
    data.touch()
    assert check_location(data, {}) is None
    (tmp_path / "other").mkdir()
    os.link(data, tmp_path / "other" / "linkdue.sqlite3")
    found = check_location(data, {})
    assert found is not None
    assert found.problem is LocationProblem.HARD_LINKED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows distinguishes drives differently")
def test_a_network_file_system_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux lists mounts with a space in the name as an octal number."""
    share = tmp_path / "the share"
    share.mkdir()
    line = f"//nas/x {str(share).replace(' ', chr(92) + '040')} cifs rw 0 0\n"
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\n{line}", encoding="utf-8")
    monkeypatch.setattr(data_location, "MOUNTS", mounts)
    found = check_location(share / "linkdue.sqlite3", {})
    assert found is not None
    assert found.problem is LocationProblem.NETWORK
    assert check_location(tmp_path / "linkdue.sqlite3", {}) is None


def test_every_service_has_a_source_for_its_names() -> None:
    """The table is data that changes; without a source nobody can check it."""
    with resource("synced_folders.toml").open("rb") as file:
        services = tomllib.load(file)["service"]
    for service in services:
        assert service["source"].startswith("https://")
        assert service["parts"] or service["environment"] or service["markers"]
    names = [service["id"] for service in services]
    assert len(names) == len(set(names))
