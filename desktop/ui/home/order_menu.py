"""The menu of an open order on the home screen: why, remind later, edit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.model import Order
from desktop.ui.shared.context import Context
from desktop.wording.i18n import _


class OrderMenu(QMenu):
    """The menu of one order; `show_why` shows the rules behind its deadline."""

    def __init__(
        self, context: Context, order: Order, show_why: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._order = order
        self.why = self.addAction(_("Why?"), show_why)
        self.reminders = self.addAction(_("Reminder settings…"), self._set_reminders)
        self.correct = self.addAction(_("Edit"), self._correct)
        self.later: QMenu | None = None
        self.aboutToShow.connect(self._offer_later)

    def _correct(self) -> None:
        self._context.order_form_wanted.emit(self._order)

    def _set_reminders(self) -> None:
        self._context.own_plan_wanted.emit(self._order.account, self._order.number)

    def _offer_later(self) -> None:
        """Offer to postpone the reminder while there is time; renewed whenever the menu opens."""
        from desktop.ui.shared.snooze_menu import snooze_menu

        if self.later is not None:
            self.removeAction(self.later.menuAction())
            self.later.deleteLater()
        self.later = snooze_menu(self, self._context, self._order)
        if self.later is not None:
            self.insertMenu(self.reminders, self.later)
