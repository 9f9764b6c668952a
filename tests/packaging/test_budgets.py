"""Limits on the content and the size of the frozen program on Linux."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, built

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="the budgets of Linux"),
]

MOST_MB = 120
MOST_FILES = 1500
QT = {
    "libQt6Core.so.6", "libQt6DBus.so.6", "libQt6Gui.so.6", "libQt6Network.so.6", "libQt6Svg.so.6",
    "libQt6WaylandClient.so.6", "libQt6Widgets.so.6", "libQt6XcbQpa.so.6",
    "libicudata.so.73", "libicui18n.so.73", "libicuuc.so.73",
}  # fmt: skip
PLUGINS = {
    "iconengines/libqsvgicon.so",
    "imageformats/libqjpeg.so",
    "imageformats/libqsvg.so",
    "imageformats/libqwebp.so",
    "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    "platforminputcontexts/libibusplatforminputcontextplugin.so",
    "platforms/libqoffscreen.so",
    "platforms/libqwayland-generic.so",
    "platforms/libqxcb.so",
    "platformthemes/libqxdgdesktopportal.so",
    "wayland-decoration-client/libadwaita.so",
    "wayland-decoration-client/libbradient.so",
    "wayland-shell-integration/libxdg-shell.so",
}
SYSTEM_LIBRARIES = {"libbz2", "libexpat", "libffi", "liblzma", "libsqlite3", "libuuid"}
"""Libraries copied from the build machine; the package depends on all others."""
PACKAGES = {
    "PySide6", "click", "dateutil", "desktop", "icalendar", "jeepney", "platformdirs",
    "pluggy", "python_calamine", "segno", "shiboken6", "sqlite_fts4", "sqlite_utils",
    "tabulate", "typing_extensions", "tzdata", "xlsxwriter",
}  # fmt: skip


def test_the_tree_is_small(tree: Path) -> None:
    """Growth beyond the budget must be a decision, not an accident."""
    files = [file for file in tree.rglob("*") if file.is_file() and not file.is_symlink()]
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    print(f"installed: {megabytes:.1f} MB in {len(files)} files")
    assert megabytes < MOST_MB
    assert len(files) < MOST_FILES


def test_both_commands_share_one_executable(tree: Path) -> None:
    """A second copy under another name would add six megabytes to the download."""
    assert (tree / "linkdue-cli").resolve() == (tree / "LinkDue").resolve()


def test_only_the_needed_parts_of_qt_are_included(tree: Path) -> None:
    """A new import may pull in half of Qt unnoticed."""
    qt = tree / "_internal" / "PySide6" / "Qt"
    assert {file.name for file in (qt / "lib").iterdir()} == QT
    found = {str(f.relative_to(qt / "plugins")) for f in (qt / "plugins").rglob("*.so")}
    assert found == PLUGINS
    translations = {file.name for file in (qt / "translations").iterdir()}
    assert translations == {"qtbase_zh_CN.qm", "qtbase_en.qm"}


def test_only_libraries_that_differ_between_systems_are_included(tree: Path) -> None:
    """A copied system library for windows, fonts or sound breaks on another system."""
    files = (tree / "_internal").glob("*.so*")
    names = {file.name.partition(".so")[0] for file in files if not file.is_symlink()}
    assert {name for name in names if not name.startswith("libpython3.")} <= SYSTEM_LIBRARIES


def test_no_unexpected_package_is_included(tree: Path) -> None:
    """Build and test tools must not be shipped to users."""
    code = (
        "import sys; from PyInstaller.archive.readers import CArchiveReader as Reader; "
        "print(*Reader(sys.argv[1]).open_embedded_archive('PYZ.pyz').toc)"
    )
    python = built(ROOT / "build" / "venv" / "bin" / "python")
    command = [python, "-c", code, tree / "LinkDue"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True)
    tops = {name.partition(".")[0] for name in listing.stdout.split()}
    foreign = {name for name in tops if name not in sys.stdlib_module_names and name[0] != "_"}
    assert foreign <= PACKAGES
