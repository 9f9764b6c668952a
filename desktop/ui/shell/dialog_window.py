"""The base class of the main window: its dialogs, and the files dropped on it."""

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
    """Opens at most one dialog of each kind; their modules are loaded on first use."""

    dialog_closed = Signal()
    """A dialog was closed: the window takes the focus back."""

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

        A text is the UID of the account to start with, a mapping the values of the form's fields.
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
        """Open the guide for several orders, one after the other, skipping associated ones."""
        book = self.context.workspace.book()
        current = [book.order(order.account, order.number) for order in orders]
        open_ = [o for o in current if o is not None and o.associated_at is None]
        if open_:
            self.open_guide(open_[0], open_[1:])

    def open_guide(self, order: Order, after: Sequence[Order] = ()) -> None:
        """Open the guide for an order and those `after` it, beside the browser."""
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

    def rebuild_guide(self) -> None:
        """Rebuild an open guide in the current language, at the same place on the screen."""
        before = self.guide
        if before is not None:
            place = before.geometry()
            guide = self._make_guide(before.order, before.after)
            guide.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            guide.setGeometry(place)
            guide.show()

    def open_import(self, source: Path | str) -> None:
        """Open the preview of importing a file or copied text."""
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
        """Open the comparison for an account, by default the one compared longest ago."""
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
        """Open the preview of switching to the records of a transfer file."""
        from desktop.ui.shell.transfer_file_dialog import TransferFileDialog

        if self.wizard is not None:
            self.wizard.close()
        dialog = TransferFileDialog(self.context, source, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_card(self, source: Path) -> None:
        """Show a partner's card, which the user can record."""
        from desktop.ui.projects.card_dialog import CardDialog

        if self.wizard is not None:
            self.wizard.close()
        if self.card_dialog is not None:
            self.card_dialog.close()
        self.card_dialog = CardDialog(self.context, source, self)
        self.card_dialog.finished.connect(self._card_closed)
        self.card_dialog.open()

    def open_own_file(self, source: Path) -> None:
        """Open a file in one of the program's own formats: a partner's card or a transfer file."""
        card = source.suffix.lower() == CARD_FILE_ENDING
        (self.open_card if card else self.open_transfer_file)(source)

    def open_history(self) -> None:
        """Show the history, in which the last actions can be undone."""
        from desktop.ui.shell.history_dialog import HistoryDialog

        dialog = HistoryDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_reminders(self) -> None:
        """Show past and coming reminders."""
        from desktop.ui.settings.reminders.ahead_dialog import AheadDialog

        dialog = AheadDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_own_plan(self, account: str, number: str | None) -> None:
        """Open the reminder plan of an account, or of one of its orders."""
        from desktop.ui.settings.reminders.own_plan_dialog import OwnPlanDialog

        try:
            dialog = OwnPlanDialog(self.context, account, number, self)
        except StorageError as problem:
            self.context.report(problem)
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def choose_import(self) -> None:
        """Ask for a file of orders, and open the preview of importing it."""
        from desktop.ui.imports.sources import chosen_file

        path = chosen_file(self)
        if path is not None:
            self.open_import(path)

    def paste(self) -> None:
        """Open the import of the orders on the clipboard, or report that there are none."""
        from desktop.ui.imports.sources import paste_orders

        paste_orders(self.context)

    def close_dialogs(self) -> None:
        """Close the dialogs over a window that closes, and cancel a running import."""
        if self.import_dialog is not None:
            self.import_dialog.close_now()
        for dialog in (self.wizard, self.order_dialog, self.guide, self.comparison):
            if dialog is not None:
                dialog.close()

    # Files dropped anywhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file anywhere in the window."""
        from desktop.ui.imports.sources import dropped_file

        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first of the files dropped."""
        from desktop.ui.imports.sources import dropped_file

        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            own = path.suffix.lower() in (TRANSFER_FILE_ENDING, CARD_FILE_ENDING)
            (self.open_own_file if own else self.open_import)(path)

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
        """Show all orders, newest first, which puts the imported ones on top."""
        newest = Query(View.ALL, "", OrderColumn.CREATED, descending=True)
        self.context.orders_wanted.emit(newest)
