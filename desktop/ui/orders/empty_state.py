"""What stands in the place of the table where a view, or a search, has no orders."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.views import Query, View
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import EmptyState, clear
from desktop.wording.i18n import _
from desktop.wording.records import views


class OrdersEmptyState(QWidget):
    """Says why there is nothing, and what to do."""

    everywhere_wanted = Signal()
    """Search in all orders."""
    order_wanted = Signal()
    """Log an order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._place = QVBoxLayout()
        self._column.addLayout(self._place)
        self._column.addStretch(1)

    def explain(self, query: Query) -> None:
        """Say why there is nothing for this query."""
        title, text = views.empty(query.view)
        if query.text.strip():
            title = _("Nothing found in “{view}”").format(view=views.name(query.view))
            text = _(
                "Each word you typed must appear in the order. Type less, or try another view."
            )
        clear(self._place)
        self._place.addWidget(EmptyState(title, text, self._way_out(query)))
        announce(self, title)

    def _way_out(self, query: Query) -> QWidget | None:
        if query.text.strip() and query.view is not View.ALL:
            return PlainButton(_("Search all orders"), self.everywhere_wanted.emit)
        if query.view is View.ALL and not query.text:
            return PlainButton(_("Log an order"), self.order_wanted.emit)
        return None
