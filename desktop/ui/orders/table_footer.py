"""The line below the table of orders: their number, and the actions on several."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.labels import ElidedLabel, Role
from desktop.ui.orders.actions import OrderActions
from desktop.ui.orders.selection import AllowedActions
from desktop.ui.theme.tokens import L
from desktop.wording.i18n import _, ngettext

_FOR_MANY = (
    AllowedActions.ASSOCIATE,
    AllowedActions.RESTORE,
    AllowedActions.PAY,
    AllowedActions.COPY,
    AllowedActions.DELETE,
    AllowedActions.UNDO_ASSOCIATION,
)


class TableFooter(QWidget):
    """Shows the number of orders, and the allowed actions once several are selected."""

    def __init__(self, actions: OrderActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._several = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(L)
        self.status = ElidedLabel("", Role.MUTED)
        row.addWidget(self.status, 1)
        self.buttons = {
            can: LinkButton(actions.actions[can].text(), actions.actions[can].trigger)
            for can in _FOR_MANY
        }
        for button in self.buttons.values():
            row.addWidget(button)
            button.hide()
        self._more = LinkButton(_("More…"), self._open_menu)
        self._more.hide()
        row.addWidget(self._more)
        self.hint = ElidedLabel(_("Ctrl+V pastes orders from the console"), Role.MUTED)
        self.hint.setAlignment(_RIGHT)
        row.addWidget(self.hint, 1)

    def show_counts(self, count: int, selected: int) -> None:
        """Show the number of orders, and how many of them are selected."""
        parts = [ngettext("{count} order", "{count} orders", count).format(count=f"{count:,}")]
        if selected:
            text = ngettext("{count} selected", "{count} selected", selected)
            parts.append(text.format(count=f"{selected:,}"))
        self.status.setText(" · ".join(parts))
        self._several = selected > 1
        self._offer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as fit."""
        super().resizeEvent(event)
        self._offer()

    def _offer(self) -> None:
        """Show the buttons that are enabled and fit; all actions are in the menu."""
        fit = [can for can in _FOR_MANY if self._actions.actions[can].isEnabled()]
        widths = {can: self.buttons[can].sizeHint().width() + L for can in fit}
        words = self.status.fontMetrics().horizontalAdvance(self.status.text())
        room = self.width() - words - self._more.sizeHint().width() - 2 * L
        shown: list[AllowedActions] = []
        for can in fit:
            room -= widths[can]
            if room < 0:
                break
            shown.append(can)
        for can, button in self.buttons.items():
            button.setVisible(self._several and can in shown)
        self._more.setVisible(self._several)
        hint = self.hint.fontMetrics().horizontalAdvance(self.hint.text())
        # Both halves of the line are equally wide.
        self.hint.setVisible(not self._several and 2 * max(words, hint) + 2 * L <= self.width())

    def _open_menu(self) -> None:
        menu = self._actions.menu(self)
        menu.popup(self._more.mapToGlobal(self._more.rect().topLeft()) - menu.rect().bottomLeft())


_RIGHT = Qt.AlignmentFlag.AlignRight
