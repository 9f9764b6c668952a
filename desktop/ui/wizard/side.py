"""The steps beside the pages; they scroll where large text leaves too little room for all."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.forms.wizard_steps import NUMBERED, Step
from desktop.ui.kit.step_list import StepList
from desktop.ui.wizard.journey import step_title
from desktop.wording.i18n import _

_WIDTH = 200


class Side(QScrollArea):
    """As wide as the longest step, and as low as the wizard needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._list = StepList([step_title(step) for step in NUMBERED])
        self.setWidget(self._list)

    def show_step(self, current: Step, done: Iterable[Step]) -> None:
        """Mark the current step and those done."""
        self._list.show_step(
            int(current),
            [int(step) for step in done],
            _("Close any time. What you entered is saved."),
            said_current=_("this step"),
            said_done=_("done"),
        )

    def sizeHint(self) -> QSize:
        """Return the list's width; the height is the pages'."""
        return QSize(max(_WIDTH, self._list.minimumSizeHint().width()), 0)

    def minimumSizeHint(self) -> QSize:
        """Insist on the width, not on the height: it scrolls."""
        return self.sizeHint()
