"""Evidence files: limits, the state of a stored file, and why a file is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.evidence_records import Evidence, EvidenceSubject, MediaType, SubjectKind

SIZE_LIMIT = 20 * 1024 * 1024
"""The maximum size of an evidence file, in bytes."""
PIXEL_LIMIT = 40_000_000
"""The maximum of pixels: a phone's photograph has 12 to 50 million, a screenshot 2 to 15."""
NAME_LIMIT, NOTE_LIMIT = 200, 2000
"""The maximum length of a name, and of a note or a reason, in characters."""
FILES_LIMIT = 20
"""The maximum of files added in one action; more are probably a mistake."""


class FileState(StrEnum):
    """The state of a stored evidence file."""

    SOUND = "sound"
    """Its digest is as recorded."""
    CHANGED = "changed"
    """Its content differs from the recorded digest."""
    MISSING = "missing"
    UNREADABLE = "unreadable"
    """Reading is not permitted, or the disk fails."""


class EvidenceRefused(Exception):
    """A file was refused as evidence, or as replacement for the lost file of a record.

    `code` is one of: `missing`, `not-a-file`, `unreadable`, `empty`, `too-large`, `kind`, `ending`,
    `broken`, `too-many-pixels`, `too-many`, `not-the-same`; `facts` are the values for the message.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class EvidenceUnreadable(Exception):
    """The file of a piece of evidence cannot be used; `state` is why."""

    def __init__(self, state: FileState) -> None:
        super().__init__(state.value)
        self.state = state


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A checked file that may be stored as evidence, with its content and type."""

    content: bytes = field(repr=False)
    sha256: str
    media_type: MediaType
    name: str

    @property
    def file_name(self) -> str:
        """Return the name that it is stored under."""
        return f"{self.sha256}{self.media_type.ending}"


def subject_of_order(account: str, number: str) -> EvidenceSubject:
    """Return the subject of evidence about an order."""
    return EvidenceSubject(kind=SubjectKind.ORDER, account=account, order=number)


def subject_of_project(key: int) -> EvidenceSubject:
    """Return the subject of evidence about a recorded project."""
    return EvidenceSubject(kind=SubjectKind.PROJECT, key=key)


def subject_of_receipt(key: int) -> EvidenceSubject:
    """Return the subject of evidence about a recorded receipt."""
    return EvidenceSubject(kind=SubjectKind.RECEIPT, key=key)


def not_voided(pieces: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the pieces that were not voided."""
    return tuple(piece for piece in pieces if piece.voided_at is None)
