"""The steps beside the pages; they scroll where large text leaves too little room for all."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
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
        self._scrolls = False
        self.setObjectName("steps")
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
            current_text=_("this step"),
            done_text=_("done"),
        )

    def sizeHint(self) -> QSize:
        """Return the list's width, and the bar's where it scrolls; the height is the pages'."""
        bar = self.verticalScrollBar().sizeHint().width() if self._scrolls else 0
        return QSize(self._list_width() + bar, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the bar where there is too little height for all steps."""
        super().resizeEvent(event)
        scrolls = self._list.heightForWidth(self._list_width()) > self.height()
        if scrolls is not self._scrolls:
            self._scrolls = scrolls
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Insist on the width, not on the height: it scrolls."""
        return self.sizeHint()

    def _list_width(self) -> int:
        """Return the width of the steps without the bar, in pixels."""
        return max(_WIDTH, self._list.minimumSizeHint().width())
