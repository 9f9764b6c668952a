"""A window with the dialogs that open over it, and the files that are dropped on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.base.storage import CARD_FILE_ENDING, TRANSFER_FILE_ENDING, StorageError
from desktop.domain.model import Order
from desktop.domain.views import OrderColumn, Query, View
from desktop.ui.shared.context import Context

if TYPE_CHECKING:
    from desktop.forms.wizard_steps import Step
    from desktop.ui.imports.import_dialog import ImportDialog
    from desktop.ui.orders.associate_guide import AssociateGuide
    from desktop.ui.projects.card_dialog import CardDialog


class DialogWindow(QMainWindow):
    """Opens each dialog once at a time; what they need is loaded when they are first wanted."""

    dialog_closed = Signal()
    """The keyboard is to go back to the window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.wizard: QWidget | None = None
        self.order_dialog: QWidget | None = None
        self.guide: AssociateGuide | None = None
        self.import_dialog: ImportDialog | None = None
        self.comparison: QWidget | None = None
        self.card_dialog: CardDialog | None = None
        self.setAcceptDrops(True)

    def open_wizard(self, uid: str | None = None, step: Step | None = None) -> None:
        """Open the wizard for an account at a step, or at the first one that is unfinished."""
        from desktop.ui.wizard.wizard import JourneyWizard

        if self.wizard is not None:
            self.wizard.close()
        wizard = JourneyWizard(self.context, uid, step, self)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.finished.connect(self._wizard_closed)
        wizard.closed_unfinished.connect(self.context.message)
        self.wizard = wizard
        wizard.open()

    def open_order_form(self, start: Order | str | Mapping[str, str] | None = None) -> None:
        """Open the form to log orders, or to correct the order given.

        A text is the UID of the account to start with, a mapping what the form's fields say.
        """
        from desktop.ui.orders.order_dialog import OrderDialog

        if not self.context.workspace.book().accounts:
            self.open_wizard()
            return
        if self.order_dialog is not None:
            self.order_dialog.close()
        order = start if isinstance(start, Order) else None
        account = start if isinstance(start, str) else None
        pasted = start if isinstance(start, Mapping) else None
        dialog = OrderDialog(self.context, order, account, self, pasted)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._order_form_closed)
        self.order_dialog = dialog
        dialog.open()

    def open_guides(self, orders: Sequence[Order]) -> None:
        """Lead through several orders in turn; those associated meanwhile are left out."""
        book = self.context.workspace.book()
        now_there = [book.order(order.account, order.number) for order in orders]
        open_ = [o for o in now_there if o is not None and o.associated_at is None]
        if open_:
            self.open_guide(open_[0], open_[1:])

    def open_guide(self, order: Order, after: Sequence[Order] = ()) -> None:
        """Lead through associating an order, beside the browser, and those `after` it."""
        self._make_guide(order, after).show()
        if self.guide is not None:
            self.guide.activateWindow()

    def _make_guide(self, order: Order, after: Sequence[Order]) -> AssociateGuide:
        from desktop.ui.orders.associate_guide import AssociateGuide

        if self.guide is not None:
            self.guide.close()
        guide = AssociateGuide(self.context, order, self, after=after)
        guide.next_wanted.connect(self.open_guides)
        guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        guide.finished.connect(self._guide_closed)
        self.guide = guide
        return guide

    def say_guide_again(self) -> None:
        """Show the guide that is open in the language spoken now, where it stands."""
        before = self.guide
        if before is not None:
            place = before.geometry()
            guide = self._make_guide(before.order, before.after)
            guide.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            guide.setGeometry(place)
            guide.show()

    def open_import(self, source: Path | str) -> None:
        """Show what taking in a file, or copied text, would do."""
        from desktop.ui.imports.import_dialog import ImportDialog

        if not self.context.workspace.book().accounts:
            self.open_wizard()
            return
        if self.import_dialog is not None:
            self.import_dialog.close()
        dialog = ImportDialog(self.context, source, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._import_closed)
        dialog.imported.connect(self._show_imported)
        self.import_dialog = dialog
        dialog.open()

    def open_comparison(self, uid: str | None = None) -> None:
        """Compare an account, or the one compared longest ago, with the console's lists."""
        from desktop.ui.compare.dialog import CompareDialog

        if not self.context.workspace.book().accounts:
            self.open_wizard()
            return
        if self.comparison is not None:
            self.comparison.close()
        dialog = CompareDialog(self.context, uid, self)
        dialog.finished.connect(self._comparison_closed)
        self.comparison = dialog
        dialog.show()
        dialog.activateWindow()

    def open_transfer_file(self, source: Path) -> None:
        """Show what taking over a transfer file from another computer would do."""
        from desktop.ui.shell.transfer_file_dialog import TransferFileDialog

        if self.wizard is not None:
            self.wizard.close()
        dialog = TransferFileDialog(self.context, source, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_card(self, source: Path) -> None:
        """Show a partner's card, which is recorded only where the user says so."""
        from desktop.ui.projects.card_dialog import CardDialog

        if self.wizard is not None:
            self.wizard.close()
        if self.card_dialog is not None:
            self.card_dialog.close()
        self.card_dialog = CardDialog(self.context, source, self)
        self.card_dialog.finished.connect(self._card_closed)
        self.card_dialog.open()

    def open_given(self, source: Path) -> None:
        """Open a file of the program's own that was double-clicked: a card or a transfer file."""
        card = source.suffix.lower() == CARD_FILE_ENDING
        (self.open_card if card else self.open_transfer_file)(source)

    def open_history(self) -> None:
        """Show what was done, when, and let the last of it be taken back."""
        from desktop.ui.shell.history_dialog import HistoryDialog

        dialog = HistoryDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_reminders(self) -> None:
        """Show what will ring, when, and what became of what was to ring."""
        from desktop.ui.settings.reminders.ahead_dialog import AheadDialog

        dialog = AheadDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_own_plan(self, account: str, number: str | None) -> None:
        """Let it be said when to remind of an account's orders, or of one of them."""
        from desktop.ui.settings.reminders.own_plan_dialog import OwnPlanDialog

        try:
            dialog = OwnPlanDialog(self.context, account, number, self)
        except StorageError as problem:
            self.context.report(problem)
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def choose_import(self) -> None:
        """Let a file of orders be chosen, and show what taking it in would do."""
        from desktop.ui.imports.sources import chosen_file

        path = chosen_file(self)
        if path is not None:
            self.open_import(path)

    def paste(self) -> None:
        """Take in the orders that were copied, whatever page is shown; say so if there are none."""
        from desktop.ui.imports.sources import paste_orders

        paste_orders(self.context)

    def put_dialogs_away(self) -> None:
        """Close what may lie over a window that goes; an import that runs is let go."""
        if self.import_dialog is not None:
            self.import_dialog.close_now()
        for dialog in (self.wizard, self.order_dialog, self.guide, self.comparison):
            if dialog is not None:
                dialog.close()

    # Files dropped anywhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a file be dropped anywhere."""
        from desktop.ui.imports.sources import dropped_file

        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the first of the files dropped."""
        from desktop.ui.imports.sources import dropped_file

        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            own = path.suffix.lower() in (TRANSFER_FILE_ENDING, CARD_FILE_ENDING)
            (self.open_given if own else self.open_import)(path)

    # After a dialog

    def _wizard_closed(self) -> None:
        self.wizard = None
        self.context.changed.emit()
        self.dialog_closed.emit()

    def _order_form_closed(self) -> None:
        self.order_dialog = None
        self.dialog_closed.emit()

    def _guide_closed(self) -> None:
        self.guide = None
        self.dialog_closed.emit()

    def _comparison_closed(self) -> None:
        self.comparison = None
        self.dialog_closed.emit()

    def _card_closed(self) -> None:
        self.card_dialog = None
        self.dialog_closed.emit()

    def _import_closed(self) -> None:
        self.import_dialog = None
        self.dialog_closed.emit()

    def _show_imported(self) -> None:
        """Show the orders that an import brought, on top."""
        newest = Query(View.ALL, "", OrderColumn.CREATED, descending=True)
        self.context.orders_wanted.emit(newest)
