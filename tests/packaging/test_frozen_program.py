"""The frozen program finds everything it needs in its tree, and notices what is not there."""

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
LOST = {
    "words": ["_internal/PySide6/Qt/translations/qtbase_zh_CN.qm"],
    "about": [f"{RESOURCES}/build.json"],
    "spreadsheets": ["_internal/python_calamine"],
    "time_zones": ["_internal/tzdata"],
    "fonts": [f"{RESOURCES}/fonts"],
    "icons": [f"{RESOURCES}/icons/check-dark.svg"],
    "plugins": [f"{PLUGINS}/imageformats/libqsvg.so"],
    "screens": [f"{RESOURCES}/templates"],
}
"""What is taken away, by the check that must notice it."""
ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the places are those of Linux")


def self_check(program: Path, **more: str) -> tuple[int, dict[str, Any]]:
    """Run the self-check; return exit status and report, which is missing after a crash."""
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
def test_it_finds_nothing_missing(tree: Path, program: str) -> None:
    """A plugin, a resource or a module that the tree lacks would be named."""
    status, report = self_check(executable(tree, program))
    assert report["failed"] == {}
    assert status == 0
    assert report["screens"] >= 180


@ONLY_LINUX
def test_what_is_taken_away_is_noticed(copy: Path, tmp_path: Path) -> None:
    """The control: without it, the check above could pass on any tree."""
    for places in LOST.values():
        for place in places:
            assert (copy / place).exists(), f"{place} was not there to be taken away"
            take_away(copy / place)
    status, report = self_check(copy / "linkdue-cli", FONTCONFIG_FILE=no_fonts(tmp_path))
    assert status == 1
    assert set(report["failed"]) >= set(LOST)


@ONLY_LINUX
def test_a_plugin_or_its_library_taken_away_is_named(copy: Path) -> None:
    """Also one that this run does not need: the user's desktop may. Each of several is named."""
    lost = {
        "iconengines/libqsvgicon.so": "iconengines/svgicon",
        "platforms/libqxcb.so": "platforms/xcb",
        "../lib/libQt6WaylandClient.so.6": "libQt6WaylandClient.so.6",
    }
    for place in lost:
        take_away(copy / PLUGINS / place)
    status, report = self_check(copy / "linkdue-cli")
    assert status == 1
    assert [one for one in lost.values() if one not in report["failed"]["plugins"]] == []
    assert len(report["failed"]) == 1


@pytest.mark.parametrize("lost", ["programme.toml", "products.csv"])
def test_a_file_without_which_no_data_opens_is_named(copy: Path, lost: str) -> None:
    """The report is made all the same, and what needs no data is checked."""
    take_away(copy / RESOURCES / lost)
    status, report = self_check(executable(copy, "linkdue-cli"))
    assert status == 1
    assert lost in report["failed"]["start"]
    assert "plugins" in report["passed"]


@ONLY_LINUX
def test_without_its_platform_it_does_not_even_start(copy: Path) -> None:
    """Qt ends the program; its status must tell."""
    take_away(copy / PLUGINS / "platforms" / "libqoffscreen.so")
    status, report = self_check(copy / "linkdue-cli")
    assert status != 0
    assert report == {}


def take_away(place: Path) -> None:
    """Delete a file or a folder."""
    shutil.rmtree(place) if place.is_dir() else place.unlink()


@ONLY_LINUX
def test_a_system_without_fonts_shows_chinese(tree: Path, tmp_path: Path) -> None:
    """Bare systems have no Chinese font, and the program would show boxes."""
    status, report = self_check(tree / "LinkDue", FONTCONFIG_FILE=no_fonts(tmp_path))
    assert (status, report["failed"]) == (0, {})


@pytest.mark.parametrize("program", PROGRAMS)
def test_both_read_spreadsheets_for_themselves(tree: Path, program: str, tmp_path: Path) -> None:
    """Spreadsheets could not be read: each program calls itself for it, through pipes."""
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
def test_wrong_usage_is_said(tree: Path, program: str) -> None:
    """The grammar of the verbs is in the tree as well."""
    done = subprocess.run(
        [executable(tree, program), "no-such-verb"], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2
