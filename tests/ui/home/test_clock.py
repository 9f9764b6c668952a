"""The computer's clock goes back, forward, to sleep or to another zone: nothing is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.assessment import Verdict
from desktop.domain.views import View
from desktop.services.workspace import Workspace
from desktop.system.steady_clock import steady_seconds
from desktop.ui.home.page import HomePage
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from tests.conftest import FakeClock
from tests.sql import read_tables
from tests.ui.conftest import LogOrder


class Steady:
    """A monotonic clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady() -> Steady:
    """Return the monotonic clock, which no user can set."""
    return Steady()


@pytest.fixture
def workspace(tmp_path: Path, clock: FakeClock, steady: Steady) -> Iterator[Workspace]:
    """Open a workspace that notices when its clock is set."""
    workspace = Workspace.open(tmp_path / "data", clock, steady)
    yield workspace
    workspace.close()


@pytest.fixture
def home(qtbot: QtBot, context: Context, log_order: LogOrder) -> HomePage:
    """Show the home screen with one open order, due at the end of the month."""
    log_order()
    home = HomePage(context)
    home.resize(900, 700)
    qtbot.addWidget(home)
    home.show()
    qtbot.waitUntil(lambda: home.timeline_card is not None)  # below the first cards
    return home


@pytest.fixture
def pass_(clock: FakeClock, steady: Steady, context: Context) -> Callable[..., None]:
    """Let time pass, awake or asleep, on both clocks, and wake the window."""

    def passed(**units: float) -> None:
        clock.advance(**units)
        steady.seconds += timedelta(**units).total_seconds()
        context.ticker.tick()

    return passed


def doubts(home: HomePage) -> list[str]:
    """Return the home screen's warnings about the clock."""
    QApplication.processEvents()  # Qt shows widgets added to a layout with a delay
    found = home.findChildren(Notice, "clock-doubt")
    return [notice.title.text() for notice in found if notice.isVisible()]


def everything(workspace: Workspace) -> list[list[tuple[object, ...]]]:
    """Return everything recorded, and the journal."""
    tables = ("accounts", "partners", "projects", "orders", "journal", "changes")
    return list(read_tables(workspace.data_file, *tables).values())


def test_slept_through_a_deadline(
    home: HomePage, workspace: Workspace, pass_: Callable[..., None]
) -> None:
    """The lid was closed on the 10th and opened on 3 October: missed, once, without a warning."""
    before = everything(workspace)
    assert workspace.count(View.TO_ASSOCIATE) == 1
    pass_(days=23)
    assert (workspace.count(View.TO_ASSOCIATE), workspace.count(View.MISSED)) == (0, 1)
    assert home.cards == []
    assert everything(workspace) == before
    assert doubts(home) == []


def test_a_clock_set_forward_and_back_again_loses_no_order(
    home: HomePage,
    workspace: Workspace,
    clock: FakeClock,
    context: Context,
    pass_: Callable[..., None],
) -> None:
    """Missed by a wrong clock, an order is open again by the right one; the screen explains it."""
    before = everything(workspace)
    clock.advance(days=60)
    context.ticker.tick()
    assert doubts(home) == ["The computer's clock was set forward by 60 days"]
    assert home.cards == []
    clock.advance(days=-60)
    context.ticker.tick()
    assert doubts(home) == []
    assert len(home.cards) == 1
    assert everything(workspace) == before


def test_what_was_done_under_a_wrong_clock_stays_and_is_reported(
    home: HomePage,
    workspace: Workspace,
    clock: FakeClock,
    context: Context,
    pass_: Callable[..., None],
) -> None:
    """An order marked in “2030” is kept, undone in sequence, and the warning can be dismissed."""
    [order] = workspace.book().orders.values()
    clock.advance(days=1500)
    workspace.associate(order)
    clock.advance(days=-1500)
    context.changed.emit()
    assert doubts(home) == [
        "The clock says 10 Sep 2026 12:00, but your records go up to 19 Oct 2030 12:00"
    ]
    trust = next(
        b
        for b in home.findChildren(LinkButton)
        if b.text() == "The clock is right" and b.isVisible()
    )
    trust.click()
    assert doubts(home) == []
    entry = workspace.undo()
    assert entry is not None
    assert entry.origin == "associate"
    [order] = workspace.book().orders.values()
    assert workspace.assess(order).verdict is Verdict.OPEN
    context.changed.emit()
    assert doubts(home) == []


def test_a_clock_before_the_rules_is_certainly_wrong(
    home: HomePage, clock: FakeClock, context: Context
) -> None:
    """A flat battery: the warning cannot be dismissed, and the remedy is named."""
    clock.now = datetime(2020, 1, 1, tzinfo=UTC)
    context.changed.emit()
    assert doubts(home) == ["The computer's clock is wrong: it says 1 Jan 2020 08:00"]
    [notice] = [n for n in home.findChildren(Notice, "clock-doubt") if n.isVisible()]
    assert notice.text.text().endswith("Set the date and time in the system settings.")
    assert not notice.findChildren(LinkButton)


def test_actions_under_a_clock_set_back_are_kept_in_their_sequence(
    home: HomePage, workspace: Workspace, clock: FakeClock, log_order: LogOrder
) -> None:
    """Entries are numbered, not dated: the last action is undone first."""
    clock.advance(days=-5)
    log_order(created_at=clock.now, paid_at=clock.now)
    assert len(workspace.book().orders) == 2
    workspace.undo()
    assert len(workspace.book().orders) == 1
    assert workspace.check().ok


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows sets time zones differently")
def test_another_zone_changes_no_deadline(
    home: HomePage, workspace: Workspace, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Los Angeles, the deadline is Beijing's, and the local time beside it the new zone's."""
    try:
        seen = {}
        for zone in ("Asia/Shanghai", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Apia"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            context.changed.emit()
            daily_summary = workspace.daily_summary()
            labels = [label.text() for label in home.cards[0].findChildren(PlainLabel)]
            [seen[zone]] = [text for text in labels if "24:00 (Beijing time" in text]
            assert [a.deadline for a in daily_summary.open] == [
                datetime(2026, 9, 30, 16, tzinfo=UTC)
            ]
            assert doubts(home) == []
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "here" not in seen["Asia/Shanghai"]
    assert "2026-09-30 09:00 here" in seen["America/Los_Angeles"]
    assert "2026-09-30 21:45 here" in seen["Asia/Kathmandu"]


def test_the_monotonic_clock_runs_and_the_ticker_keeps_time() -> None:
    """The port returns seconds that grow."""
    first = steady_seconds()
    assert steady_seconds() >= first
    assert Ticker(lambda: datetime(2026, 9, 10, tzinfo=UTC)).waiting() is None
    assert os.environ.get("TZ") != "Pacific/Apia"
