"""Undo and redo walk over the actions as a model with two stacks does, whatever happens between."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.compare import ConsoleList, ConsoleLists, DifferenceKind
from desktop.domain.journal import UndoConflict
from desktop.domain.model import Order
from desktop.services.workspace import Workspace
from tests.builders import UID, fill_workspace, make_account, make_order, make_partner
from tests.conftest import FakeClock
from tests.sql import RECORD_TABLES, read_tables, run_sql

ROOT = Path(__file__).parents[3]


def everything(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of records, with its key."""
    return read_tables(workspace.data_file, *RECORD_TABLES)


class Machine:
    """Random actions on a workspace, and the states for undo and redo, in two stacks."""

    def __init__(self, folder: Path, clock: FakeClock, seed: int) -> None:
        self.folder, self.clock = folder, clock
        self.random = random.Random(seed)
        self.workspace = Workspace.open(folder, clock)
        self.other = Workspace.open(folder, clock)
        self.past = [everything(self.workspace)]
        self.future: list[dict[str, list[tuple[object, ...]]]] = []
        self.numbers = iter(range(236414227150000, 236414227160000))

    def close(self) -> None:
        self.workspace.close()
        self.other.close()

    def step(self) -> str:
        """Take one random step and return its name."""
        name = self.random.choices(
            ("change", "change elsewhere", "undo", "redo", "restart", "clock"),
            (40, 12, 25, 25, 4, 4),
        )[0]
        if name.startswith("change"):
            self.change(self.workspace if name == "change" else self.other)
        elif name == "restart":
            self.workspace.close()
            self.workspace = Workspace.open(self.folder, self.clock)
        elif name == "clock":
            self.clock.advance(days=self.random.choice((-40, -1, 1, 40)))
        else:
            self.walk(name)
        return name

    def change(self, workspace: Workspace) -> None:
        before = workspace.history(1)
        self.random.choice(
            (
                self.log,
                self.log,
                self.correct,
                self.associate,
                self.delete,
                self.restore,
                self.account,
                self.partner,
                self.answer,
                self.compare,
                self.settle,
            )
        )(workspace)
        if workspace.history(1) != before:
            self.past.append(everything(workspace))
            self.future.clear()

    def walk(self, name: str) -> None:
        """Undo or redo, and move between the two stacks; a new action empties the second one."""
        if name == "undo":
            done, here, there = self.workspace.undo(), self.past, self.future
            possible = len(here) > 1
        else:
            done, here, there = self.workspace.redo(), self.future, self.past
            possible = bool(here)
        assert (done is not None) == possible
        if possible:
            there.append(here.pop())

    # The changes

    def orders(self, workspace: Workspace, *, in_trash: bool = False) -> list[Order]:
        condition = f"deleted_at IS {'NOT ' if in_trash else ''}NULL"
        keys = run_sql(workspace.data_file, f"SELECT id FROM orders WHERE {condition}")
        return [line.order for line in workspace.order_rows([key for (key,) in keys])]

    def some(self, workspace: Workspace, *, in_trash: bool = False) -> list[int]:
        found = self.orders(workspace, in_trash=in_trash)
        chosen = self.random.sample(found, min(len(found), self.random.randint(1, 3)))
        return [order.key for order in chosen if order.key is not None]

    def log(self, workspace: Workspace) -> None:
        if UID not in workspace.book().accounts:
            self.account(workspace)
            return
        workspace.save_order(make_order(number=str(next(self.numbers)), created_at=self.clock.now))

    def correct(self, workspace: Workspace) -> None:
        for order in self.orders(workspace)[:1]:
            workspace.save_order(replace(order, note=str(self.random.random())))

    def associate(self, workspace: Workspace) -> None:
        workspace.orders.associate(self.some(workspace))

    def delete(self, workspace: Workspace) -> None:
        workspace.orders.delete(self.some(workspace))

    def restore(self, workspace: Workspace) -> None:
        workspace.orders.restore(self.some(workspace, in_trash=True))

    def account(self, workspace: Workspace) -> None:
        known = workspace.book().accounts.get(UID, make_account())
        workspace.save_account(replace(known, name=str(self.random.random())))

    def partner(self, workspace: Workspace) -> None:
        workspace.save_partner(make_partner(name=f"P{self.random.random()}"))

    def answer(self, workspace: Workspace) -> None:
        account = workspace.book().accounts.get(UID)
        if account is not None:
            workspace.answer(account, "affiliate", self.random.choice((True, False, None)))

    def compare(self, workspace: Workspace) -> None:
        if UID in workspace.book().accounts:
            workspace.comparing.note(UID)

    def settle(self, workspace: Workspace) -> None:
        """Record the console's claim that some open order is associated, and since when."""
        for order in self.orders(workspace)[:1]:
            at = (order.created_at + timedelta(hours=9)).isoformat(sep=" ", timespec="seconds")
            text = f"订单号\t支付时间\t关联时间\n{order.number}\t{at[:19]}\t{at[:19]}\n"
            reading = workspace.comparing.read(text, ConsoleList.ASSOCIATED, UID)
            found = workspace.comparing.compare(UID, ConsoleLists(None, reading.rows))
            for each in found.found:
                if each.kind is DifferenceKind.ASSOCIATED_THERE:
                    workspace.comparing.settle([each])


@pytest.mark.parametrize("seed", range(12))
def test_undo_and_redo_agree_with_two_piles(seed: int, tmp_path: Path, clock: FakeClock) -> None:
    """Undo would go wrong after another process, a restart, or a clock that was set back."""
    machine = Machine(tmp_path / "data", clock, seed)
    steps = []
    for _count in range(150):
        steps.append(machine.step())
        assert everything(machine.workspace) == machine.past[-1], steps
        assert machine.workspace.can_undo() == (len(machine.past) > 1)
        assert machine.workspace.can_redo() == bool(machine.future)
    assert machine.workspace.check().ok
    machine.close()


@pytest.fixture
def logged(workspace: Workspace) -> Workspace:
    """Make a workspace with an account, a project and two orders."""
    fill_workspace(workspace)
    return workspace


def order(workspace: Workspace, number: str = "236414227150922") -> Order:
    """Return a recorded order."""
    return workspace.book().orders[UID, number]


def test_a_redo_is_refused_where_the_row_was_changed_since(logged: Workspace) -> None:
    """Redo must not overwrite a newer value that a tool wrote meanwhile."""
    logged.save_order(replace(order(logged), note="mine"))
    logged.undo()
    run_sql(logged.data_file, "UPDATE orders SET note = 'theirs' WHERE id = 1")
    with pytest.raises(UndoConflict):
        logged.redo()
    assert order(logged).note == "theirs"


def test_a_new_action_clears_redo(logged: Workspace) -> None:
    """After a new action, a redo would do something that nobody expects."""
    logged.save_order(replace(order(logged), note="mine"))
    logged.undo()
    logged.save_partner(make_partner())
    assert logged.redo() is None


def test_another_process_s_action_clears_redo_and_is_undone_first(
    logged: Workspace, tmp_path: Path
) -> None:
    """The scheduled command line works while the window is open."""
    logged.save_order(replace(order(logged), note="mine"))
    logged.undo()
    command = [sys.executable, "-m", "desktop", "--data-dir", str(tmp_path / "data")]
    subprocess.run([*command, "associate", "236414227150923"], cwd=ROOT, check=True)
    assert logged.redo() is None
    logged.undo()
    assert order(logged, "236414227150923").associated_at is None


def test_a_redone_association_can_be_revoked(logged: Workspace) -> None:
    """“Mark as not associated” must find the association after undo and redo."""
    associated = logged.associate(order(logged))
    assert associated.project == "202609010001"
    logged.undo()
    logged.redo()
    back = logged.undo_association(order(logged))
    assert (back.associated_at, back.project) == (None, None)


def test_the_history_shows_which_actions_are_in_effect(logged: Workspace) -> None:
    """A month later, a reader must see which actions are in effect."""
    logged.save_order(replace(order(logged), note="mine"))
    for step in (logged.undo, logged.redo, logged.undo):
        step()
    shown = [(entry.stored_action, entry.origin, entry.effective) for entry in logged.history(4)]
    assert shown == [
        ("undo", "correct-order", True),
        ("redo", "correct-order", False),
        ("undo", "correct-order", False),
        ("correct-order", "correct-order", False),
    ]


def test_several_actions_are_undone_down_to_one(logged: Workspace) -> None:
    """From the history, everything after a mistake."""
    for note in ("one", "two", "three"):
        logged.save_order(replace(order(logged), note=note))
    first = logged.history(3)[-1]
    assert logged.undo_back_to(first) == 3
    assert order(logged).note == ""
    for note in ("one", "two", "three"):
        logged.redo()
        assert order(logged).note == note


def move_to_trash(workspace: Workspace, clock: FakeClock, days: int) -> None:
    """Delete an order and let days pass, with a check each day."""
    workspace.orders.empty_trash()
    workspace.delete_order(order(workspace))
    for _day in range(days):
        clock.advance(days=1)
        workspace.orders.empty_trash()


def trash_count(workspace: Workspace) -> int:
    """Return how many orders are in the trash."""
    query = "SELECT count(*) FROM orders WHERE deleted_at IS NOT NULL"
    [(count,)] = run_sql(workspace.data_file, query)
    return int(count)


def test_the_trash_keeps_for_90_days_and_not_for_ever(logged: Workspace, clock: FakeClock) -> None:
    """Kept for the days promised; then the row is removed, also from the order index and search."""
    move_to_trash(logged, clock, 90)
    assert trash_count(logged) == 1
    for _day in range(2):  # it must have been too old at the last check already
        clock.advance(days=1)
        logged.orders.empty_trash()
    assert trash_count(logged) == 0
    assert logged.check().ok
    [entry] = [e for e in logged.history(5) if e.stored_action == "empty-bin"]
    assert entry.subject == "236414227150922"
    assert run_sql(logged.data_file, "SELECT count(*) FROM search") == [(1,)]


def test_purging_the_trash_is_no_step_of_undo_and_can_be_reverted(
    logged: Workspace, clock: FakeClock
) -> None:
    """Ctrl+Z after a start must undo what the user did, not what the program did by itself."""
    move_to_trash(logged, clock, 92)
    assert trash_count(logged) == 0
    logged.save_partner(make_partner())
    logged.undo()
    assert not logged.book().partners
    assert logged.redo() is not None
    assert logged.book().partners
    logged.undo()
    with pytest.raises(UndoConflict):  # the next step back is the deletion, and its row is gone
        logged.undo()
    emptied = next(e for e in logged.history(9) if e.can_restore_trash)
    logged.undo_empty_trash(emptied)
    assert trash_count(logged) == 1
    assert logged.redo() is not None  # the partner, not the emptying
    logged.undo()
    logged.undo()
    assert order(logged).number == "236414227150922"
    with pytest.raises(UndoConflict):
        logged.undo_empty_trash(emptied)


def test_a_number_logged_again_outlives_the_purge(logged: Workspace, clock: FakeClock) -> None:
    """The one in the trash is removed; the new order with its number stays."""
    old = order(logged)
    move_to_trash(logged, clock, 5)
    logged.save_order(replace(old, key=None))
    for _day in range(95):
        clock.advance(days=1)
        logged.orders.empty_trash()
    assert trash_count(logged) == 0
    assert order(logged).number == old.number
    assert [entry.stored_action for entry, _change in logged.history_of(order(logged))] == [
        "add-order"
    ]


@pytest.mark.parametrize("days", [4000, 92])
def test_a_clock_that_is_wrong_for_a_day_empties_nothing(
    days: int, logged: Workspace, clock: FakeClock
) -> None:
    """A flat battery that sets the year ahead must not empty the trash."""
    move_to_trash(logged, clock, 1)
    now = clock.now
    for hours in (0, 5, 20):
        clock.now = now + timedelta(days=days, hours=hours)
        logged.orders.empty_trash()
    clock.now = now + timedelta(days=1)
    logged.orders.empty_trash()
    assert trash_count(logged) == 1


def test_a_check_of_the_trash_writes_once_a_day(logged: Workspace, clock: FakeClock) -> None:
    """Each start must not write to the file."""
    logged.orders.empty_trash()
    kept = logged.setting("bin-looked-at")
    clock.advance(hours=3)
    logged.orders.empty_trash()
    assert logged.setting("bin-looked-at") == kept
