"""Every library and module of the frozen program has a licence notice."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

import pytest
from pack import components, notices

from desktop.about import third_party as shown
from desktop.about.third_party import ThirdPartyWork

pytestmark = pytest.mark.packaging

LIBRARIES = (".so", ".dll", ".dylib", ".pyd")


@pytest.fixture(scope="module")
def works(any_tree: Path) -> tuple[ThirdPartyWork, ...]:
    """Return the works whose licences the frozen program shows."""
    return notices.notices_of(any_tree)


@pytest.fixture(scope="module")
def libraries(any_tree: Path) -> list[str]:
    """Return every shared library in the tree, named as PyInstaller names it."""
    inside = any_tree / "_internal"
    files = (p for p in inside.rglob("*") if p.is_file())
    return [
        p.relative_to(inside).as_posix()
        for p in files
        if p.suffix.lower() in LIBRARIES or ".so." in p.name or ".abi3." in p.name
    ]


def imported_as(works: tuple[ThirdPartyWork, ...]) -> set[str]:
    """Return the top-level import names of the packages among the works.

    A package of another system is not installed here: for it, use the first part of its name.
    """
    names = {shown.canonical(work.name) for work in works if not work.part_of}
    installed: set[str] = set()
    tops: set[str] = set()
    for top, found in metadata.packages_distributions().items():
        owners = {shown.canonical(name) for name in found}
        installed |= owners
        if names & owners:
            tops.add(top)
    return tops | {name.partition("-")[0] for name in names - installed}


def test_every_library_has_a_notice(
    works: tuple[ThirdPartyWork, ...], libraries: list[str]
) -> None:
    """The libraries are searched for in the tree, not taken from the lists of the build."""
    assert len(libraries) > 30
    assert list(notices.uncovered_files(libraries, imported_as(works))) == []


@pytest.mark.parametrize("dropped", ["python-calamine", "shiboken6"])
def test_a_package_without_a_notice_is_reported(
    works: tuple[ThirdPartyWork, ...], libraries: list[str], dropped: str
) -> None:
    """Without this control, the test above could pass with any notices."""
    fewer = tuple(work for work in works if work.name != dropped)
    assert list(notices.uncovered_files(libraries, imported_as(fewer))) != []


@pytest.mark.parametrize("dropped", ["Qt", "SQLite", "libffi"])
def test_a_component_without_a_notice_is_reported(
    works: tuple[ThirdPartyWork, ...],
    libraries: list[str],
    dropped: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Libraries in PySide6's folder belong to Qt and need its notice, not only PySide6's."""
    fewer = tuple(c for c in components.components() if c.facts["name"] != dropped)
    monkeypatch.setattr(notices, "components", lambda: fewer)
    assert list(notices.uncovered_files(libraries, imported_as(works))) != []


def test_every_work_has_a_licence_a_text_and_a_source(works: tuple[ThirdPartyWork, ...]) -> None:
    """A notice is incomplete without the licence's text or the address of the source."""
    assert len(works) > 80
    for work in works:
        assert work.licence, work.name
        assert len(work.text) > 30, work.name
        assert work.source.startswith("http") or work.name == "LinkDue", work.name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LinkDue", "Copyright (c) 2026 LinkDue contributors"),
        ("Python", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
        ("Qt", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("Qt", "GNU GENERAL PUBLIC LICENSE"),
        ("PyInstaller bootloader", "Bootloader Exception"),
        ("SQLite", "May you do good and not evil"),
        ("calamine", "Copyright (c) 2016 Johann Tuffe"),
        ("HarfBuzz", "Behdad Esfahbod"),
        ("PCRE2", "unless it uses PCRE2 independently"),
        ("libpng", "Group 42, Inc. specifically permit"),
        ("WebGradients", "Copyright (c) 2017 itmeo"),
        ("tiny_sha3", "Markku-Juhani O. Saarinen"),
    ],
)
def test_required_licence_texts_are_included(
    works: tuple[ThirdPartyWork, ...], name: str, words: str
) -> None:
    """Check copyright holders and texts of the most important works."""
    [work] = [work for work in works if work.name == name]
    assert words in work.text


def test_the_text_explains_how_to_replace_qt(any_tree: Path) -> None:
    """The LGPL requires this."""
    found = notices.notices_text_file(any_tree)
    assert found is not None
    text = found.read_text(encoding="utf-8")
    assert "How Qt's libraries can be replaced" in text
    assert "You may replace them by other builds" in text


def test_the_program_knows_its_build_date(tree: Path) -> None:
    """It is the commit's date, so two builds agree; the program's age is counted from it."""
    program = tree / ("linkdue-cli.exe" if sys.platform == "win32" else "linkdue-cli")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    [file] = tree.rglob("_resources/build.json")
    made = date.fromisoformat(json.loads(file.read_text(encoding="utf-8"))["made"])
    assert made == datetime.fromtimestamp(tree.stat().st_mtime, UTC).date()
    assert str(made.year) in done.stdout
    assert "source" not in done.stdout
