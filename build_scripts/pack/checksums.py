"""SHA256SUMS of all packages, in the format that ``sha256sum --check`` reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pack.layout import DIST, Job
from pack.progress import log

FILE_NAME = "SHA256SUMS"


def make(_job: Job) -> None:
    """Write the checksums of the files in `dist/`; the frozen trees are inside the packages."""
    text = sums(DIST)
    (DIST / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")
    log(f"{FILE_NAME}: {len(text.splitlines())} files")


def sums(folder: Path) -> str:
    """Return one line for each file, sorted by name."""
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.name != FILE_NAME)
    return "".join(f"{_digest(file)}  {file.name}\n" for file in files)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
