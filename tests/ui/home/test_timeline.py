"""The timeline of the next 31 days: painted, hovered, walked by keyboard, and read as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.daily_summary import Stake
from desktop.domain.model import Window
from desktop.domain.timeline import Mark, Timeline, build_timeline, end
from desktop.domain.views import Query, View
from desktop.services.workspace import Workspace
from desktop.ui.home.page import HomePage
from desktop.ui.home.timeline import TimelineView
from desktop.ui.home.timeline_card import TimelineCard
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import tokens
from desktop.wording.i18n import set_language
from desktop.wording.verdicts import timeline as words
from tests.conftest import FakeClock
from tests.ui.conftest import LogOrder

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
TODAY = datetime(2026, 9, 10, 16, tzinfo=UTC)
MONTH = datetime(2026, 9, 30, 16, tzinfo=UTC)
KNOWN, PARTLY, UNKNOWN = Stake(2, 18400, 0), Stake(3, 4600, 1), Stake(1, 0, 1)


def strip_of(*marks: tuple[datetime, Stake]) -> Timeline:
    """Return a timeline with these deadlines."""
    return build_timeline(NOW, marks)


def test_a_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    """30 September 24:00 drawn on the first of October would be a day too late."""
    made = strip_of((MONTH, KNOWN))
    assert made.marks[0].day.isoformat() == "2026-09-30"
    assert made.days[0].isoformat() == "2026-09-10"
    assert len(made.days) == 31
    assert made.place(MONTH) == 21 / 31
    assert made.place(end(NOW)) == 1
    assert end(NOW) == datetime(2026, 10, 10, 16, tzinfo=UTC)


def test_the_arrow_keys_walk_the_marks(qtbot: QtBot) -> None:
    """Each mark says when, how many, and how much – never more precisely than is known."""
    strip = TimelineView(
        strip_of((TODAY, KNOWN), (MONTH, PARTLY), (MONTH + timedelta(days=2), UNKNOWN))
    )
    qtbot.addWidget(strip)
    strip.show()
    texts: list[str] = []
    strip.pointed.connect(texts.append)
    strip.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home):
        qtbot.keyClick(strip, key)
    assert texts[-3:] == [
        "30 Sep 24:00 · 3 orders · at least ¥46.00 cashback at stake",
        "2 Oct 24:00 · 1 order",
        "today 24:00 · 2 orders · about ¥184.00 cashback at stake",
    ]
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert chosen.args[0].deadline == TODAY
    assert strip.accessibleDescription() == texts[-1]


def test_the_mouse_points_and_opens(shown: Screen, qtbot: QtBot) -> None:
    """A mark is small: a click near it suffices; far from it nothing happens."""
    strip = shown(strip_of((MONTH, KNOWN)), width=620)
    texts: list[str] = []
    strip.pointed.connect(texts.append)
    qtbot.mouseMove(strip, QPoint(412, 15))
    assert texts[-1].startswith("30 Sep 24:00")
    qtbot.mouseMove(strip, QPoint(100, 15))
    assert texts[-1] == ""
    with qtbot.waitSignal(strip.chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(415, 20))
    with qtbot.assertNotEmitted(strip.chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 20))


class Screen:
    """Shows timelines, each in a window with the focus on a button beside it."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._windows: list[QWidget] = []

    def __call__(self, made: Timeline, width: int = 840) -> TimelineView:
        window = QWidget()
        self._windows.append(window)
        self._qtbot.addWidget(window)
        button = QPushButton("beside", window)
        strip = TimelineView(made, window)
        strip.resize(width, strip.sizeHint().height())
        button.move(0, strip.height())
        window.resize(width, strip.height() + button.height())
        window.show()
        self._qtbot.waitUntil(button.hasFocus)
        return strip


@pytest.fixture
def shown(qtbot: QtBot) -> Screen:
    """Return a function that shows timelines."""
    return Screen(qtbot)


def painted(strip: TimelineView) -> QImage:
    """Return a picture of the timeline."""
    return strip.grab().toImage()


def has(image: QImage, colour: str) -> bool:
    """Return whether a colour is visible."""
    wanted = QColor(colour).rgb()
    across = range(image.width())
    return any(image.pixel(x, y) == wanted for y in range(image.height()) for x in across)


def test_two_deadlines_of_one_day_are_both_named(shown: Screen) -> None:
    """A project that ends at 18:00 shares its mark with midnight: the text names both."""
    early = MONTH - timedelta(hours=6)
    strip = shown(strip_of((early, UNKNOWN), (MONTH, KNOWN)))
    middle = 840 * 20.5 / 31
    assert strip.text_at(middle).splitlines() == [
        "30 Sep 18:00 · 1 order",
        "30 Sep 24:00 · 2 orders · about ¥184.00 cashback at stake",
    ]
    assert strip.mark_at(middle) == Mark(early, UNKNOWN)


def test_only_the_left_button_opens(shown: Screen, qtbot: QtBot) -> None:
    """A user who looks for a context menu must not land on another page."""
    strip = shown(strip_of((MONTH, KNOWN)))
    with qtbot.assertNotEmitted(strip.chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.RightButton, pos=QPoint(556, 15))


def test_the_text_of_a_mark_disappears_when_the_mouse_leaves(shown: Screen, qtbot: QtBot) -> None:
    """The line below is about the mark under the pointer, else about the focused one."""
    strip = shown(strip_of((TODAY, KNOWN), (MONTH, PARTLY)))
    texts: list[str] = []
    strip.pointed.connect(texts.append)
    qtbot.mouseMove(strip, QPoint(556, 15))
    QApplication.sendEvent(strip, QEvent(QEvent.Type.Leave))
    assert texts[-1] == ""
    strip.setFocus()
    assert texts[-1].startswith("today 24:00")
    qtbot.mouseMove(strip, QPoint(557, 16))
    assert texts[-1].startswith("30 Sep 24:00")
    QApplication.sendEvent(strip, QEvent(QEvent.Type.Leave))
    assert texts[-1].startswith("today 24:00")
    strip.clearFocus()
    assert texts[-1] == ""


def test_the_tooltip_is_the_marks_text(shown: Screen) -> None:
    """The same words for the eye, the mouse and the screen reader."""
    strip = shown(strip_of((MONTH, KNOWN)))
    at = QPoint(556, 15)
    assert strip.text_at(556) == "30 Sep 24:00 · 2 orders · about ¥184.00 cashback at stake"
    assert strip.text_at(60) == ""
    QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, at, strip.mapToGlobal(at)))
    assert strip.text_at(556) in QToolTip.text()
    QToolTip.hideText()


def test_without_a_mark_tab_skips_the_timeline(shown: Screen) -> None:
    """A stop at which nothing is shown looks like a lost focus."""
    assert shown(strip_of()).focusPolicy() is Qt.FocusPolicy.NoFocus
    assert shown(strip_of((MONTH, KNOWN))).focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_today_is_amber_and_later_is_not(shown: Screen) -> None:
    """The colour of today is used for nothing else; the word below it says the same."""
    assert has(painted(shown(strip_of((TODAY, KNOWN)))), tokens().amber)
    later = painted(shown(strip_of((MONTH, KNOWN))))
    assert has(later, tokens().accent)
    assert not has(later, tokens().amber)


@pytest.mark.parametrize("percent", [100, 200])
def test_large_text_has_enough_space(percent: int, shown: Screen) -> None:
    """At 200 % the circles grow, and the line below them is not cut off."""
    plain = QApplication.font()
    try:
        large = QFont(plain)
        large.setPointSizeF(plain.pointSizeF() * percent / 100)
        QApplication.setFont(large)
        strip = shown(strip_of((TODAY, KNOWN), (MONTH, PARTLY)), width=480)
        line = strip.fontMetrics().height()
        assert strip.minimumSizeHint().height() >= 2 * line
        image = painted(strip)
        bottom, top = image.height() - 1, image.height() - line
        rim = [(x, bottom) for x in range(480)]
        rim += [(x, y) for x in (0, 479) for y in range(top, bottom)]
        assert len({image.pixel(x, y) for x, y in rim}) == 1
    finally:
        QApplication.setFont(plain)


def test_labels_are_in_the_programs_language() -> None:
    """The computer's locale must not choose the names of days and months."""
    first, later = (datetime(2026, 9, 30, tzinfo=UTC) + timedelta(days=n) for n in (0, 1))
    days = first.date(), later.date()
    assert [words.day(day, days[0]) for day in days] == ["Today", "1 Oct"]
    set_language("zh_CN")
    assert [words.day(day, days[0]) for day in days] == ["今天", "10 月 1 日"]
    assert words.month(days[1]) == "10 月"


def test_the_table_has_the_same_facts(qtbot: QtBot) -> None:
    """It is for readers who cannot use the picture."""
    marks = [(TODAY, KNOWN), *((MONTH + timedelta(minutes=n), UNKNOWN) for n in range(44))]
    card = TimelineCard(strip_of(*marks))
    qtbot.addWidget(card)
    card.show()
    assert not card.as_table
    card.toggle.click()
    assert card.as_table
    assert card.view.isHidden()
    texts = [label.text() for label in card.table.findChildren(QLabel)]
    assert texts[3:6] == ["today 24:00", "2", "about ¥184.00"]
    assert "and 5 more deadlines" in texts
    card.toggle.click()
    assert not card.as_table


def test_an_empty_timeline_says_so(qtbot: QtBot) -> None:
    """An empty picture looks broken."""
    card = TimelineCard(strip_of())
    qtbot.addWidget(card)
    card.show()
    assert card.pointed.text() == "No deadline in the next 31 days"
    assert card.toggle.isHidden()
    qtbot.keyClick(card.view, Qt.Key.Key_Right)


def test_home_shows_it_and_leads_to_the_orders(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """From “what is due when” to the orders in one press; sums for today and the week."""
    log_order(window=Window.DAY, payable=368000)
    log_order()
    home = HomePage(context)
    qtbot.addWidget(home)
    home.resize(1000, 800)
    home.show()
    qtbot.waitUntil(lambda: home.timeline_card is not None)
    assert home.timeline_card is not None
    assert home.timeline_card.isVisible()
    assert [mark.stake.orders for mark in home.timeline_card.timeline.marks] == [1, 1]
    assert home.title.text() == "1 order due today 24:00, with about ¥184.00 cashback at stake"
    with qtbot.waitSignal(context.orders_wanted) as wanted:
        home.timeline_card.chosen.emit(home.timeline_card.timeline.marks[0])
    assert wanted.args == [Query(View.TODAY)]
    home.timeline_card.toggle.click()
    context.changed.emit()
    assert home.timeline_card.as_table
    context.ticker.unregister(home)


def test_the_week_is_mentioned_if_it_has_more_than_today(
    context: Context, log_order: LogOrder, workspace: Workspace, qtbot: QtBot
) -> None:
    """10 September 2026 is a Thursday: a deadline on Saturday is this week's."""
    log_order(window=Window.DAY)
    paid = workspace.clock() + timedelta(days=2)
    log_order(window=Window.DAY, paid_at=paid)
    log_order(window=Window.DAY, payable=None)
    home = HomePage(context)
    qtbot.addWidget(home)
    assert home.title.text() == "2 orders due today 24:00, with at least ¥102.00 cashback at stake"
    assert "this week: at least ¥204.00 cashback at stake" in home.subtitle.text()


def test_the_last_order_is_deleted_and_time_continues(
    context: Context, log_order: LogOrder, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    """Without an order there is no timeline; the next tick must not call the deleted one."""
    order = log_order()
    home = HomePage(context)
    qtbot.addWidget(home)
    home.show()
    qtbot.waitUntil(lambda: home.timeline_card is not None)
    workspace.delete_order(order)
    context.changed.emit()
    assert home.timeline_card is None
    clock.advance(minutes=20)
    home.tick(clock())
    context.ticker.unregister(home)


def test_a_low_window_has_no_strip(context: Context, log_order: LogOrder, qtbot: QtBot) -> None:
    """At 640 pixels the orders themselves and the next step need the space."""
    log_order()
    home = HomePage(context)
    qtbot.addWidget(home)
    home.resize(1000, 640)
    home.show()
    qtbot.waitUntil(lambda: home.timeline_card is not None)
    assert home.timeline_card is not None
    assert not home.timeline_card.isVisible()
    home.resize(1000, 800)
    assert home.timeline_card.isVisible()
    context.ticker.unregister(home)
