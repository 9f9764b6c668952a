"""The Debian packages that a frozen tree depends on, determined from its libraries."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pack.progress import run

_ELF = b"\x7fELF"


def depends(root: Path, tree: Path) -> str:
    """Return a Depends line for the package laid out in `root`, with the program in `tree`.

    dpkg-shlibdeps finds the package, and its lowest version, that has the symbols in use. Packages
    whose libraries are in the tree itself are excluded.
    """
    folders = sorted({file.parent for file in _libraries(tree)})
    bundled = {package for file in tree.glob("_internal/*.so*") for package in _owners(file.name)}
    output = run(
        (
            "dpkg-shlibdeps",
            "-O",
            "--ignore-missing-info",
            "--warnings=0",
            *(f"-l{folder}" for folder in folders),
            *(f"-x{package}" for package in sorted(bundled)),
            *(f"-e{file}" for file in _libraries(tree)),
        ),
        folder=root.parent,
    )
    return output.strip().removeprefix("shlibs:Depends=")


def _libraries(tree: Path) -> list[Path]:
    """Return every program and library in the tree."""
    files = (file for file in tree.rglob("*") if file.is_file() and not file.is_symlink())
    return sorted(file for file in files if _starts_with(file, _ELF))


def _starts_with(file: Path, magic: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(magic)) == magic


def _owners(library: str) -> list[str]:
    """Return the packages of this system that contain a library of this name."""
    command = ["dpkg-query", "--search", f"*/{library}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line.split(":")[0] for line in answer.stdout.splitlines()]
