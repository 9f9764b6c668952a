"""Custom-painted widgets have a role for screen readers, which skip mere groupings."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.fields import Combo
from desktop.ui.kit.labels import Picture
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.step_list import StepList
from desktop.ui.wizard.code_card import QrView
from desktop.ui.wizard.steps_panel import StepsPanel

ROLE = QAccessible.Role
LABEL = QAccessible.RelationFlag.Label


def role(widget: QWidget, qtbot: QtBot) -> QAccessible.Role:
    """Return the role of a widget for a screen reader."""
    qtbot.addWidget(widget)
    result: QAccessible.Role = QAccessible.queryAccessibleInterface(widget).role()
    return result


def test_a_pill_is_a_text(qtbot: QtBot) -> None:
    """A status that is skipped silently is useless."""
    assert role(Pill("To associate"), qtbot) is ROLE.StaticText


@pytest.mark.parametrize("kind", [Picture, QrView])
def test_a_picture_is_a_picture(kind: type[QWidget], qtbot: QtBot) -> None:
    """Its description is read out only if it has a role."""
    assert role(kind(), qtbot) is ROLE.Graphic


def test_the_steps_of_the_guide_are_texts(qtbot: QtBot) -> None:
    """Only they say where the user is, and what is done."""
    side = StepsPanel()
    qtbot.addWidget(side)
    steps = side.findChildren(StepList)[0] if not isinstance(side, StepList) else side
    rows = [w for w in steps.findChildren(QWidget) if w.accessibleName().startswith("1 ")]
    assert [QAccessible.queryAccessibleInterface(row).role() for row in rows] == [ROLE.StaticText]


def test_a_box_in_a_sentence_has_a_label_for_a_screen_reader(qtbot: QtBot) -> None:
    """On Linux, only “24 hours” is read out for a box without a label, without its meaning."""
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    box = Combo(holder)
    box.addItem("24 hours")
    box.setAccessibleName("Remind before the deadline")
    row.addWidget(box)
    holder.show()
    relations = QAccessible.queryAccessibleInterface(box).relations()
    names = [other.text(QAccessible.Text.Name) for other, kind in relations if kind is LABEL]
    assert names == ["Remind before the deadline"]
