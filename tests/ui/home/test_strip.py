"""The strip of the next 31 days: seen, hovered, walked with the keyboard, and read as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.domain.agenda import Stake
from desktop.domain.horizon import Horizon, Mark, end, horizon
from desktop.domain.model import Window
from desktop.domain.views import Query, View
from desktop.ui.context import Context
from desktop.ui.home.page import HomePage
from desktop.ui.home.strip import Strip
from desktop.ui.home.strip_card import StripCard
from tests.ui.conftest import LogOrder

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
TODAY = datetime(2026, 9, 10, 16, tzinfo=UTC)
MONTH = datetime(2026, 9, 30, 16, tzinfo=UTC)
KNOWN, PARTLY, UNKNOWN = Stake(2, 18400, 0), Stake(3, 4600, 1), Stake(1, 0, 1)


def strip_of(*marks: tuple[datetime, Stake]) -> Horizon:
    """A strip with these deadlines."""
    return horizon(NOW, marks)


def test_a_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    """30 September 24:00 drawn on the first of October would be a day too late."""
    made = strip_of((MONTH, KNOWN))
    assert made.marks[0].day.isoformat() == "2026-09-30"
    assert made.days[0].isoformat() == "2026-09-10"
    assert len(made.days) == 31
    assert made.place(MONTH) == 21 / 31
    assert made.place(end(NOW)) == 1
    assert end(NOW) == datetime(2026, 10, 10, 16, tzinfo=UTC)


def test_sizes_follow_what_is_at_risk() -> None:
    """The dearest stands out; what is not known is small, not nothing."""
    made = strip_of((TODAY, KNOWN), (MONTH, PARTLY), (MONTH + timedelta(hours=1), UNKNOWN))
    largest, half, least = (made.size(mark) for mark in made.marks)
    assert (largest, half) == (1, 0.5)
    assert 0 < least < half
    assert made.size(Mark(TODAY, Stake(1, -500, 0))) == least


def test_the_keyboard_walks_the_marks(qtbot: QtBot) -> None:
    """Each mark says when, how many, and how much – never more precisely than is known."""
    strip = Strip(strip_of((TODAY, KNOWN), (MONTH, PARTLY), (MONTH + timedelta(days=2), UNKNOWN)))
    qtbot.addWidget(strip)
    strip.show()
    said: list[str] = []
    strip.pointed.connect(said.append)
    strip.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home):
        qtbot.keyClick(strip, key)
    assert said[-3:] == [
        "30 Sep 24:00 · 3 orders · at least ¥46.00 cashback at risk",
        "2 Oct 24:00 · 1 order",
        "today 24:00 · 2 orders · about ¥184.00 cashback at risk",
    ]
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert chosen.args[0].deadline == TODAY
    assert strip.accessibleDescription() == said[-1]


def test_the_mouse_points_and_opens(qtbot: QtBot) -> None:
    """A mark is small: near it is enough, far from it nothing happens."""
    strip = Strip(strip_of((MONTH, KNOWN)))
    strip.resize(620, 80)
    qtbot.addWidget(strip)
    strip.show()
    said: list[str] = []
    strip.pointed.connect(said.append)
    qtbot.mouseMove(strip, QPoint(412, 30))
    assert said[-1].startswith("30 Sep 24:00")
    qtbot.mouseMove(strip, QPoint(100, 30))
    assert said[-1] == ""
    with qtbot.waitSignal(strip.chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(415, 40))
    with qtbot.assertNotEmitted(strip.chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 40))


def test_the_table_says_the_same(qtbot: QtBot) -> None:
    """For whom the picture is nothing."""
    marks = [(TODAY, KNOWN), *((MONTH + timedelta(minutes=n), UNKNOWN) for n in range(44))]
    card = StripCard(strip_of(*marks))
    qtbot.addWidget(card)
    card.show()
    assert not card.as_table
    card.toggle.click()
    assert card.as_table
    assert card.strip.isHidden()
    told = [label.text() for label in card.table.findChildren(QLabel)]
    assert told[3:6] == ["today 24:00", "2", "about ¥184.00 cashback at risk"]
    assert "and 5 more deadlines" in told
    card.toggle.click()
    assert not card.as_table


def test_no_deadline_is_said_in_words(qtbot: QtBot) -> None:
    """An empty picture looks like one that is broken."""
    card = StripCard(strip_of())
    qtbot.addWidget(card)
    card.show()
    assert card.pointed.text() == "No deadline in the next 31 days"
    assert card.toggle.isHidden()
    qtbot.keyClick(card.strip, Qt.Key.Key_Right)


def test_home_shows_it_and_leads_to_the_orders(
    context: Context, log_order: LogOrder, desk: Desk, qtbot: QtBot
) -> None:
    """From “what is due when” to the orders themselves in one press; sums for today and the week."""
    log_order(window=Window.DAY, payable=368000)
    log_order()
    home = HomePage(context)
    qtbot.addWidget(home)
    home.show()
    qtbot.waitUntil(lambda: home.strip is not None)
    assert home.strip is not None
    assert [mark.stake.orders for mark in home.strip.horizon.marks] == [1, 1]
    assert home.title.text() == "1 order due today 24:00, about ¥184.00 cashback to keep"
    with qtbot.waitSignal(context.orders_wanted) as wanted:
        home.strip.chosen.emit(home.strip.horizon.marks[0])
    assert wanted.args == [Query(View.TODAY)]
    home.strip.toggle.click()
    context.changed.emit()
    assert home.strip.as_table
    context.ticker.unregister(home)


def test_the_week_is_told_where_it_is_more_than_today(
    context: Context, log_order: LogOrder, desk: Desk, qtbot: QtBot
) -> None:
    """10 September 2026 is a Thursday: a deadline on Saturday is this week's."""
    log_order(window=Window.DAY)
    paid = desk.clock() + timedelta(days=2)
    log_order(window=Window.DAY, paid_at=paid)
    log_order(window=Window.DAY, payable=None)
    home = HomePage(context)
    qtbot.addWidget(home)
    assert home.title.text() == "2 orders due today 24:00, at least ¥102.00 cashback to keep"
    assert "this week at least ¥204.00 cashback to keep" in home.subtitle.text()
