"""The steps beside the wizard's pages are never cut at their right edge."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.wizard_steps import Step
from desktop.ui.kit.labels import PlainLabel
from desktop.ui.wizard.steps_panel import StepsPanel


def test_the_steps_are_whole_at_every_height(qtbot: QtBot) -> None:
    """At 150 % on a low screen the scroll bar covered the ends of the longest steps."""
    wizard = QWidget()
    qtbot.addWidget(wizard)
    panel = StepsPanel()
    row = QHBoxLayout(wizard)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(panel)
    row.addStretch(1)
    panel.show_step(Step.ACCOUNT, [])
    wizard.show()
    scrolled, closing_line = set(), set()
    for height in range(500, 150, -3):
        wizard.resize(900, height)
        qtbot.wait(1)
        scrolled.add(panel.verticalScrollBar().isVisible())
        shown = any(label.isVisible() for label in panel.findChildren(PlainLabel))
        closing_line.add(shown)
        assert not (shown and panel.verticalScrollBar().isVisible()), height
        assert panel.horizontalScrollBar().maximum() == 0, height
    assert scrolled == closing_line == {False, True}
