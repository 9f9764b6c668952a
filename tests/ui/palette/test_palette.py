"""The palette: Ctrl+K, a few letters, Enter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.views import Query, View
from desktop.services.workspace import Workspace
from desktop.ui.palette.palette import Palette
from desktop.ui.shared.context import Context
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import Scheme, Theme, tokens
from desktop.wording.i18n import set_language
from tests.builders import PROJECT_NUMBER, fill_workspace


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, context: Context) -> MainWindow:
    """Return the window with two open orders."""
    fill_workspace(workspace)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the theme, which is light again after the test."""
    theme = Theme(qapp, Scheme.LIGHT)
    yield theme
    theme.apply(Scheme.LIGHT)


def opened(qtbot: QtBot, window: MainWindow) -> Palette:
    """Open the palette by its key, and wait for the orders."""
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    qtbot.waitUntil(lambda: "2364" in " ".join(texts(palette)), timeout=5000)
    return palette


def texts(palette: Palette) -> list[str]:
    """Return the lines shown, headings included."""
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_open_orders_come_first_without_a_letter(qtbot: QtBot, window: MainWindow) -> None:
    """At 23:40 the user looks for the open orders."""
    palette = opened(qtbot, window)
    assert texts(palette)[0] == "Orders"
    assert palette.list.currentRow() == 1


def test_enter_runs_the_first(qtbot: QtBot, window: MainWindow) -> None:
    """“set”, Enter: the settings, by keyboard alone."""
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.field, "sett")
    qtbot.waitUntil(lambda: "Settings" in " ".join(texts(palette)))
    assert "Settings" in palette.list.currentItem().text()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.pages["settings"]


def test_initials_of_pinyin_find_a_page(qtbot: QtBot, window: MainWindow) -> None:
    """Switching the input method for one word is a nuisance."""
    set_language("zh_CN")
    window.rebuild()
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.field, "sz")
    qtbot.waitUntil(lambda: any("设置" in text for text in texts(palette)))


def test_a_piece_of_a_number_finds_its_order(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    """The last digits are what people remember."""
    palette = opened(qtbot, window)
    number = next(iter(context.workspace.book().orders.values())).number
    QTest.keyClicks(palette.field, number[-5:])
    qtbot.waitUntil(lambda: number in " ".join(texts(palette)))
    wanted: list[Query] = []
    context.orders_wanted.connect(wanted.append)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert wanted == [Query(View.ALL, number)]


def test_control_enter_leads_to_associating(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    """The next step is one key away."""
    palette = opened(qtbot, window)
    led: list[object] = []
    context.guide_wanted.connect(led.append)
    QTest.keyClick(palette.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(led) == 1


def test_arrows_pass_over_headings(qtbot: QtBot, window: MainWindow) -> None:
    """A heading does nothing, so it is never chosen."""
    palette = opened(qtbot, window)
    for _press in range(palette.list.count()):
        item = palette.list.currentItem()
        assert item.flags() & Qt.ItemFlag.ItemIsEnabled
        QTest.keyClick(palette.field, Qt.Key.Key_Down)


def test_a_query_without_hits_leads_to_the_search(qtbot: QtBot, window: MainWindow) -> None:
    """A dead end would send the user back to the mouse."""
    palette = opened(qtbot, window)
    QTest.keyClicks(palette.field, "zzzz")
    qtbot.waitUntil(lambda: "zzzz" in " ".join(texts(palette)))
    assert "zzzz" in palette.list.currentItem().text()


@pytest.mark.parametrize(
    "name",
    ["项目编号", "商机 ID", "商机ID", "合作伙伴项目ID", "opportunity ID", "partner project id"],
)
def test_a_project_number_is_found_by_each_of_its_names(
    name: str, qtbot: QtBot, window: MainWindow
) -> None:
    """The console, the partner and LinkDue call it differently."""
    palette = opened(qtbot, window)
    palette.field.setText(name)  # QTest has no keys for Chinese
    qtbot.waitUntil(lambda: PROJECT_NUMBER in " ".join(texts(palette)))
    assert "Project numbers" in " ".join(texts(palette))


def test_a_long_name_leaves_room_for_the_number(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    """Orders with the same name are told apart by their numbers, which are never cut."""
    for order in list(workspace.book().orders.values()):
        workspace.save_order(replace(order, title="A server " * 12), order)
    palette = opened(qtbot, window)
    palette.list.setCurrentRow(palette.list.count() - 1)
    palette.list.scrollToTop()
    picture = palette.list.viewport().grab().toImage()
    first, second = (
        picture.copy(palette.list.visualItemRect(palette.list.item(row))) for row in (1, 2)
    )
    assert first != second  # the numbers differ in their last digit


def test_it_follows_the_theme_while_open(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    """At dusk the system turns dark, and light text on a light ground can't be read."""
    palette = opened(qtbot, window)
    theme.apply(Scheme.DARK)
    QApplication.processEvents()
    picture = palette.grab().toImage()
    ground = picture.pixelColor(picture.width() // 2, palette.field.height() // 4)
    assert ground.name() == tokens().raised
    glass = palette.field.actions()[0].icon().pixmap(20).toImage()
    pixels = (glass.pixelColor(n % 20, n // 20) for n in range(400))
    assert {pixel.name() for pixel in pixels if pixel.alpha() == 255} == {tokens().muted}
