"""The list of steps beside the pages; it scrolls where large text needs more height."""

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


class StepsPanel(QScrollArea):
    """As wide as the longest step; its height follows the wizard."""

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
        """Return the width of the list and of the scroll bar if shown; the pages set the height."""
        bar = self.verticalScrollBar().sizeHint().width() if self._scrolls else 0
        return QSize(self._list_width() + bar, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar if the steps do not fit the height."""
        super().resizeEvent(event)
        scrolls = self._list.heightForWidth(self._list_width()) > self.height()
        if scrolls is not self._scrolls:
            self._scrolls = scrolls
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Require the width, but no height: the list scrolls."""
        return self.sizeHint()

    def _list_width(self) -> int:
        """Return the width of the steps without the bar, in pixels."""
        return max(_WIDTH, self._list.minimumSizeHint().width())
