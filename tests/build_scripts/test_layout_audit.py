"""The audit of the picture matrix is only useful if it finds what a user would see."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tour.layout_audit import findings
from tour.pseudo_language import lengthened

LONG = "The number of the project that your partner has sent you"


def shown(qtbot: QtBot, *, width: int = 600, height: int = 200) -> QWidget:
    """Return an empty screen of this size."""
    screen = QWidget()
    screen.resize(width, height)
    qtbot.addWidget(screen)
    screen.show()
    return screen


def test_a_cut_off_label_is_found(qtbot: QtBot) -> None:
    """The end of a sentence may be the deadline."""
    screen = shown(qtbot)
    label = QLabel(LONG, screen)
    label.setGeometry(0, 0, 60, 30)
    label.show()
    assert [one.kind for one in findings(screen)] == ["cut off"]


def test_a_wrapped_text_without_room_for_its_lines_is_found(qtbot: QtBot) -> None:
    """Its last line would be missing."""
    screen = shown(qtbot)
    label = QLabel(LONG, screen)
    label.setWordWrap(True)
    label.setGeometry(0, 0, 80, 20)
    label.show()
    assert [one.kind for one in findings(screen)] == ["cut off"]


def test_a_button_too_narrow_is_found(qtbot: QtBot) -> None:
    """A button must say what it does."""
    screen = shown(qtbot)
    button = QPushButton(LONG, screen)
    button.setGeometry(0, 0, 60, 40)
    button.show()
    assert [one.kind for one in findings(screen)] == ["cut off"]


def test_texts_over_each_other_are_found(qtbot: QtBot) -> None:
    """Neither could be read."""
    screen = shown(qtbot)
    for at in (0, 5):
        label = QLabel("Deadline", screen)
        label.move(at, 0)
        label.adjustSize()
        label.show()
    assert [one.kind for one in findings(screen)] == ["overlapping"]


def test_a_window_larger_than_the_screen_is_found(qtbot: QtBot, qapp: QApplication) -> None:
    """Its buttons would be out of reach."""
    available = qapp.primaryScreen().availableGeometry()
    screen = shown(qtbot, width=available.width() + 100, height=100)
    assert [one.kind for one in findings(screen)] == ["beyond the screen"]


def test_a_screen_in_order_has_no_findings(qtbot: QtBot) -> None:
    """A report full of false alarms is not read."""
    screen = shown(qtbot)
    layout = QHBoxLayout(screen)
    for widget in (QLabel(LONG), QPushButton("Log an order")):
        layout.addWidget(widget)
    QApplication.processEvents()
    assert findings(screen) == []


@pytest.mark.parametrize("text", ["{count} orders", "Open <b>{name}</b> now", "¥{amount}", ""])
def test_the_pseudo_language_keeps_placeholders(text: str) -> None:
    """A broken placeholder would end the tour, and no text would be checked."""
    longer = lengthened(text)
    assert longer.format(count=3, name="x", amount="1") is not None
    assert longer.count("{") == text.count("{")


def test_the_pseudo_language_is_longer() -> None:
    """Languages such as German need two fifths more space than English."""
    assert len(lengthened(LONG)) >= 1.3 * len(LONG)


def test_a_truncated_name_must_show_its_minimum(qtbot: QtBot) -> None:
    """Names may end in “…”, but not before it is clear whose they are."""
    screen = shown(qtbot)
    label = QLabel(LONG, screen)
    label.setProperty("elides", 12)
    label.setGeometry(0, 0, 200, 30)
    label.show()
    assert findings(screen) == []
    label.setGeometry(0, 0, 40, 30)
    assert [one.kind for one in findings(screen)] == ["cut off"]


def test_content_beyond_the_edge_is_found(qtbot: QtBot) -> None:
    """A page wider than its window hides the button at its right, and does not scroll."""
    screen = shown(qtbot, width=300)
    page = QWidget(screen)
    page.setGeometry(0, 0, 400, 100)
    button = QPushButton("Associate now", page)
    button.setGeometry(250, 0, 140, 40)
    page.show()
    assert [one.kind for one in findings(screen)] == ["beyond the edge"]


def test_a_page_that_reaches_beyond_its_window_is_found(qtbot: QtBot) -> None:
    """Its buttons at the right are hidden, and nothing scrolls to them."""
    screen = shown(qtbot)
    page = QScrollArea(screen)
    page.setGeometry(0, 0, 600, 200)
    page.show()
    assert findings(screen) == []
    page.setGeometry(0, 0, 640, 200)
    assert [one.kind for one in findings(screen)] == ["beyond the edge"]
