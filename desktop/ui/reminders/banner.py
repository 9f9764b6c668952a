"""The banner with a reminder in the window, if it is in front or the system shows nothing."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.domain.model import Order
from desktop.ui.kit.buttons import IconButton, PlainButton
from desktop.ui.kit.glyphs import Glyph, GlyphMark, paint_background
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.reminders.check import Announcement
from desktop.ui.shared.context import Context
from desktop.ui.shared.snooze_menu import add_choices
from desktop.ui.theme.tokens import CARD_RADIUS, L, M, S, Tone
from desktop.wording.i18n import _

_AROUND = S
"""Pixels between the banner and the edge of the window."""
_COMFORT = 24
"""Characters that the words need to be beside the buttons."""


class ReminderBanner(QWidget):
    """Shows the text of the notification until the reminder is handled, snoozed or closed."""

    guide_wanted = Signal(object)
    """The guide is to open for this `Order`, which is due first."""
    snooze_wanted = Signal(object)
    """The reminder is to be snoozed until this moment (UTC)."""
    closed = Signal()
    """The user closed the banner."""

    def __init__(
        self, context: Context, announcement: Announcement, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.announcement = announcement
        self.setAccessibleName(announcement.title)
        self.setAccessibleDescription(announcement.body)
        words = QHBoxLayout()
        words.setSpacing(M)
        words.addWidget(GlyphMark(Glyph.BELL, Tone.AMBER))
        column = QVBoxLayout()
        column.setSpacing(0)
        title = PlainLabel(announcement.title, Role.STRONG)
        title.set_tone(Tone.AMBER)
        column.addWidget(title)
        column.addWidget(PlainLabel(announcement.body))
        words.addLayout(column, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_AROUND + L, _AROUND + S, _AROUND + S, S)
        outer.addWidget(
            ResponsiveRow([words, self._actions()], widening=0, spacing=S, comfort=_COMFORT)
        )

    def order(self) -> Order | None:
        """Return the order that is due first; None if the reminder is about no order."""
        found = (one.subject.order for one in self.announcement.due)
        return next((order for order in found if order is not None), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tinted background."""
        box = QRectF(self.rect()).adjusted(_AROUND, _AROUND, -_AROUND, 0)
        paint_background(QPainter(self), box, Tone.AMBER, CARD_RADIUS)

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        order = self.order()
        if order is not None:
            self.guide = PlainButton(_("Associate now"), lambda: self.guide_wanted.emit(order))
            row.addWidget(self.guide)
        self.menu = QMenu(self)
        first = self.announcement.due[0].subject.name
        if add_choices(self.menu, self._context, first, self._snooze):
            self.later = PlainButton(_("Remind me later"), self._open_menu)
            row.addWidget(self.later)
        self.close_button = IconButton(Glyph.CROSS, _("Close the reminder"), self.closed.emit)
        row.addWidget(self.close_button)
        return row

    def _snooze(self, until: datetime) -> None:
        self.snooze_wanted.emit(until)

    def _open_menu(self) -> None:
        self.menu.popup(self.later.mapToGlobal(self.later.rect().bottomLeft()))
