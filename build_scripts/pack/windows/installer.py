"""Builds the installer for Windows with NSIS; the same tree gives the same bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from machine import ensure_tools

from pack.icons import SIDE_PICTURE, icon_file, make_icons
from pack.layout import (
    DIST,
    NAME,
    PLACE,
    ROOT,
    VERBS_PROGRAM,
    WINDOW_PROGRAM,
    WORK,
    Job,
    epoch,
    tree,
    version,
)
from pack.progress import log, run, size_mb
from pack.pyinstaller import steady_environment, touch
from pack.windows.program import version_numbers
from pack.windows.signing import can_sign, sign

SCRIPT = Path(__file__).parent / "installer.nsi"
_PROGRAMS = (f"{WINDOW_PROGRAM}.exe", f"{VERBS_PROGRAM}.exe")
_TOP = {*_PROGRAMS, "_internal"}
"""The top-level entries of the tree: the uninstaller removes only these."""


def make(job: Job) -> None:
    """Build the installer from the tree for Windows, signed if there is a key."""
    folder = tree("win32")
    if not folder.is_dir():
        if job.windows and not job.may_skip:
            raise SystemExit(f"There is no Windows program in {folder.relative_to(PLACE)}.")
        log("no installer: there is no frozen program for Windows here (see --windows)")
        return
    make_icons()
    if sign(*(folder / program for program in _PROGRAMS)):
        touch(folder)
    installer = make_installer(folder, installer_file())
    sign(installer)
    log(f"packed: {size_mb(installer):.1f} MB in {installer.relative_to(PLACE)}")


def installer_file() -> Path:
    """Return the path of the installer; Windows treats programs named “setup” as legacy ones."""
    return DIST / f"{NAME}-{version()}-x64.exe"


def make_installer(
    folder: Path, target: Path, number: str | None = None, *, quick: bool = False
) -> Path:
    """Compile an installer for a tree into `target` and return `target`.

    `number` replaces the program's version. `quick` compresses in a tenth of the time to a size
    that is a third larger, for tests.
    """
    if ensure_tools({"makensis": "nsis"}):
        raise SystemExit("The installer needs NSIS, which provides `makensis`.")
    if (top := {entry.name for entry in folder.iterdir()}) != _TOP:
        raise SystemExit(f"The uninstaller would not remove {sorted(top - _TOP)}.")
    number = number or version()
    files = WORK / "installer-files.nsh"
    files.write_text("\n".join((*install_lines(folder), "")), encoding="utf-8")
    licence = WORK / "installer-licence.txt"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8").replace("\n", "\r\n")
    licence.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    for file in (licence, SIDE_PICTURE):  # the installer stores the time stamps of its files
        os.utime(file, (epoch(), epoch()))
    facts: dict[str, object] = {
        "VERSION": number,
        "NUMBERS": ".".join(map(str, version_numbers(number))),
        "ICON": icon_file("win32"),
        "SIDE": SIDE_PICTURE,
        "LICENCE": licence,
        "FILES": files,
        "SIZE_KB": round(size_mb(folder) * 1000),
        "OUT": target,
    }
    if can_sign():
        facts["SIGN"] = f"{sys.executable} -m pack.windows.signing"
    if quick:
        facts["QUICK"] = ""
    definitions = [f"-D{name}={value}" for name, value in facts.items()]
    command = ("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *definitions, str(SCRIPT))
    run(command, environment=steady_environment())
    return target


def install_lines(folder: Path) -> Iterator[str]:
    """Yield the NSIS lines for the files of a tree, sorted."""
    files = sorted(file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    for parent, group in groupby(sorted(files, key=lambda f: (f.parent, f)), lambda f: f.parent):
        inside = "" if parent == Path() else "\\" + str(parent).replace("/", "\\")
        yield f'SetOutPath "$INSTDIR{inside}"'
        yield from (f'File "{folder / file}"' for file in group)
