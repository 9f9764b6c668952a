"""Evidence: screenshots and PDF files about an order, a project or a receipt.

A file is looked through and kept under its digest before its record is written: a kill in between
leaves a file without a record, which is swept a day later, and never a record without its file.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.base.progress import CancelToken, Progress, with_progress
from desktop.base.regular_file import open_regular
from desktop.base.storage import EVIDENCE_FOLDER
from desktop.domain.evidence import (
    LARGEST,
    NAME_LIMIT,
    NOTE_LIMIT,
    EvidenceRefused,
    EvidenceUnreadable,
    FileState,
    FoundFile,
    subject_of_receipt,
)
from desktop.domain.evidence_records import Evidence, EvidenceSubject
from desktop.domain.journal import ActionName
from desktop.domain.receipts import MatchedReceipt
from desktop.exchange.evidence_media import check
from desktop.records.evidence.files import EvidenceFiles
from desktop.records.file.errors import translate_errors
from desktop.records.store import Store
from desktop.records.tables.transaction import Transaction

_CHUNK = 1 << 20


class EvidenceFileService:
    """The part of the work that needs no record: reading, comparing and keeping files.

    It takes long, and may be done on any thread. `folder` is the data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._files = EvidenceFiles(folder / EVIDENCE_FOLDER)

    def keep(
        self, source: Path | bytes, name: str = "", cancel: CancelToken | None = None
    ) -> FoundFile:
        """Look through a file, or what was in one, and keep it under its digest.

        `name` is what people call it; without one, a file's own name is taken. Raises
        EvidenceRefused if it is nothing to keep, StorageError if it cannot be kept, Cancelled if
        called off.
        """
        content = source if isinstance(source, bytes) else _read(source, cancel)
        kind = check(content, "" if isinstance(source, bytes) else source.name)
        if not name and isinstance(source, Path):
            name = source.stem
        digest = hashlib.sha256(content).hexdigest()
        found = FoundFile(content, digest, kind, _tidy(name, NAME_LIMIT))
        if cancel is not None:
            cancel.check()
        with translate_errors(self._files.folder, len(content)):
            self._files.put(content, found.file_name)
        return found

    def keep_again(
        self, piece: Evidence, source: Path | bytes, cancel: CancelToken | None = None
    ) -> None:
        """Keep the file of a recorded piece once more, which is changed or missing.

        Raises EvidenceRefused `not-the-same` if it is another file, and as `keep` does.
        """
        content = source if isinstance(source, bytes) else _read(source, cancel)
        if hashlib.sha256(content).hexdigest() != piece.sha256:
            raise EvidenceRefused("not-the-same")
        with translate_errors(self._files.folder, piece.size):
            self._files.put(content, piece.file_name)

    def state(self, piece: Evidence, cancel: CancelToken | None = None) -> FileState:
        """Return how the file of a piece is found; it is read whole.

        Raises Cancelled if called off.
        """
        return self._files.state(piece, cancel)

    def read(self, piece: Evidence) -> bytes:
        """Return what a piece holds, 20 MB at most, of which the digest was compared.

        Raises EvidenceUnreadable if it is not as recorded.
        """
        if piece.size > LARGEST:
            raise EvidenceUnreadable(FileState.CHANGED)
        return self._files.read(piece)

    def path(self, piece: Evidence) -> Path:
        """Return where the file of a piece is, if it is there."""
        return self._files.path(piece.file_name)


class EvidenceService(EvidenceFileService):
    """The evidence of one store. `clock` gives now in UTC.

    Each change is one action that can be undone. All methods raise StorageError if the data cannot
    be read or written.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        super().__init__(store.path.parent)
        self._store = store
        self._clock = clock

    def of(self, subject: EvidenceSubject) -> tuple[Evidence, ...]:
        """Return the evidence for a subject, first to last, also what was voided."""
        return tuple(self._store.evidence(subject))

    def of_receipt(self, matched: MatchedReceipt) -> tuple[Evidence, ...]:
        """Return the evidence for a receipt, which has none while it is no more than its part."""
        key = matched.receipt.key
        return () if key is None else self.of(subject_of_receipt(key))

    def all(self) -> tuple[Evidence, ...]:
        """Return all evidence there is, in the order it was added."""
        return tuple(self._store.evidence())

    def add(
        self,
        subject: EvidenceSubject | MatchedReceipt,
        source: Path | bytes,
        *,
        name: str = "",
        note: str = "",
    ) -> Evidence:
        """Keep a file as evidence and return its record. Raises as `keep` does."""
        return self.record(subject, [self.keep(source, name)], note)[0]

    def record(
        self, subject: EvidenceSubject | MatchedReceipt, found: list[FoundFile], note: str = ""
    ) -> list[Evidence]:
        """Record files that were kept as evidence for a subject, in one action.

        One that is evidence for it already, and was not voided, is not recorded twice.
        """
        subject_words = ", ".join(one.name for one in found[:3])
        with self._store.transaction(ActionName.ADD_EVIDENCE, subject=subject_words) as transaction:
            named = subject_in(transaction, subject)
            there = {
                piece.sha256: piece
                for piece in transaction.evidence(named)
                if piece.voided_at is None
            }
            for one in found:
                if one.sha256 not in there:
                    there[one.sha256] = transaction.save(self._piece(named, one, note))
                self._ensure_kept(there[one.sha256], one)
        return [there[one.sha256] for one in found]

    def _piece(self, subject: EvidenceSubject, found: FoundFile, note: str) -> Evidence:
        return Evidence(
            subject=subject,
            sha256=found.sha256,
            media_type=found.media_type,
            size=len(found.content),
            added_at=self._clock(),
            name=found.name,
            note=_tidy(note, NOTE_LIMIT),
        )

    def _ensure_kept(self, piece: Evidence, found: FoundFile) -> None:
        """Keep the file once more if it went meanwhile: no record is written without its file."""
        if not self._files.stands(piece):
            with translate_errors(self._files.folder, piece.size):
                self._files.put(found.content, found.file_name)

    def describe(self, piece: Evidence, name: str, note: str) -> Evidence:
        """Give a piece another name and note. The file stays as it is.

        Raises ChangedElsewhere if it is another one by now.
        """
        changed = replace(piece, name=_tidy(name, NAME_LIMIT), note=_tidy(note, NOTE_LIMIT))
        with self._store.transaction(
            ActionName.DESCRIBE_EVIDENCE, subject=changed.name
        ) as transaction:
            return transaction.save(changed, piece)

    def void(self, piece: Evidence, reason: str) -> Evidence:
        """Let a piece no longer count; it stays listed until the trash is emptied of it.

        Raises ChangedElsewhere if it is another one by now.
        """
        voided = replace(piece, voided_at=self._clock(), void_reason=_tidy(reason, NOTE_LIMIT))
        with self._store.transaction(ActionName.VOID_EVIDENCE, subject=piece.name) as transaction:
            return transaction.save(voided, piece)

    def check(
        self, progress: Progress | None = None, cancel: CancelToken | None = None
    ) -> list[tuple[Evidence, FileState]]:
        """Read every file, and return the pieces whose file is not as recorded.

        `progress` counts the pieces. Raises Cancelled if called off.
        """
        looked_at = ((one, self.state(one, cancel)) for one in with_progress(self.all(), progress))
        return [(one, state) for one, state in looked_at if state is not FileState.SOUND]


def subject_in(
    transaction: Transaction, subject: EvidenceSubject | MatchedReceipt
) -> EvidenceSubject:
    """Return the subject; a receipt that is no more than its part is made one of its own."""
    if isinstance(subject, EvidenceSubject):
        return subject
    receipt = subject.receipt
    if receipt.key is None:
        receipt = transaction.save(receipt)
        for part in (*subject.parts, *subject.undone):
            transaction.save(replace(part, receipt=receipt.key), part)
    return subject_of_receipt(receipt.key or 0)


def _read(path: Path, cancel: CancelToken | None) -> bytes:
    """Return what a file holds, a little more than `LARGEST` at most.

    Raises EvidenceRefused: `missing`, `not-a-file`, `unreadable`; and Cancelled.
    """
    content = bytearray()
    try:
        with open_regular(path) as file:
            while len(content) <= LARGEST and (chunk := file.read(_CHUNK)):
                content += chunk
                if cancel is not None:
                    cancel.check()
    except FileNotFoundError as error:
        raise EvidenceRefused("missing") from error
    except OSError as error:
        special = error.errno in (errno.EINVAL, errno.EISDIR, errno.ENXIO)
        raise EvidenceRefused("not-a-file" if special else "unreadable") from error
    return bytes(content)


def _tidy(text: str, limit: int) -> str:
    """Return a text of a person's or a file's as it is kept: no half characters, not too long."""
    return text.strip().encode(errors="replace").decode()[:limit]
