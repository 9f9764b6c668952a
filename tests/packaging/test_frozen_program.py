"""The self-check of the frozen program: it passes, and it reports missing files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop import READ_SPREADSHEET
from tests.font_settings import no_fonts

pytestmark = pytest.mark.packaging

PROGRAMS = ("LinkDue", "linkdue-cli")
RESOURCES = "_internal/desktop/_resources"
PLUGINS = "_internal/PySide6/Qt/plugins"
REMOVED = {
    "words": ["_internal/PySide6/Qt/translations/qtbase_zh_CN.qm"],
    "about": [f"{RESOURCES}/build.json"],
    "spreadsheets": ["_internal/python_calamine"],
    "time_zones": ["_internal/tzdata"],
    "fonts": [f"{RESOURCES}/fonts"],
    "icons": [f"{RESOURCES}/icons/check-dark.svg"],
    "plugins": [f"{PLUGINS}/imageformats/libqsvg.so"],
    "screens": [f"{RESOURCES}/templates"],
}
"""The files that are removed, by the check that must report them."""
ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the paths are those of Linux")


def self_check(program: Path, **more: str) -> tuple[int, dict[str, Any]]:
    """Run the self-check; return exit status and report, which is empty after a crash."""
    done = subprocess.run(
        [program, "smoke"],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | more,
        timeout=180,
        check=False,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else {}


def executable(tree: Path, program: str) -> Path:
    """Return the path of a program on this system."""
    return tree / (program + (".exe" if sys.platform == "win32" else ""))


@pytest.fixture
def copy(tree: Path, tmp_path: Path) -> Iterator[Path]:
    """Copy the tree for tests that remove files; the copies are links and take no room."""
    target = tmp_path / "LinkDue"
    link = None if sys.platform == "win32" else os.link
    shutil.copytree(tree, target, symlinks=True, copy_function=link or shutil.copy2)
    yield target
    shutil.rmtree(target)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_self_check_passes(tree: Path, program: str) -> None:
    """It would report a plugin, a resource or a module that the tree lacks."""
    status, report = self_check(executable(tree, program))
    assert report["failed"] == {}
    assert status == 0
    assert report["screens"] >= 180


@ONLY_LINUX
def test_removed_files_are_reported(copy: Path, tmp_path: Path) -> None:
    """Without this control, the test above could pass on any tree."""
    for paths in REMOVED.values():
        for path in paths:
            assert (copy / path).exists(), f"{path} does not exist, so it cannot be removed"
            remove(copy / path)
    status, report = self_check(copy / "linkdue-cli", FONTCONFIG_FILE=no_fonts(tmp_path))
    assert status == 1
    assert set(report["failed"]) >= set(REMOVED)


@ONLY_LINUX
def test_a_removed_plugin_or_library_is_named(copy: Path) -> None:
    """Plugins this run does not use count too, as the user's desktop may need them."""
    removed = {
        "iconengines/libqsvgicon.so": "iconengines/svgicon",
        "platforms/libqxcb.so": "platforms/xcb",
        "../lib/libQt6WaylandClient.so.6": "libQt6WaylandClient.so.6",
    }
    for path in removed:
        remove(copy / PLUGINS / path)
    status, report = self_check(copy / "linkdue-cli")
    assert status == 1
    assert [name for name in removed.values() if name not in report["failed"]["plugins"]] == []
    assert len(report["failed"]) == 1


@pytest.mark.parametrize("name", ["programme.toml", "products.csv"])
def test_a_missing_file_that_all_data_needs_is_named(copy: Path, name: str) -> None:
    """The report is still written, and the checks that need no data are run."""
    remove(copy / RESOURCES / name)
    status, report = self_check(executable(copy, "linkdue-cli"))
    assert status == 1
    assert name in report["failed"]["start"]
    assert "plugins" in report["passed"]


@ONLY_LINUX
def test_a_missing_platform_plugin_gives_an_error_status(copy: Path) -> None:
    """Qt ends the program before the self-check can write a report."""
    remove(copy / PLUGINS / "platforms" / "libqoffscreen.so")
    status, report = self_check(copy / "linkdue-cli")
    assert status != 0
    assert report == {}


def remove(path: Path) -> None:
    """Delete a file or a folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()


@ONLY_LINUX
def test_a_system_without_fonts_shows_chinese(tree: Path, tmp_path: Path) -> None:
    """Minimal systems have no Chinese font, so characters would be shown as boxes."""
    status, report = self_check(tree / "LinkDue", FONTCONFIG_FILE=no_fonts(tmp_path))
    assert (status, report["failed"]) == (0, {})


@pytest.mark.parametrize("program", PROGRAMS)
def test_both_programs_can_be_the_spreadsheet_reader(
    tree: Path, program: str, tmp_path: Path
) -> None:
    """Each program starts itself, with pipes, to read a spreadsheet."""
    file = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_row(0, 0, ["订单号", "236414227150922"])
    done = subprocess.run(
        [executable(tree, program), READ_SPREADSHEET],
        input=file.read_bytes(),
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows == [{"sheet": "Sheet1", "hidden": False}, ["订单号", "236414227150922"]]


@pytest.mark.parametrize("program", PROGRAMS)
def test_wrong_usage_gives_status_2(tree: Path, program: str) -> None:
    """The command-line parser must work in the frozen program, too."""
    done = subprocess.run(
        [executable(tree, program), "no-such-verb"], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2
