"""Every act can be taken back, last first, also after a restart; the journal only grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.desk import Desk, UndoConflict
from desktop.domain.book import Book
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    Window,
)
from desktop.records.journal import UNDO
from tests.conftest import FakeClock

UID = "1000000000000001"
SAMPLE = Path(__file__).parents[1] / "exchange" / "samples" / "query_orders.json"


@pytest.fixture
def started(desk: Desk, clock: FakeClock) -> Desk:
    """A desk with an account, a project and an order."""
    desk.save_account(Account(uid=UID, name="Example", window=Window.MONTH))
    desk.save_project(
        Project(
            account=UID,
            number="202609010001",
            status=ProjectStatus.ACTIVE,
            created_at=clock.now - timedelta(days=3),
        )
    )
    desk.save_order(
        Order(
            account=UID,
            number="236414227150922",
            kind="New",
            billing=Billing.PREPAID,
            status=OrderStatus.PAID,
            created_at=clock.now - timedelta(hours=2),
        )
    )
    return desk


def account(desk: Desk) -> Account:
    """The desk's account."""
    return desk.book().accounts[UID]


def first_order(desk: Desk) -> Order:
    """The desk's order."""
    return next(iter(desk.book().orders.values()))


ACTS: dict[str, Callable[[Desk], object]] = {
    "add an account": lambda d: d.save_account(Account(uid="1000000000000002")),
    "correct an account": lambda d: d.save_account(replace(account(d), name="New", uid="123456")),
    "read the window": lambda d: d.read_window(account(d), Window.DAY),
    "add a partner": lambda d: d.save_partner(Partner(name="P")),
    "add a project": lambda d: d.save_project(Project(account=UID, partner="New partner")),
    "correct a project": lambda d: d.save_project(replace(d.book().projects[0], number="202701")),
    "send a request": lambda d: d.send_request(Project(account=UID, partner="P"), "text"),
    "log an order": lambda d: d.save_order(replace(first_order(d), number="99999999", key=None)),
    "correct an order": lambda d: d.save_order(replace(first_order(d), note="new")),
    "associate": lambda d: d.associate(first_order(d)),
    "delete an order": lambda d: d.delete_order(first_order(d)),
    "answer": lambda d: d.answer(account(d), "affiliate", True),
    "import": lambda d: d.import_file(SAMPLE, UID),
}


def everything(desk: Desk) -> tuple[object, ...]:
    """All that is recorded, as values that can be compared."""
    book: Book = desk.book()
    answers = {uid: desk.answers(found) for uid, found in book.accounts.items()}
    return (
        list(book.accounts.values()),
        book.partners,
        book.projects,
        list(book.orders.values()),
        book.cashback,
        answers,
    )


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("restarted", [False, True])
def test_every_act_is_taken_back(
    name: str, restarted: bool, started: Desk, clock: FakeClock
) -> None:
    """“Undo” that leaves a trace behind is no undo; a restart must not take it away."""
    before = everything(started)
    ACTS[name](started)
    assert everything(started) != before
    desk = started
    if restarted:
        started.close()
        desk = Desk.open(started.store.path.parent, clock)
    entry = desk.undo()
    assert entry is not None
    assert entry.act == UNDO
    assert everything(desk) == before
    desk.close()


def test_undo_goes_back_step_by_step(started: Desk) -> None:
    """Three mistakes are three times Ctrl+Z."""
    states = [everything(started)]
    for act in ("associate", "correct an account", "add a partner"):
        ACTS[act](started) if act != "correct an account" else started.read_window(
            account(started), Window.DAY
        )
        states.append(everything(started))
    for state in reversed(states[:-1]):
        started.undo()
        assert everything(started) == state


def test_association_is_taken_back_whatever_came_after(started: Desk) -> None:
    """Days later, the console shows it did not work: project and moment are as they were."""
    order = started.associate(first_order(started))
    assert order.project == "202609010001"
    corrected = started.save_order(replace(order, note="corrected since"))
    back = started.undo_association(corrected)
    assert (back.associated_at, back.project, back.note) == (None, None, "corrected since")


def test_undo_refuses_what_was_changed_behind_its_back(started: Desk) -> None:
    """Putting old values over newer ones would lose the newer ones."""
    started.save_order(replace(first_order(started), note="one"))
    started.store._connection.execute("UPDATE orders SET note = 'two'")
    with pytest.raises(UndoConflict):
        started.undo()
    started.store._written += 1  # the change above did not go through the store
    assert first_order(started).note == "two"


def test_only_the_last_act_is_taken_back(started: Desk) -> None:
    """An older act taken back alone could contradict a newer one."""
    first = started.store.last_undoable()
    started.save_partner(Partner(name="P"))
    assert first is not None
    with pytest.raises(UndoConflict):
        started.store.undo(first)


def test_the_journal_only_grows(started: Desk) -> None:
    """History that can be rewritten proves nothing."""
    for statement in ("UPDATE journal SET act = 'x'", "DELETE FROM journal"):
        with pytest.raises(sqlite3.IntegrityError, match="the journal only grows"):
            started.store._connection.execute(statement)


def test_entries_are_numbered_when_the_clock_goes_back(started: Desk, clock: FakeClock) -> None:
    """A computer whose clock was set back must not undo the wrong act."""
    clock.advance(days=-30)
    started.save_partner(Partner(name="late"))
    last = started.store.last_undoable()
    assert last is not None
    assert last.subject == "late"
    assert last.at < started.store.history(10)[-1].at


def test_nothing_to_undo_is_no_error(desk: Desk) -> None:
    """Ctrl+Z on the first day."""
    assert desk.undo() is None
