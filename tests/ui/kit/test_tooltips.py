"""Tooltips show the accessible name to the eye; a screen reader reads it out only once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.buttons import CopyIcon, IconButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import ElidedLabel
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.sidebar_foot import SidebarFoot
from desktop.ui.theme.tokens import Tone

NAME = "Copy order number 236414227150922"


def _foot() -> SidebarFoot:
    foot = SidebarFoot(Glyph.BOX, lambda: None)
    foot.show_lines("No backup yet", "Data only on this computer", Tone.AMBER)
    return foot


MAKERS: list[Callable[[], QWidget]] = [
    lambda: IconButton(Glyph.CROSS, NAME),
    lambda: CopyIcon(NAME, "Copied", "236414227150922"),
    lambda: ElidedLabel(NAME),
    lambda: Pill(NAME),
    _foot,
]


@pytest.mark.parametrize("make", MAKERS)
def test_a_name_is_not_read_out_again_as_the_description(
    make: Callable[[], QWidget], qtbot: QtBot
) -> None:
    """“Close, Close” at every icon makes a screen reader twice as slow."""
    widget = make()
    qtbot.addWidget(widget)
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface.text(QAccessible.Text.Name)
    assert interface.text(QAccessible.Text.Description) == ""


@pytest.mark.parametrize("make", MAKERS)
def test_the_pointer_still_gets_the_tooltip(make: Callable[[], QWidget], qtbot: QtBot) -> None:
    """An icon without a word is a riddle."""
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    here = QPoint(4, 4)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, here, widget.mapToGlobal(here)))
    assert QToolTip.text().splitlines()[0] in {NAME, "No backup yet"}
