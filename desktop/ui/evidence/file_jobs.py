"""Jobs on files of evidence, for worker threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desktop.base.atomic_file import write_whole
from desktop.domain.evidence import (
    FILES_LIMIT,
    EvidenceRefused,
    EvidenceUnreadable,
    FileState,
    FoundFile,
)
from desktop.domain.evidence_records import Evidence
from desktop.services.evidence import EvidenceFileService
from desktop.ui.evidence.pictures import as_png, thumbnail
from desktop.ui.evidence.sources import Source
from desktop.ui.kit.worker import JobToken


@dataclass(frozen=True, slots=True)
class SavedFiles:
    """The saved files, and the refused ones by name, which is empty for a pasted picture."""

    found: list[FoundFile] = field(default_factory=list)
    refused: list[tuple[str, EvidenceRefused]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The state of a piece's file, and its picture, which is null if it has none."""

    state: FileState
    picture: QImage


def save_all(
    files: EvidenceFileService, sources: Sequence[Source], name: str, token: JobToken
) -> SavedFiles:
    """Save all sources that are valid evidence; `name` is for pictures without a name.

    Raises StorageError if they cannot be written, and Cancelled.
    """
    saved = SavedFiles()
    if len(sources) > FILES_LIMIT:
        saved.refused.append(("", EvidenceRefused("too-many", most=FILES_LIMIT)))
        return saved
    for at, source in enumerate(sources):
        token.progress(at, len(sources))
        called = source.name if isinstance(source, Path) else ""
        try:
            if isinstance(source, Path):
                saved.found.append(files.keep(source, cancel=token))
            else:
                content = as_png(source) if isinstance(source, QImage) else source
                saved.found.append(files.keep(content, name, token))
        except EvidenceRefused as problem:
            saved.refused.append((called, problem))
    return saved


def check_file(files: EvidenceFileService, piece: Evidence, size: QSize) -> FileCheck:
    """Read a piece's file, compare its digest, and decode the upper part of its picture."""
    try:
        content = files.read(piece)
    except EvidenceUnreadable as problem:
        return FileCheck(problem.state, QImage())
    return FileCheck(FileState.SOUND, thumbnail(content, piece.media_type, size))


def save_as(files: EvidenceFileService, piece: Evidence, path: Path) -> Path:
    """Write the content of a piece to `path`, and return `path`.

    Raises EvidenceUnreadable if the content is not as recorded, and OSError.
    """
    write_whole(path, files.read(piece))
    return path
