"""The gate compared with the verdicts: its answer must come true for an immediate purchase."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import beijing
from desktop.domain.assessment import Verdict, assess
from desktop.domain.book import Book
from desktop.domain.gate import Decision, check_gate
from desktop.domain.model import ProjectStatus
from tests.builders import make_account, make_paid_order
from tests.domain.strategies import PROGRAMME, UIDS, instants, margins, projects, windows

_usable = projects(
    status=st.sampled_from((ProjectStatus.ACTIVE, ProjectStatus.ACTIVE, ProjectStatus.SENT)),
    created_at=instants,
)


@st.composite
def _situations(draw: object) -> tuple[Book, datetime]:
    """Draw projects around a moment that is often close to a midnight in Beijing."""
    now = draw(instants)
    shifts = draw(st.lists(st.integers(-86400 * 95, 86400), max_size=3))
    found = [
        replace(draw(_usable), number=f"20260901000{n}", created_at=now + timedelta(seconds=shift))
        for n, shift in enumerate(shifts)
    ]
    return Book(PROGRAMME, accounts=[make_account(window=draw(windows))], projects=found), now


@given(_situations(), margins)
def test_go_means_that_an_order_of_now_can_be_associated(
    situation: tuple[Book, datetime], margin: timedelta
) -> None:
    """A user would buy on a green light and find the order already lost."""
    book, now = situation
    gate = check_gate(UIDS[0], book, now, margin)
    found = assess(make_paid_order(now), book, now)
    if gate.decision is Decision.GO:
        assert found.verdict is Verdict.OPEN
        assert found.deadline - now >= margin
    if gate.deadline_if_paid_now is not None:
        assert found.deadline == gate.deadline_if_paid_now
        assert found.project == gate.project


@given(_situations(), margins)
def test_the_answer_is_go_exactly_if_every_reason_holds(
    situation: tuple[Book, datetime], margin: timedelta
) -> None:
    """The page would show a red reason beside a green answer, or stop without a reason."""
    book, now = situation
    gate = check_gate(UIDS[0], book, now, margin)
    assert (gate.decision is Decision.GO) == all(reason.holds for reason in gate.reasons)


@given(_situations(), margins)
def test_without_a_candidate_an_order_of_now_is_lost(
    situation: tuple[Book, datetime], margin: timedelta
) -> None:
    """A user would be stopped although the order could have been associated."""
    book, now = situation
    gate = check_gate(UIDS[0], book, now, margin)
    if gate.project is None:
        assert gate.decision is Decision.STOP
        assert assess(make_paid_order(now), book, now).verdict is not Verdict.OPEN


@given(_situations(), margins)
def test_waiting_is_worth_it(situation: tuple[Book, datetime], margin: timedelta) -> None:
    """A user would be told to wait for midnight, and then be stopped."""
    book, now = situation
    gate = check_gate(UIDS[0], book, now, margin)
    assert (gate.safe_from is not None) == (gate.decision is Decision.WAIT)
    if gate.safe_from is not None:
        window = book.accounts[UIDS[0]].window
        assert gate.safe_from == beijing.window_end(now, window, PROGRAMME)
        assert now < gate.safe_from <= now + margin
        later = make_paid_order(gate.safe_from)
        assert assess(later, book, gate.safe_from).verdict is Verdict.OPEN


@given(_situations(), margins, st.integers(0, 600))
def test_a_smaller_margin_is_never_stricter(
    situation: tuple[Book, datetime], margin: timedelta, more: int
) -> None:
    """Asking for less time would turn a go into a wait."""
    book, now = situation
    strict = check_gate(UIDS[0], book, now, margin + timedelta(minutes=more))
    if strict.decision is Decision.GO:
        assert check_gate(UIDS[0], book, now, margin).decision is Decision.GO


def test_an_account_nobody_recorded_is_stopped() -> None:
    """A mistyped UID would be answered with a go."""
    gate = check_gate("99999", Book(PROGRAMME), datetime.fromisoformat("2026-09-10T00:00:00Z"))
    assert gate.decision is Decision.STOP
    assert [reason.case for reason in gate.reasons] == ["account-has-none"]
