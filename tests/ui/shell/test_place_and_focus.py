"""The window's position, and the focus in it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.settings import SettingKey
from desktop.ui.kit import sizes
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from tests.ui.conftest import LogOrder


@pytest.fixture
def window(context: Context, log_order: LogOrder, qtbot: QtBot) -> Iterator[MainWindow]:
    """Show the window on one open order."""
    log_order()
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()


def saved_place(frame: QRect) -> bytes:
    """Return the geometry that a window saves in a position."""
    window = QWidget()
    window.setGeometry(frame)
    return bytes(window.saveGeometry().data())


def test_a_place_on_a_screen_that_is_gone_is_ignored(context: Context, qtbot: QtBot) -> None:
    """Without the second screen the window would be invisible."""
    at_home = QWidget()
    away = QWidget()
    for one in (at_home, away):
        qtbot.addWidget(one)
        one.resize(300, 200)
    sizes.restore_place(at_home, saved_place(QRect(60, 70, 400, 300)))
    assert at_home.geometry().topLeft() == QPoint(60, 70)
    before = away.geometry()
    sizes.restore_place(away, saved_place(QRect(6000, 70, 400, 300)))
    assert away.geometry() == before


@pytest.mark.parametrize("kept", [b"", b"no place", saved_place.__name__.encode()])
def test_an_invalid_position_is_ignored(kept: bytes, qtbot: QtBot) -> None:
    """A setting that another program wrote must not keep the window from opening."""
    window = QWidget()
    qtbot.addWidget(window)
    before = window.geometry()
    sizes.restore_place(window, kept)
    assert window.geometry() == before


def test_the_window_opens_on_the_screen_whatever_was_kept(context: Context, qtbot: QtBot) -> None:
    """A window saved on a larger screen would have its edges outside."""
    place = b64encode(saved_place(QRect(0, 0, 5000, 4000))).decode("ascii")
    context.keep(SettingKey.WINDOW_GEOMETRY, place)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    available = QGuiApplication.primaryScreen().availableGeometry()
    assert available.contains(window.frameGeometry())


def test_a_page_that_is_shown_gets_the_focus(window: MainWindow) -> None:
    """Tab continues at the page's first control, not at the top of the window."""
    for key in ("gate", "projects", "settings", "help", "home"):
        window.show_page(key)
        focused = QApplication.focusWidget()
        page = window.pages[key]
        assert focused is page or page.isAncestorOf(focused), key


def test_the_navigation_keeps_the_focus_while_arrow_keys_move_through_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    """Down, Down, Down shows one page after the other."""
    navigation = window.sidebar.focus_list()
    navigation.setFocus()
    qtbot.keyClick(navigation, Qt.Key.Key_Down)
    assert window.sidebar.isAncestorOf(QApplication.focusWidget())
    assert window.sidebar.selected() == "gate"


def test_the_focus_returns_to_the_card_after_an_order_is_logged(
    window: MainWindow, log_order: LogOrder, qtbot: QtBot
) -> None:
    """Qt moves the focus to the navigation when the focused widget is rebuilt."""
    home = window.pages["home"]
    card = home.cards[0]  # type: ignore[attr-defined]
    card.guide.setFocus()
    window.open_order_form()
    assert window.order_dialog is not None
    log_order()
    window.context.changed.emit()
    window.order_dialog.close()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert window.stack.isAncestorOf(QApplication.focusWidget())


def test_the_window_opens_with_the_focus_on_a_named_page(window: MainWindow) -> None:
    """With nothing to read out at the start, a screen reader would be silent."""
    focused = QApplication.focusWidget()
    assert focused is window.pages["home"]
    assert focused.accessibleName() == "Home"


def test_a_click_on_the_navigation_leads_to_the_page(window: MainWindow, qtbot: QtBot) -> None:
    """Otherwise the next key would go to the navigation instead of the chosen page."""
    navigation = window.sidebar.focus_list()
    place = navigation.visualItemRect(navigation.item(1)).center()
    qtbot.mouseClick(navigation.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.sidebar.selected() == "gate"
    focused = QApplication.focusWidget()
    assert focused is window.pages["gate"] or window.pages["gate"].isAncestorOf(focused)
