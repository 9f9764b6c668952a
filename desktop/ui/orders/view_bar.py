"""The views of the orders as tabs, each with the number of orders in it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from desktop.domain.views import View
from desktop.wording.i18n import _
from desktop.wording.records import views

SHOWN = (
    View.TO_ASSOCIATE,
    View.TODAY,
    View.MONTH,
    View.MISSED,
    View.CHECK,
    View.WAITING,
    View.ASSOCIATED,
    View.ALL,
    View.BIN,
)


class ViewBar(QTabBar):
    """Left and Right go through the views."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Views"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for view in SHOWN:
            self.addTab(views.name(view))
        self.currentChanged.connect(lambda number: self.chosen.emit(SHOWN[number]))

    def view(self) -> View:
        """Return the view shown."""
        return SHOWN[self.currentIndex()]

    def select(self, view: View) -> None:
        """Show a view."""
        self.setCurrentIndex(SHOWN.index(view))

    def set_counts(self, counts: Mapping[View, int]) -> None:
        """Say how many orders each view holds."""
        for number, view in enumerate(SHOWN):
            text = views.name_and_count(view, counts[view])
            if text != self.tabText(number):
                self.setTabText(number, text)
