"""The navigation: a list with one Tab stop, collapsed to icons in narrow windows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.kit.sidebar import Entry, NavigationList, Sidebar
from desktop.ui.theme.icon import app_icon

UPPER = [Entry("home", "Home", Glyph.HOME), Entry("orders", "Orders", Glyph.ORDER)]
LOWER = [Entry("help", "Help", Glyph.QUESTION)]


@pytest.fixture
def bar(qtbot: QtBot) -> Sidebar:
    """Show a navigation with three pages."""
    bar = Sidebar("LinkDue", app_icon(), UPPER, LOWER)
    qtbot.addWidget(bar)
    bar.select("home")
    bar.show()
    return bar


def test_it_collapses_in_a_narrow_window_with_tooltips(bar: Sidebar) -> None:
    """At 1024 pixels the words would take a fifth of the width from the orders."""
    bar.fit(1400)
    wide = bar.width()
    assert not bar.folded
    bar.fit(800)
    assert bar.folded
    assert bar.width() < wide / 2
    items = [bar.focus_list().item(row) for row in range(2)]
    assert [("Home" in items[0].toolTip()), ("Orders" in items[1].toolTip())] == [True, True]
    bar.fit(1400)
    assert bar.width() == wide
    assert items[0].toolTip() == ""


def test_tab_stops_once_at_the_page_shown(qtbot: QtBot) -> None:
    """Seven stops before the page begins are six too many."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    before, after = QLineEdit(), QLineEdit()
    bar = Sidebar("LinkDue", app_icon(), UPPER, LOWER)
    bar.select("help")
    for widget in (before, bar, after):
        column.addWidget(widget)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert bar.focus_list().hasFocus()
    assert bar.focus_list().currentItem().text() == "Help"
    qtbot.keyClick(bar.focus_list(), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_a_screen_reader_finds_a_list_with_the_page_shown(bar: Sidebar) -> None:
    """Buttons without a state do not tell which page is shown."""
    bar.set_count("orders", 3, "3 due today")
    bar.select("orders")
    seen = QAccessible.queryAccessibleInterface(bar.focus_list())
    assert seen.role() is QAccessible.Role.List
    names = [seen.child(n).text(QAccessible.Text.Name) for n in range(seen.childCount())]
    assert names == ["Home", "Orders"]
    # The stubs of PySide do not know the members of a state.
    states = [seen.child(n).state() for n in range(seen.childCount())]
    selected = [bool(state.selected) for state in states]  # type: ignore[attr-defined]
    assert selected == [False, True]
    assert bar.description("orders") == "3 due today"


def test_the_arrow_keys_move_from_the_upper_list_to_the_lower_one(
    bar: Sidebar, qtbot: QtBot
) -> None:
    """To the user it is one list, whatever is between the two."""
    chosen: list[str] = []
    bar.chosen.connect(chosen.append)
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    bar.select("orders")
    bar.focus_list().setFocus()
    qtbot.keyClick(bar.focus_list(), Qt.Key.Key_Down)
    assert (chosen, bar.selected()) == (["help"], "help")
    assert bar.focus_list().hasFocus()
    qtbot.keyClick(bar.focus_list(), Qt.Key.Key_Down)
    assert bar.selected() == "home"


def test_a_low_window_leaves_out_name_and_foot_before_any_page(qtbot: QtBot) -> None:
    """At 200 % on a small notebook, three of seven pages could not be reached by the mouse."""
    foot = PlainLabel("Backed up today")
    bar = Sidebar("LinkDue", app_icon(), UPPER, LOWER, foot)
    qtbot.addWidget(bar)
    bar.show()
    bar.resize(bar.width(), 400)
    assert foot.isVisible()
    lists = bar.findChildren(NavigationList)
    entries = sum(pages.sizeHint().height() for pages in lists)
    bar.setMinimumHeight(1)  # like a window that is lower than its content needs
    bar.resize(bar.width(), entries + 20)
    qtbot.waitUntil(lambda: not foot.isVisible())
    qtbot.waitUntil(lambda: all(p.height() >= p.sizeHint().height() for p in lists))
