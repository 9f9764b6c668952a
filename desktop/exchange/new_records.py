"""Finding the new records of a file, for the kinds that are never merged field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from desktop.domain.book import Book
from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.evidence_records import Evidence, EvidenceSubject, SubjectKind
from desktop.domain.model import Project
from desktop.domain.money_records import Cashback, PartnerAnswer
from desktop.domain.receipts import MatchedReceipt, matched_receipts
from desktop.domain.timestamps import format_instant
from desktop.exchange.snapshot import Snapshot

A = TypeVar("A", ChecklistAnswer, PartnerAnswer)


@dataclass(frozen=True, slots=True)
class OfferedEvidence:
    """A piece of evidence of a file, and its subject: recorded, or to be saved before it.

    The key in `piece.subject` is a position in the file, not the key of a record.
    """

    piece: Evidence
    about: EvidenceSubject | Project | MatchedReceipt


def new_receipts(book: Book, snapshot: Snapshot) -> Iterator[MatchedReceipt]:
    """Yield the receipts not recorded yet; of equal ones, as many as the file has more."""
    recorded = Counter(map(_receipt_name, matched_receipts(book)))
    for receipt in snapshot.receipts:
        name = _receipt_name(receipt)
        if recorded[name]:
            recorded[name] -= 1
        else:
            yield receipt


def new_sightings(book: Book, snapshot: Snapshot) -> Iterator[Sighting]:
    """Yield the sightings not recorded yet; of equal ones, as many as the file has more."""
    recorded = Counter(book.sightings) if snapshot.sightings else Counter[Sighting]()
    for sighting in snapshot.sightings:
        if recorded[sighting]:
            recorded[sighting] -= 1
        else:
            yield sighting


def new_comparisons(book: Book, snapshot: Snapshot) -> Iterator[Comparison]:
    """Yield the comparisons not recorded yet, each once."""
    recorded = set(book.comparisons) if snapshot.comparisons else set()
    yield from dict.fromkeys(each for each in snapshot.comparisons if each not in recorded)


def later_answers(book: Book, snapshot: Snapshot) -> Iterator[ChecklistAnswer]:
    """Yield the answers later than the recorded ones, with the keys of those."""
    if snapshot.answers:
        yield from _later(
            book.answers,
            snapshot.answers,
            lambda each: (each.account, each.item),
            lambda each: (True, each.answered_at),
        )


def later_partner_answers(book: Book, snapshot: Snapshot) -> Iterator[PartnerAnswer]:
    """Yield the partners' answers later than the recorded ones, with the keys of those.

    A claim without an answer yet never replaces an answer.
    """
    if snapshot.partner_answers:
        yield from _later(
            book.partner_answers,
            snapshot.partner_answers,
            lambda each: (each.account, each.order),
            lambda each: (each.answer is not None, each.answered_at),
        )


def _later(
    recorded: Iterable[A],
    offered: Iterable[A],
    name: Callable[[A], object],
    rank: Callable[[A], tuple[bool, datetime]],
) -> Iterator[A]:
    """Yield the offered answers that outrank the recorded one of the same name."""
    known = {name(each): each for each in recorded}
    for answer in offered:
        before = known.get(name(answer))
        if before is None or rank(answer) > rank(before):
            yield replace(answer, key=None if before is None else before.key)


def new_evidence(book: Book, snapshot: Snapshot) -> Iterator[OfferedEvidence]:
    """Yield the evidence not recorded yet for the same subject."""
    if not snapshot.evidence:
        return
    receipts = {_receipt_name(each): each for each in matched_receipts(book)}
    receipt_names: dict[int | None, Hashable] = {
        r.receipt.key: name for name, r in receipts.items()
    }
    project_names: dict[int | None, Hashable] = {p.key: project_name(p) for p in book.projects}
    recorded = set()
    for piece in book.evidence:
        subject = piece.subject
        names = project_names if subject.kind is SubjectKind.PROJECT else receipt_names
        is_order = subject.kind is SubjectKind.ORDER
        recorded.add(_piece_name(piece, subject if is_order else names.get(subject.key)))
    for piece in snapshot.evidence:
        about: EvidenceSubject | Project | MatchedReceipt = piece.subject
        name: Hashable = piece.subject
        if piece.subject.kind is SubjectKind.PROJECT:
            about = snapshot.projects[piece.subject.key - 1]
            name = project_name(about)
        elif piece.subject.kind is SubjectKind.RECEIPT:
            offered = snapshot.receipts[piece.subject.key - 1]
            name = _receipt_name(offered)
            about = receipts.get(name, offered)
        if _piece_name(piece, name) not in recorded:
            yield OfferedEvidence(piece, about)


def _piece_name(piece: Evidence, about: Hashable) -> Hashable:
    return about, piece.sha256, format_instant(piece.added_at)


def project_name(project: Project) -> Hashable:
    """Return what identifies a project: its number, or without one its title and request."""
    if project.number is not None:
        return project.account, project.number
    requested = project.requested_at
    return project.account, None, project.title, requested and format_instant(requested)


def _receipt_name(matched: MatchedReceipt) -> Hashable:
    receipt = matched.receipt
    parts = tuple(sorted(map(_part_name, matched.parts)))
    undone = tuple(sorted(map(_part_name, matched.undone)))
    return format_instant(receipt.received_at), receipt.amount, receipt.note, parts, undone


def _part_name(part: Cashback) -> tuple[str, str, str, int, str]:
    return part.account, part.order, format_instant(part.received_at), part.amount, part.note
