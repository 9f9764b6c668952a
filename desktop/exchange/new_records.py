"""What a file adds of records that no two versions can be made into one of: each is new or not."""

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
    """A piece of evidence of a file, and what it is about: recorded already, or to be first.

    The key in its own subject is that of the file, and means nothing among the records.
    """

    piece: Evidence
    about: EvidenceSubject | Project | MatchedReceipt


def new_receipts(book: Book, snapshot: Snapshot) -> Iterator[MatchedReceipt]:
    """Give the receipts not recorded yet; of equal ones, as many as the file has more."""
    recorded = Counter(map(_receipt_name, matched_receipts(book)))
    for receipt in snapshot.receipts:
        name = _receipt_name(receipt)
        if recorded[name]:
            recorded[name] -= 1
        else:
            yield receipt


def new_sightings(book: Book, snapshot: Snapshot) -> Iterator[Sighting]:
    """Give the sightings not recorded yet; of equal ones, as many as the file has more."""
    recorded = Counter(book.sightings) if snapshot.sightings else Counter[Sighting]()
    for sighting in snapshot.sightings:
        if recorded[sighting]:
            recorded[sighting] -= 1
        else:
            yield sighting


def new_comparisons(book: Book, snapshot: Snapshot) -> Iterator[Comparison]:
    """Give the comparisons not recorded yet, each once."""
    recorded = set(book.comparisons) if snapshot.comparisons else set()
    yield from dict.fromkeys(each for each in snapshot.comparisons if each not in recorded)


def later_answers(book: Book, snapshot: Snapshot) -> Iterator[ChecklistAnswer]:
    """Give the answers that were given later than the recorded ones, under their keys."""
    if snapshot.answers:
        yield from _later(
            book.answers,
            snapshot.answers,
            lambda each: (each.account, each.item),
            lambda each: (True, each.answered_at),
        )


def later_partner_answers(book: Book, snapshot: Snapshot) -> Iterator[PartnerAnswer]:
    """Give what partners said later than the recorded answers, under their keys.

    A claim, which nobody answered yet, takes no answer's place.
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
    """Give the answers offered that outrank those recorded by the same name."""
    known = {name(each): each for each in recorded}
    for answer in offered:
        before = known.get(name(answer))
        if before is None or rank(answer) > rank(before):
            yield replace(answer, key=None if before is None else before.key)


def new_evidence(book: Book, snapshot: Snapshot) -> Iterator[OfferedEvidence]:
    """Give the evidence not recorded yet for the same subject."""
    if not snapshot.evidence:
        return
    receipts = {_receipt_name(each): each for each in matched_receipts(book)}
    with_key: dict[int | None, Hashable] = {r.receipt.key: name for name, r in receipts.items()}
    projects: dict[int | None, Hashable] = {p.key: project_name(p) for p in book.projects}
    recorded = set()
    for piece in book.evidence:
        subject = piece.subject
        by_key = projects if subject.kind is SubjectKind.PROJECT else with_key
        is_order = subject.kind is SubjectKind.ORDER
        recorded.add(_piece_name(piece, subject if is_order else by_key.get(subject.key)))
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
    """Return what a project is known by: its number, or without one its title and request."""
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
