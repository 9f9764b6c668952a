"""Evidence: screenshots and PDF files about an order, a project or a receipt.

A file is checked and stored under its digest before its record is written: a kill in between leaves
a file without a record, which is deleted a day later, and never a record without its file.
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
    NAME_LIMIT,
    NOTE_LIMIT,
    SIZE_LIMIT,
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
    """Reads, checks and stores the files of evidence, without their records.

    Its methods may take long, and may be called on any thread. `folder` is the data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._files = EvidenceFiles(folder / EVIDENCE_FOLDER)

    def keep(
        self, source: Path | bytes, name: str = "", cancel: CancelToken | None = None
    ) -> FoundFile:
        """Check a file, or the content of one, and store it under its digest.

        `name` is shown to people; by default it is the file's own. Raises EvidenceRefused if the
        content is not accepted, StorageError if it cannot be stored, and Cancelled.
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
        """Store the file of a recorded piece again, after it was changed or lost.

        Raises EvidenceRefused `not-the-same` if the content differs, and as `keep` does.
        """
        content = source if isinstance(source, bytes) else _read(source, cancel)
        if hashlib.sha256(content).hexdigest() != piece.sha256:
            raise EvidenceRefused("not-the-same")
        with translate_errors(self._files.folder, piece.size):
            self._files.put(content, piece.file_name)

    def state(self, piece: Evidence, cancel: CancelToken | None = None) -> FileState:
        """Read the whole file of a piece, and return its state. Raises Cancelled."""
        return self._files.state(piece, cancel)

    def read(self, piece: Evidence) -> bytes:
        """Return the content of a piece, 20 MB at most, after comparing its digest.

        Raises EvidenceUnreadable if it is not as recorded.
        """
        if piece.size > SIZE_LIMIT:
            raise EvidenceUnreadable(FileState.CHANGED)
        return self._files.read(piece)

    def path(self, piece: Evidence) -> Path:
        """Return the path of a piece's file, which may be missing."""
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
        """Return the evidence for a subject, voided pieces included, first to last."""
        return tuple(self._store.evidence(subject))

    def of_receipt(self, matched: MatchedReceipt) -> tuple[Evidence, ...]:
        """Return the evidence for a receipt; one that is stored as its part alone has none."""
        key = matched.receipt.key
        return () if key is None else self.of(subject_of_receipt(key))

    def all(self) -> tuple[Evidence, ...]:
        """Return all evidence, in the order it was added."""
        return tuple(self._store.evidence())

    def add(
        self,
        subject: EvidenceSubject | MatchedReceipt,
        source: Path | bytes,
        *,
        name: str = "",
        note: str = "",
    ) -> Evidence:
        """Store a file as evidence and return its record. Raises as `keep` does."""
        return self.record(subject, [self.keep(source, name)], note)[0]

    def record(
        self, subject: EvidenceSubject | MatchedReceipt, found: list[FoundFile], note: str = ""
    ) -> list[Evidence]:
        """Record stored files as evidence for a subject, in one action.

        A file that is evidence for the subject already, and was not voided, is not recorded twice.
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
                self._ensure_stored(there[one.sha256], one)
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

    def _ensure_stored(self, piece: Evidence, found: FoundFile) -> None:
        """Store the file again if it was deleted meanwhile: no record goes without its file."""
        if not self._files.is_present(piece):
            with translate_errors(self._files.folder, piece.size):
                self._files.put(found.content, found.file_name)

    def describe(self, piece: Evidence, name: str, note: str) -> Evidence:
        """Change the name and note of a piece, not its file.

        Raises ChangedElsewhere if its record was changed meanwhile.
        """
        changed = replace(piece, name=_tidy(name, NAME_LIMIT), note=_tidy(note, NOTE_LIMIT))
        with self._store.transaction(
            ActionName.DESCRIBE_EVIDENCE, subject=changed.name
        ) as transaction:
            return transaction.save(changed, piece)

    def void(self, piece: Evidence, reason: str) -> Evidence:
        """Void a piece; it stays listed until the trash is emptied.

        Raises ChangedElsewhere if its record was changed meanwhile.
        """
        voided = replace(piece, voided_at=self._clock(), void_reason=_tidy(reason, NOTE_LIMIT))
        with self._store.transaction(ActionName.VOID_EVIDENCE, subject=piece.name) as transaction:
            return transaction.save(voided, piece)

    def check(
        self, progress: Progress | None = None, cancel: CancelToken | None = None
    ) -> list[tuple[Evidence, FileState]]:
        """Read every file, and return the pieces whose file is not as recorded.

        `progress` counts the pieces. Raises Cancelled.
        """
        states = ((one, self.state(one, cancel)) for one in with_progress(self.all(), progress))
        return [(one, state) for one, state in states if state is not FileState.SOUND]


def subject_in(
    transaction: Transaction, subject: EvidenceSubject | MatchedReceipt
) -> EvidenceSubject:
    """Return the subject; for a receipt stored as its part alone, record the receipt first."""
    if isinstance(subject, EvidenceSubject):
        return subject
    receipt = subject.receipt
    if receipt.key is None:
        receipt = transaction.save(receipt)
        for part in (*subject.parts, *subject.undone):
            transaction.save(replace(part, receipt=receipt.key), part)
    return subject_of_receipt(receipt.key or 0)


def _read(path: Path, cancel: CancelToken | None) -> bytes:
    """Return the content of a file, cut off a little after `SIZE_LIMIT` bytes.

    Raises EvidenceRefused: `missing`, `not-a-file`, `unreadable`; and Cancelled.
    """
    content = bytearray()
    try:
        with open_regular(path) as file:
            while len(content) <= SIZE_LIMIT and (chunk := file.read(_CHUNK)):
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
    """Return a text as it is stored: stripped, without lone surrogates, cut to `limit`."""
    return text.strip().encode(errors="replace").decode()[:limit]
