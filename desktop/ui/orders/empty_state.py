"""The empty states of the page: no orders in a view, in a search, or at all."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.domain.views import Query, View
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, CardColumn, EmptyState, clear
from desktop.ui.kit.glyphs import Disc, Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import MAIN_HEIGHT, XL, L, S, Tone
from desktop.wording.i18n import _
from desktop.wording.records import views

_DISC = 72


class OrdersEmptyState(Card):
    """Explains why no order is shown, and offers to clear the search or the view."""

    everywhere_wanted = Signal()
    """Repeat the search in all orders."""
    clear_wanted = Signal()
    """Show all orders, without a search."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = QVBoxLayout()
        self.body.addStretch(1)
        self.body.addLayout(self._place)
        self.body.addStretch(1)

    def explain(self, query: Query) -> None:
        """Explain why the query has no result."""
        title, text = views.empty(query.view)
        if query.text.strip():
            title = _("Nothing found in “{view}”").format(view=views.name(query.view))
            text = _("Each word you typed must appear in the order. Try fewer words.")
        clear(self._place)
        self._place.addWidget(EmptyState(title, text, self._button(query)))
        if query.text.strip() and query.view is not View.ALL:
            self._place.addWidget(
                _InTheMiddle(LinkButton(_("Clear filters"), self.clear_wanted.emit))
            )
        announce(self, title)

    def _button(self, query: Query) -> QWidget | None:
        if query.text.strip() and query.view is not View.ALL:
            return PlainButton(_("Search all orders"), self.everywhere_wanted.emit)
        if query.text.strip():
            return PlainButton(_("Clear filters"), self.clear_wanted.emit)
        if query.view not in (View.ALL, View.TO_ASSOCIATE):
            return PlainButton(_("Show all orders"), self.clear_wanted.emit)
        return None


class NoOrdersYet(Card):
    """The page before the first order: its purpose, and buttons to log or import orders."""

    order_wanted = Signal()
    paste_wanted = Signal()
    import_wanted = Signal()
    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        scroll = CardColumn(margin=L)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(scroll)
        column = scroll.body
        column.setSpacing(S)
        column.addStretch(1)
        column.addWidget(Disc(Glyph.ORDER, Tone.INFO, _DISC), 0, centre)
        column.addSpacing(S)
        text = _("Log an order after you have paid, and see at once by when to associate it.")
        for label in (PlainLabel(_("No orders yet"), Role.TITLE), PlainLabel(text, Role.MUTED)):
            label.setAlignment(centre)
            column.addWidget(label)
        column.addSpacing(L)
        self.first = PrimaryButton(
            _("Log the first order"),
            self.order_wanted.emit,
            glyph=Glyph.PLUS,
            height=MAIN_HEIGHT,
        )
        column.addWidget(self.first, 0, centre)
        column.addSpacing(S)
        paste = LinkButton(_("Paste from the console"), self.paste_wanted.emit)
        paste.set_glyph(Glyph.PASTE)
        file = LinkButton(_("Import a file…"), self.import_wanted.emit)
        file.set_glyph(Glyph.SHEET)
        column.addWidget(_InTheMiddle(paste, file, spacing=XL))
        column.addSpacing(XL)
        column.addWidget(
            _InTheMiddle(
                PlainLabel(_("Not ordered yet?"), Role.SMALL, wrap=False),
                LinkButton(_("Check before buying"), self.check_wanted.emit),
            )
        )
        column.addStretch(1)


class _InTheMiddle(QWidget):
    """Centred widgets, side by side, or stacked where there is too little room."""

    def __init__(self, *widgets: QWidget, spacing: int = S) -> None:
        super().__init__()
        self._widgets = widgets
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        self._row.addStretch(1)
        for widget in widgets:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        self._row.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest widget, for the stacked layout."""
        width = max(widget.sizeHint().width() for widget in self._widgets)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the widgets out side by side, or stacked."""
        super().resizeEvent(event)
        whole = sum(widget.sizeHint().width() for widget in self._widgets)
        whole += self._row.spacing() * (len(self._widgets) + 1)
        low, direction = whole > event.size().width(), QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if low else direction.LeftToRight)
