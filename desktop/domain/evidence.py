"""Evidence: what may be kept, how a kept file is found, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.evidence_records import Evidence, EvidenceSubject, MediaType, SubjectKind

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is kept as evidence."""
MOST_PIXELS = 40_000_000
"""Pixels of a picture: a photograph of a phone has 12 to 50 million, a screenshot 2 to 15."""
NAME_LIMIT, NOTE_LIMIT = 200, 2000
"""Characters that are kept of a name, and of a note or a reason."""
MOST_AT_ONCE = 20
"""Files that are added by one act; more are more likely a slip."""


class FileState(StrEnum):
    """How the file of a piece of evidence is found."""

    SOUND = "sound"
    """Its digest is the recorded one."""
    CHANGED = "changed"
    """Something else has its name."""
    MISSING = "missing"
    UNREADABLE = "unreadable"
    """The system does not let it be read, or the disk fails."""


class EvidenceRefused(Exception):
    """A file that is not kept as evidence, or of which only the record is left.

    `code` is one of: `missing`, `not-a-file`, `unreadable`, `empty`, `too-large`, `kind`, `ending`,
    `broken`, `too-many-pixels`, `too-many`, `not-the-same`; `facts` is what a sentence needs to say
    it.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class EvidenceUnreadable(Exception):
    """The file of a piece of evidence is not as recorded, as `state` says."""

    def __init__(self, state: FileState) -> None:
        super().__init__(state.value)
        self.state = state


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was looked through and may be kept: what it holds, and what it is."""

    content: bytes = field(repr=False)
    sha256: str
    media_type: MediaType
    name: str

    @property
    def file_name(self) -> str:
        """Return the name that it is kept under."""
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


def standing(pieces: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the pieces that were not voided."""
    return tuple(piece for piece in pieces if piece.voided_at is None)
