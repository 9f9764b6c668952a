"""The list of steps beside the pages; in a low window, its last line is left out first."""

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
        """Hide the last line, then make room for the scroll bar, if the height is too small."""
        super().resizeEvent(event)
        self._list.footer.show()
        self._list.footer.setVisible(self._list_height() <= self.height())
        scrolls = self._list_height() > self.height()
        if scrolls is not self._scrolls:
            self._scrolls = scrolls
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Require the width, but no height: the list scrolls."""
        return self.sizeHint()

    def _list_height(self) -> int:
        """Return the height of the visible parts of the list, in pixels."""
        layout = self._list.layout()
        assert layout is not None
        layout.invalidate()
        if not layout.hasHeightForWidth():  # without the last line, nothing wraps
            return layout.minimumSize().height()
        return layout.heightForWidth(self._list_width())

    def _list_width(self) -> int:
        """Return the width of the steps without the bar, in pixels."""
        return max(_WIDTH, self._list.minimumSizeHint().width())
