"""Windows and columns adapt to the user's text size and the screen."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.ui.kit import sizes
from desktop.ui.kit.buttons import PrimaryButton
from desktop.ui.kit.cards import CardColumn, Page
from desktop.ui.kit.equal_columns import EqualColumns
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.wording.i18n import LANGUAGES, set_language


@pytest.mark.parametrize("factor", [1, 2, 20])
def test_windows_grow_with_the_text_up_to_the_screen(
    factor: int, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dialog made for small text shows four lines of large text, or ends below the screen."""
    screen = QSize(1900, 1000)
    shown_on = SimpleNamespace(availableSize=lambda: screen)
    monkeypatch.setattr(QGuiApplication, "primaryScreen", lambda: shown_on)
    font = QFont(qapp.font())
    line = QFontMetrics(font).height()
    font.setPixelSize(round(20 * factor * QFontInfo(font).pixelSize() / line))
    usual = QSize(600, 400)
    opened = sizes.opening_size(usual, QFontMetrics(font))
    wanted = {1: usual, 2: usual * 2, 20: screen - QSize(32, 56)}[factor]
    assert abs(opened.width() - wanted.width()) <= 0.1 * usual.width()
    assert abs(opened.height() - wanted.height()) <= 0.1 * usual.height()


def test_a_row_folds_by_the_letters_of_its_language(qtbot: QtBot) -> None:
    """Thirty English letters need half the width of thirty Chinese ones."""
    folded = {}
    for language in LANGUAGES:
        set_language(language)
        row = ResponsiveRow([QVBoxLayout()], 0)
        qtbot.addWidget(row)
        row.resize(30 * QFontMetrics(row.font()).horizontalAdvance("字") * 3 // 4, 20)
        row.show()
        folded[language] = row.folded
    assert folded == {"en": False, "zh_CN": True}


def test_a_row_folds_where_a_column_of_fixed_width_leaves_too_little(qtbot: QtBot) -> None:
    """Otherwise the button at the end of the row would be cut off by the edge of the card."""
    set_language("en")
    time, facts, end = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
    button = PrimaryButton("Associate")
    end.addWidget(button)
    row = ResponsiveRow([time, facts, end], widening=1, spacing=0, comfort=1)
    row.set_part_width(0, 300)
    qtbot.addWidget(row)
    row.resize(300 + button.sizeHint().width() // 2, 60)
    row.show()
    assert row.folded
    assert row.rect().contains(button.mapTo(row, button.rect().topRight()))


def test_a_row_folds_when_the_text_of_a_button_grows(qtbot: QtBot) -> None:
    """“Log 12 payments” was cut off where “Log” had fitted: nothing had changed the row's width."""
    start, end = QVBoxLayout(), QVBoxLayout()
    button = PrimaryButton("Log")
    start.addWidget(PrimaryButton("Cancel"))
    end.addWidget(button)
    row = ResponsiveRow([start, end], widening=0, comfort=0)
    qtbot.addWidget(row)
    longer = "Log 12 payments of November"
    row.setFixedSize(PrimaryButton(longer).sizeHint().width() + 10, 120)
    row.show()
    assert not row.folded
    button.setText(longer)
    qtbot.waitUntil(lambda: row.folded)
    qtbot.waitUntil(lambda: button.width() >= button.sizeHint().width())
    button.setText("Log")
    qtbot.waitUntil(lambda: not row.folded)


@pytest.mark.parametrize(("count", "numbers"), [(4, (4, 2, 1)), (3, (3, 1))])
def test_every_row_of_equal_columns_is_full(
    count: int, numbers: tuple[int, ...], qtbot: QtBot
) -> None:
    """Of four figures, two stood beside each other and two below each other at 200 %."""
    figures = [PlainLabel("¥123,456,789.00", wrap=False) for _figure in range(count)]
    columns = EqualColumns(figures, comfort=1, spacing=10)
    qtbot.addWidget(columns)
    columns.setFixedSize(4000, 200)
    columns.show()
    for number in numbers:
        columns.setFixedSize(number * (figures[0].sizeHint().width() + 10), 200)
        QApplication.processEvents()
        assert columns.columns == number
        columns.layout().activate()
        lefts = sorted(figure.x() for figure in figures)
        assert len(set(lefts)) == number
        assert all(lefts.count(left) == count // number for left in lefts)
        assert all(figure.width() >= figure.sizeHint().width() for figure in figures)
    for figure in figures:
        figure.setText("¥1")
    qtbot.waitUntil(lambda: columns.columns == count)


def test_the_buttons_of_a_stacked_row_come_before_its_facts(qtbot: QtBot) -> None:
    """With texts twice as large, the button that saves the cashback was below the window's edge."""
    places = []
    parts = []
    for _part in range(3):
        part = QVBoxLayout()
        places.append(PrimaryButton("Associate"))
        part.addWidget(places[-1])
        parts.append(part)
    row = ResponsiveRow(parts, widening=1, spacing=0, second=2)
    qtbot.addWidget(row)

    def order() -> list[int]:
        at = [place.mapTo(row, QPoint(0, 0)) for place in places]
        return sorted(range(3), key=lambda number: (at[number].y(), at[number].x()))

    row.resize(900, 200)
    row.show()
    assert order() == [0, 1, 2]
    row.resize(100, 200)
    qtbot.waitUntil(lambda: order() == [0, 2, 1])
    row.resize(900, 200)
    qtbot.waitUntil(lambda: order() == [0, 1, 2])


def long_column(column: CardColumn, layout: QVBoxLayout) -> CardColumn:
    """Show a column in too little space: it holds a wide button, and more lines than fit."""
    layout.addWidget(PrimaryButton("a button with a very long text on it"))
    for _line in range(80):
        layout.addWidget(PlainLabel("line"))
    column.resize(100, 300)
    column.show()
    return column


def test_a_column_is_as_wide_as_its_widest_part_and_its_bar(qtbot: QtBot) -> None:
    """Content that cannot wrap would otherwise lose its end behind the scroll bar."""
    column = CardColumn()
    qtbot.addWidget(column)
    long_column(column, column.body)
    qtbot.waitUntil(column.verticalScrollBar().isVisible)
    inner = column.widget()
    qtbot.waitUntil(lambda: column.viewport().width() >= inner.minimumSizeHint().width())


def test_a_page_leaves_its_window_as_it_is_and_scrolls_to_what_does_not_fit(qtbot: QtBot) -> None:
    """In a page wider than its window, buttons were outside and could not be reached."""
    page = Page("x")
    qtbot.addWidget(page)
    long_column(page, page.content)
    qtbot.waitUntil(page.horizontalScrollBar().isVisible)
    assert page.width() == 100


def test_the_actions_of_a_page_are_below_its_title_in_a_small_window(qtbot: QtBot) -> None:
    """Title and button side by side would make a page wider than a small screen."""
    page = Page("Project numbers of the year")
    qtbot.addWidget(page)
    button = PrimaryButton("Request a new number")
    page.actions_row.addWidget(button)
    page.resize(900, 400)
    page.show()
    assert button.geometry().top() == page.title.geometry().top() == 0
    page.resize(260, 400)

    def is_below() -> bool:
        title = page.title.mapTo(page, page.title.rect().bottomLeft())
        return button.mapTo(page, QPoint(0, 0)).y() > title.y()

    qtbot.waitUntil(is_below)
