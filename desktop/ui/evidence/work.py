"""What is done with files of evidence off the window's thread."""

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
class KeptFiles:
    """What was kept of several files, and why others were not: by name, empty for a picture."""

    found: list[FoundFile] = field(default_factory=list)
    refused: list[tuple[str, EvidenceRefused]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EvidenceLook:
    """How the file of a piece was found, and its picture, null where there is none."""

    state: FileState
    picture: QImage


def keep_all(
    files: EvidenceFileService, sources: Sequence[Source], name: str, token: JobToken
) -> KeptFiles:
    """Keep what can be kept; `name` is given to pictures without one.

    Raises StorageError if nothing can be written, and Cancelled.
    """
    kept = KeptFiles()
    if len(sources) > FILES_LIMIT:
        kept.refused.append(("", EvidenceRefused("too-many", most=FILES_LIMIT)))
        return kept
    for at, source in enumerate(sources):
        token.progress(at, len(sources))
        called = source.name if isinstance(source, Path) else ""
        try:
            if isinstance(source, Path):
                kept.found.append(files.keep(source, cancel=token))
            else:
                content = as_png(source) if isinstance(source, QImage) else source
                kept.found.append(files.keep(content, name, token))
        except EvidenceRefused as problem:
            kept.refused.append((called, problem))
    return kept


def look_at(files: EvidenceFileService, piece: Evidence, size: QSize) -> EvidenceLook:
    """Read a piece, compare its digest, and decode the upper part of its picture."""
    try:
        content = files.read(piece)
    except EvidenceUnreadable as problem:
        return EvidenceLook(problem.state, QImage())
    return EvidenceLook(FileState.SOUND, thumbnail(content, piece.media_type, size))


def save_as(files: EvidenceFileService, piece: Evidence, path: Path) -> Path:
    """Write what a piece holds into a file.

    Raises EvidenceUnreadable if it is not as recorded, and OSError.
    """
    write_whole(path, files.read(piece))
    return path
