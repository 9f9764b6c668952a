"""The metadata of the Windows programs, and the content of the frozen program."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pefile
import pytest
from pack.layout import version
from pack.progress import size_mb
from pack.windows.wine import SHIMS, Wine

pytestmark = pytest.mark.packaging

WINDOW, CONSOLE = 2, 3
"""Values of the PE header's subsystem, which decides whether Windows opens a console."""
LARGEST_TREE_MB = 120
LARGEST_INSTALLER_MB = 50
MADE_BY_WINE = b"Wine builtin DLL"
SELF_CHECK_SECONDS = 240


@pytest.mark.parametrize(("program", "subsystem"), [("LinkDue", WINDOW), ("linkdue-cli", CONSOLE)])
def test_the_metadata_of_the_programs(windows_tree: Path, program: str, subsystem: int) -> None:
    """Version, icon, no administrator rights, long paths; a console only for linkdue-cli."""
    with pefile.PE(str(windows_tree / f"{program}.exe")) as executable:
        assert executable.OPTIONAL_HEADER.Subsystem == subsystem
        facts = _version_facts(executable)
        manifest = b"".join(_resources(executable, "RT_MANIFEST"))
        icons = list(_resources(executable, "RT_ICON"))
    assert facts["ProductName"] == {"LinkDue"}
    assert facts["ProductVersion"] == facts["FileVersion"] == {version()}
    assert facts["FileDescription"] == {"LinkDue", "关联管家"}
    assert facts["OriginalFilename"] == {f"{program}.exe"}
    assert b'level="asInvoker"' in manifest
    assert b"longPathAware" in manifest
    assert len(icons) >= 5


def test_no_unneeded_library_and_nothing_from_wine_is_included(windows_tree: Path) -> None:
    """Wine's libraries, or our shims for those it lacks, would break real Windows."""
    files = [file for file in windows_tree.rglob("*") if file.is_file()]
    names = {file.name.lower() for file in files}
    assert not names & set(SHIMS)
    assert not names & {"opengl32sw.dll", "qtuiotouchplugin.dll", "qt6pdf.dll", "qt6qml.dll"}
    libraries = [file for file in files if file.suffix in (".dll", ".pyd", ".exe")]
    assert libraries
    assert [file.name for file in libraries if MADE_BY_WINE in file.read_bytes()[:1024]] == []


def test_tree_and_installer_are_small(windows_tree: Path, installer: Path) -> None:
    """The installer is sent by chat, and the program installed on old computers."""
    assert size_mb(windows_tree) < LARGEST_TREE_MB
    assert size_mb(installer) < LARGEST_INSTALLER_MB


@pytest.mark.parametrize("program", ["LinkDue", "linkdue-cli"])
def test_the_self_check_passes(windows: Wine, windows_tree: Path, program: str) -> None:
    """Both programs start themselves to read spreadsheets, also the one without a console."""
    done = windows.run((windows_tree / f"{program}.exe", "smoke"), seconds=SELF_CHECK_SECONDS)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout.splitlines()[-1])["failed"] == {}


def test_a_missing_plugin_is_reported(windows: Wine, windows_tree: Path, tmp_path: Path) -> None:
    """Without this control, the test above could pass with any self-check."""
    broken = shutil.copytree(windows_tree, tmp_path / "LinkDue")
    (broken / "_internal/PySide6/plugins/iconengines/qsvgicon.dll").unlink()
    done = windows.run((broken / "linkdue-cli.exe", "smoke"), seconds=SELF_CHECK_SECONDS)
    assert done.returncode == 1, done.stdout
    assert json.loads(done.stdout.splitlines()[-1])["failed"]


def _version_facts(executable: pefile.PE) -> dict[str, set[str]]:
    """Return each fact of the version resource with its texts in all languages."""
    facts: dict[str, set[str]] = {}
    for part in executable.FileInfo[0]:
        for table in getattr(part, "StringTable", ()):
            for key, value in table.entries.items():
                facts.setdefault(key.decode(), set()).add(value.decode())
    return facts


def _resources(executable: pefile.PE, kind: str) -> list[bytes]:
    wanted = pefile.RESOURCE_TYPE[kind]
    image = executable.get_memory_mapped_image()
    return [
        image[leaf.data.struct.OffsetToData :][: leaf.data.struct.Size]
        for entry in executable.DIRECTORY_ENTRY_RESOURCE.entries
        if entry.id == wanted
        for name in entry.directory.entries
        for leaf in name.directory.entries
    ]
