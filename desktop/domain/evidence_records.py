"""The record of a piece of evidence, and what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain import identifiers
from desktop.domain.model import InvalidRecord, check_id, check_instant

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class SubjectKind(StrEnum):
    """The kinds of records that evidence can belong to."""

    ORDER = "order"
    PROJECT = "project"
    RECEIPT = "receipt"


class MediaType(StrEnum):
    """The media types (RFC 6838) of files accepted as evidence."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    PDF = "application/pdf"

    @property
    def ending(self) -> str:
        """Return the ending of stored files of this type."""
        return _ENDINGS[self]


_ENDINGS = {
    MediaType.PNG: ".png",
    MediaType.JPEG: ".jpg",
    MediaType.WEBP: ".webp",
    MediaType.PDF: ".pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSubject:
    """The order, project or receipt that a piece of evidence belongs to.

    An order is identified by `account` and its number `order`; a project and a receipt by the `key`
    of the record, since they may have no number.
    """

    kind: SubjectKind
    account: str = ""
    order: str = ""
    key: int = 0

    def __post_init__(self) -> None:
        if self.kind is SubjectKind.ORDER:
            check_id("account", self.account, identifiers.ACCOUNT_UID)
            check_id("order", self.order, identifiers.ORDER_NUMBER)
            if self.key:
                raise InvalidRecord("key", "not-empty")
        elif self.key <= 0 or self.account or self.order:
            raise InvalidRecord("key", "empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that documents its subject: a screenshot, a scan, a confirmation.

    The file is stored beside the database, named after `sha256`, the digest of its `size` bytes.
    `name` is the name shown to users. A piece with `voided_at` no longer counts, for the reason
    `void_reason`; it stays listed as long as a record stays in the trash.
    """

    subject: EvidenceSubject
    sha256: str
    media_type: MediaType
    size: int
    added_at: datetime
    name: str = ""
    note: str = ""
    voided_at: datetime | None = None
    void_reason: str = ""
    key: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256):
            raise InvalidRecord("sha256", "not-a-digest")
        if self.size <= 0:
            raise InvalidRecord("size", "zero")
        check_instant("added_at", self.added_at)
        check_instant("voided_at", self.voided_at)

    @property
    def file_name(self) -> str:
        """Return the name of the stored file, made of its digest and ending."""
        return f"{self.sha256}{self.media_type.ending}"
