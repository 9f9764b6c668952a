"""Third-party notices for a frozen tree, made from its files; nothing ships without a notice."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Collection, Iterable
from importlib import metadata
from pathlib import Path

from desktop.about.third_party import (
    NOTICES_FILE,
    ThirdPartyWork,
    canonical,
    from_json,
    of_package,
    own,
    packages,
    python,
    to_json,
)
from pack.components import components, crates, matching
from pack.layout import DIST, NAME, WORK, Job, tree, version
from pack.progress import log

TEXT_FILE = "NOTICES.txt"
_FOLDER = WORK / "notices"
_OWN = ("desktop",)
_GENERATED = ("_sysconfigdata", "PyInstaller", "_pyi", "pyi_", "pyimod")
"""Modules that Python and PyInstaller generate for the machine or the tree."""
_BINDINGS_LINKS = ("libpyside6.", "libshiboken6.")
"""PyInstaller puts links to these libraries at the top level."""
_NOT_COVERED = re.compile(
    r"(PySide6|shiboken6)/(Qt/|plugins/|translations/|Qt6|msvcp|vcruntime|concrt)", re.IGNORECASE
)
"""Files of others in a package's folder, which the package's licence does not cover."""
_RULE = "=" * 100
_HEAD = """\
LinkDue {version}: notices

LinkDue (关联管家) is free software under the MIT License, and contains the works of others that
are listed here, each with its licence. The licences of these works stay in force for them.

How Qt's libraries can be replaced
----------------------------------
Qt and its bindings for Python (PySide6, shiboken6) are used unchanged, under the GNU Lesser
General Public License, version 3. They are not part of LinkDue's executables but separate shared
libraries, in the folder PySide6 – on Linux and Windows below _internal beside the program, on
macOS below LinkDue.app/Contents/Frameworks – and are loaded when the program starts.
You may replace them by other builds of a compatible version (Qt {qt} or a later 6.x with the same
interface), also by builds that you have modified: put your files in the place of those of the same
name. Nothing in the program checks or prevents it; on macOS sign the bundle again afterwards
("codesign --force --deep --sign - LinkDue.app"). You may also study how LinkDue uses Qt, modify
LinkDue, and reverse engineer it to find out what a modification of Qt breaks: its source is free.
The sources of these versions of Qt and PySide6 are at the addresses given below.
"""


class Uncovered(Exception):
    """Raised when files or modules would be shipped that no notice covers."""


def make(_job: Job) -> None:
    """Copy the notices of each frozen tree next to the packages."""
    for system in ("linux", "win32", "darwin"):
        if (source := notices_text_file(tree(system))) is not None:
            target = DIST / f"{NAME}-{version()}-{system}-{TEXT_FILE}"
            shutil.copyfile(source, target)
            log(f"{target.name}: {len(notices_of(tree(system)))} works")


def notices_text_file(frozen: Path) -> Path | None:
    """Return the text file with the notices in a frozen tree; None if there is none."""
    return next(iter(sorted(frozen.rglob(f"_resources/{TEXT_FILE}"))), None)


def notices_of(frozen: Path) -> tuple[ThirdPartyWork, ...]:
    """Return the notices in a frozen tree, LinkDue's own first."""
    [file] = sorted(frozen.rglob(f"_resources/{NOTICES_FILE}"))
    return from_json(file.read_text(encoding="utf-8"))


def write_notices(files: Collection[str], modules: Collection[str]) -> list[Path]:
    """Write the notices for a tree with these files and modules; return the files written.

    The spec calls it with the Python that is frozen: only then is it known what ships.
    """
    notices = collect(files, modules)
    _FOLDER.mkdir(parents=True, exist_ok=True)
    as_data, as_text = _FOLDER / NOTICES_FILE, _FOLDER / TEXT_FILE
    as_data.write_text(to_json(notices), encoding="utf-8", newline="\n")
    as_text.write_text(render(notices), encoding="utf-8", newline="\n")
    return [as_data, as_text]


def collect(files: Collection[str], modules: Collection[str]) -> tuple[ThirdPartyWork, ...]:
    """Return the works in a tree with these files and modules.

    Raises Uncovered if a file or module belongs to none.
    """
    names = sorted({file.replace("\\", "/") for file in files})
    shipped = _packages(names, modules)
    uncovered = [*uncovered_files(names, shipped), *uncovered_modules(modules, shipped)]
    if uncovered:
        raise Uncovered("no notice covers: " + ", ".join(uncovered))
    owners = {package for packages_of_name in shipped.values() for package in packages_of_name}
    chosen = [name for name in packages() if name in owners]
    inside = [crate for name in chosen for crate in crates(name)]
    # The bootloader and PyInstaller's base library are in every tree, but in no list of files.
    parts = [c.notice() for c in matching([*names, "base_library.zip"])]
    return (own(), python(), *map(of_package, chosen), *parts, *inside)


def render(notices: Iterable[ThirdPartyWork]) -> str:
    """Return the works as one text: a list, then the licences, each text only once."""
    items = list(notices)
    qt = next((n.version for n in items if n.name == "Qt"), "6")
    lines = [_HEAD.format(version=version(), qt=qt), "The works", "---------"]
    lines += [f"- {_title(n)}: {n.licence}" for n in items]
    seen: dict[str, str] = {}
    for item in items:
        lines += ["", _RULE, _title(item), f"Licence: {item.licence}"]
        if item.source:
            lines.append(f"Source: {item.source}")
        first = seen.setdefault(item.text, _title(item))
        lines += [
            "",
            item.text.rstrip() if first == _title(item) else f"The text is that of {first}.",
        ]
    return "\n".join(lines) + "\n"


def _title(item: ThirdPartyWork) -> str:
    part_of = f" (in {item.part_of})" if item.part_of else ""
    return f"{item.name} {item.version}".strip() + part_of


def _packages(names: Collection[str], modules: Collection[str]) -> dict[str, list[str]]:
    """Return the installed packages of which something ships, by their import name.

    Several packages may share an import name, as those of `winrt` do.
    """
    tops = {name.partition(".")[0] for name in modules} | {name.split("/")[0] for name in names}
    needed = {canonical(name): name for name in packages()}
    found: dict[str, list[str]] = {}
    for top, owners in sorted(metadata.packages_distributions().items()):
        for owner in owners:
            if top in tops and canonical(owner) in needed:
                found.setdefault(top, []).append(needed[canonical(owner)])
    return found


def uncovered_files(names: Iterable[str], shipped: Collection[str]) -> Iterable[str]:
    """Yield the files that are not ours, a package's, Python's or a known component."""
    for name in names:
        top = name.split("/")[0]
        known = any(c.covers(name) for c in components()) or _is_of_python(name)
        is_ours = top in _OWN and not name.startswith("desktop/_resources/fonts/")
        is_packages = top in shipped and not _NOT_COVERED.match(name)
        is_packages = is_packages or top.endswith(".dist-info") or top.startswith(_BINDINGS_LINKS)
        if not (known or is_packages or is_ours):
            yield name


def _is_of_python(name: str) -> bool:
    """Return whether a file is Python's library or a C module of it.

    The C modules are at the top level on Windows, below lib-dynload elsewhere.
    """
    top = name.split("/", maxsplit=1)[0]
    if "lib-dynload/" in name or (top == name and name.lower().endswith(".pyd")):
        return True
    return top.lower().startswith(("libpython3", "python3")) or top in {
        "Python",
        "Python.framework",
    }


def uncovered_modules(modules: Iterable[str], shipped: Collection[str]) -> Iterable[str]:
    """Return the modules that are not ours, a package's or the standard library's."""
    known = {*sys.stdlib_module_names, *shipped, *_OWN}
    tops = {name.partition(".")[0] for name in modules}
    return sorted(t for t in tops if t not in known and not t.startswith(_GENERATED))
