"""Every action can be undone, last first, also after a restart; the journal only grows."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.journal import ActionName, UndoConflict
from desktop.domain.model import Account, Order, Window
from desktop.records.tables.journal import current_row
from desktop.services.workspace import Workspace
from tests.builders import (
    OTHER_UID,
    UID,
    fill_workspace,
    make_account,
    make_order,
    make_partner,
    make_project,
)
from tests.conftest import FakeClock, open_store
from tests.sql import read_tables, run_sql

SAMPLE = Path(__file__).parents[2] / "exchange" / "samples" / "query_orders.json"


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    """Fill a workspace, associate one of its two orders, and answer a question."""
    fill_workspace(workspace, partner="示例科技")
    workspace.associate(list(workspace.book().orders.values())[-1])
    workspace.answer(account(workspace), "kept", True)
    return workspace


def account(workspace: Workspace) -> Account:
    """Return the workspace's account."""
    return workspace.book().accounts[UID]


def first_order(workspace: Workspace) -> Order:
    """Return the workspace's first order."""
    return next(iter(workspace.book().orders.values()))


def associated_order(workspace: Workspace) -> Order:
    """Return an order that was associated."""
    return next(o for o in workspace.book().orders.values() if o.associated_at is not None)


ACTIONS: dict[str, Callable[[Workspace], object]] = {
    "add an account": lambda d: d.save_account(make_account(uid=OTHER_UID)),
    "correct an account": lambda d: d.save_account(replace(account(d), name="New", uid="123456")),
    "read the window": lambda d: d.read_window(account(d), Window.DAY),
    "add a partner": lambda d: d.save_partner(make_partner()),
    "add a project": lambda d: d.save_project(make_project(partner="New partner")),
    "correct a project": lambda d: d.save_project(replace(d.book().projects[0], number="202701")),
    "send a request": lambda d: d.send_request(make_project(partner="P"), "text"),
    "log an order": lambda d: d.save_order(replace(first_order(d), number="99999999", key=None)),
    "correct an order": lambda d: d.save_order(replace(first_order(d), note="new")),
    "correct a partner": lambda d: d.save_partner(replace(d.book().partners[0], name="Renamed")),
    "associate": lambda d: d.associate(first_order(d)),
    "undo an association": lambda d: d.undo_association(associated_order(d)),
    "delete an order": lambda d: d.delete_order(first_order(d)),
    "answer": lambda d: d.answer(account(d), "affiliate", True),
    "change an answer": lambda d: d.answer(account(d), "kept", False),
    "forget an answer": lambda d: d.answer(account(d), "kept", None),
    "import": lambda d: d.files.import_file(SAMPLE, UID),
}


def everything(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Return all records, row by row with their keys."""
    assert workspace.book().accounts  # the file is readable
    tables = ("accounts", "partners", "projects", "orders", "receipts", "cashback", "answers")
    return read_tables(workspace.data_file, *tables)


def test_a_damaged_moment_of_an_entry_is_reported_as_damage(started: Workspace) -> None:
    """The window looks at the latest moment; it must offer the recovery, not stop with an error."""
    with closing(sqlite3.connect(started.data_file)) as other, other:
        other.execute("INSERT INTO journal (at, act, subject) VALUES ('damaged', 'pay', '')")
    with pytest.raises(StorageError) as caught:
        started.clock_check.warning(started.clock())
    assert caught.value.kind is StorageErrorKind.DAMAGED


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("restarted", [False, True])
def test_every_action_is_undone(
    name: str, restarted: bool, started: Workspace, clock: FakeClock
) -> None:
    """An undo that leaves traces is no undo; a restart must not disable it."""
    before = everything(started)
    ACTIONS[name](started)
    assert everything(started) != before
    workspace = started
    if restarted:
        started.close()
        workspace = Workspace.open(started.folder, clock)
    entry = workspace.undo()
    assert entry is not None
    assert entry.stored_action == ActionName.UNDO
    assert everything(workspace) == before
    assert entry.undoes == workspace.history(2)[1].id
    workspace.close()


@pytest.mark.parametrize("restarted", [False, True])
def test_undo_goes_back_step_by_step(restarted: bool, started: Workspace, clock: FakeClock) -> None:
    """Each Ctrl+Z undoes one action, the latest first; an undo is not undone itself."""
    states = [everything(started)]
    for name, action in ACTIONS.items():
        if name not in ("correct an account", "correct a project"):  # others build upon these two
            action(started)
            states.append(everything(started))
    workspace = started
    for state in reversed(states[:-1]):
        if restarted:
            workspace.close()
            workspace = Workspace.open(started.folder, clock)
        workspace.undo()
        assert everything(workspace) == state
    workspace.close()


def test_everything_can_be_undone(started: Workspace) -> None:
    """Down to the empty book, and no further."""
    while started.undo() is not None:
        pass
    for table in ("accounts", "partners", "projects", "orders"):
        assert run_sql(started.data_file, f"SELECT * FROM {table}") == []
    counted = run_sql(started.data_file, "SELECT count(*) FROM journal WHERE undoes IS NULL")
    assert counted == run_sql(
        started.data_file, "SELECT count(*) FROM journal WHERE undoes IS NOT NULL"
    )


def test_an_association_is_revoked_whatever_came_after(started: Workspace) -> None:
    """Days later, the console shows that it failed: project and time are restored."""
    order = started.associate(first_order(started))
    assert order.project == "202609010001"
    corrected = started.save_order(replace(order, note="corrected since"))
    back = started.undo_association(corrected)
    assert (back.associated_at, back.project, back.note) == (None, None, "corrected since")


def test_an_association_outlives_a_deletion_that_was_undone(started: Workspace) -> None:
    """Deleting and Ctrl+Z change nothing, so the association can still be undone."""
    started.delete_order(associated_order(started))
    started.undo()
    assert started.undo_association(associated_order(started)).project is None


@pytest.mark.parametrize(
    ("action", "statement"),
    [
        ("correct an order", "UPDATE orders SET note = 'theirs' WHERE id = 1"),
        ("correct an order", "DELETE FROM orders WHERE id = 1"),
        ("log an order", "DELETE FROM orders WHERE number = '99999999'"),
        ("delete an order", "DELETE FROM orders WHERE id = 1"),
        ("delete an order", "UPDATE orders SET number = '236414227150922'"),
        ("add an account", "UPDATE orders SET account_id = 2"),
        ("add a project", "UPDATE partners SET note = 'theirs'"),
        ("import", "UPDATE orders SET note = 'theirs' WHERE id = 3"),
    ],
)
def test_undo_refuses_what_was_changed_behind_its_back(
    action: str, statement: str, started: Workspace
) -> None:
    """Writing old values over newer ones would lose the newer ones; half an undo is none."""
    ACTIONS[action](started)
    run_sql(started.data_file, statement)
    before = everything(started)
    history = started.history(100)
    with pytest.raises(UndoConflict):
        started.undo()
    assert everything(started) == before
    assert started.history(100) == history


def test_only_the_last_action_is_undone(started: Workspace) -> None:
    """An older action undone alone could contradict a newer one."""
    with open_store(started) as store:
        first = store.last_undoable()
        started.save_partner(make_partner())
        assert first is not None
        with pytest.raises(UndoConflict):
            store.undo(first)


def test_the_journal_only_grows(started: Workspace) -> None:
    """A history that can be rewritten proves nothing."""
    before = started.history(100)
    for statement in ("UPDATE journal SET act = 'x'", "DELETE FROM journal WHERE id = 1"):
        with pytest.raises(sqlite3.IntegrityError, match="the journal only grows"):
            run_sql(started.data_file, statement)
    assert started.history(100) == before


def test_entries_are_numbered_when_the_clock_goes_back(
    started: Workspace, clock: FakeClock
) -> None:
    """A computer whose clock was set back must not undo the wrong action."""
    clock.advance(days=-30)
    started.save_partner(make_partner(name="late"))
    with open_store(started) as store:
        last = store.last_undoable()
    assert last is not None
    assert last.subject == "late"
    assert last.at < started.history(10)[-1].at


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such a file name")
def test_a_file_with_a_name_in_an_old_encoding_is_imported(
    started: Workspace, tmp_path: Path
) -> None:
    """An archive packed on a Chinese Windows has names in GBK, which must not crash the import."""
    path = tmp_path / os.fsdecode("订单.json".encode("gbk"))
    path.write_bytes(SAMPLE.read_bytes())
    before = len(started.book().orders)
    entry = started.files.import_file(path, UID).entry
    assert entry is not None
    assert entry.subject.endswith(".json")
    assert len(started.book().orders) > before


def test_nothing_to_undo_is_no_error(workspace: Workspace) -> None:
    """Ctrl+Z on the first day would show an error."""
    assert workspace.undo() is None


TEXTS = st.text().map(lambda text: text.encode(errors="replace").decode())
"""Any text that a file can hold."""


@given(st.lists(st.tuples(TEXTS, TEXTS, st.none() | st.integers(-(10**15), 10**15)), min_size=10))
@settings(max_examples=10)
def test_the_journal_has_added_orders_as_their_rows_are(
    facts: list[tuple[str, str, int | None]],
) -> None:
    """An import could be neither undone nor redone, because of one odd character."""
    orders = [
        make_order(number=str(236414227150000 + n), title=title, note=note, payable=amount)
        for n, (title, note, amount) in enumerate(facts)
    ]
    with TemporaryDirectory() as folder, closing(Workspace.open(Path(folder))) as workspace:
        workspace.save_account(make_account())
        with open_store(workspace) as store, store.transaction(ActionName.IMPORT) as transaction:
            transaction.add_orders(orders)
        with closing(sqlite3.connect(workspace.data_file)) as connection:
            for order in workspace.book().orders.values():
                [(_entry, change)] = workspace.history_of(order)
                assert change.after == current_row(connection, "orders", order.key or 0)
        workspace.undo()
        assert not workspace.book().orders
        workspace.redo()
        assert list(workspace.book().orders.values()) == orders


@pytest.mark.parametrize("change", ["save", "trash", "remove"])
def test_an_order_added_and_changed_in_one_action_can_be_undone(
    workspace: Workspace, change: str
) -> None:
    """The journal would have only the order's last state, and could not undo it."""
    workspace.save_account(make_account())
    with open_store(workspace) as store, store.transaction(ActionName.IMPORT) as transaction:
        transaction.add_orders([make_order(), make_order(number="236414227159999")])
        [first, _second] = transaction.orders(transaction.added)
        if change == "save":
            transaction.save(replace(first, note="new"))
        elif change == "trash":
            transaction.move_to_trash(first)
        else:
            transaction.remove([first])
    after = read_tables(workspace.data_file, "orders")
    assert workspace.check().ok
    workspace.undo()
    assert read_tables(workspace.data_file, "orders") == {"orders": []}
    workspace.redo()
    assert workspace.check().ok
    assert read_tables(workspace.data_file, "orders") == after
