"""The actions on the selected orders, for buttons, menus and shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Order, Window
from desktop.services.orders import ORDERS_LIMIT
from desktop.ui.orders.moment_dialog import AssociateDialog, PayDialog
from desktop.ui.orders.query_worker import OrderQueryWorker
from desktop.ui.orders.selection import AllowedActions, Selection
from desktop.ui.shared.context import Context
from desktop.wording import glossary
from desktop.wording.errors import validation
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders


class OrderActions(QObject):
    """One `QAction` for each action; `show` sets the orders that they apply to."""

    done = Signal(object)
    """Orders were changed: the key of the order, or None if there were several."""

    def __init__(self, context: Context, query_worker: OrderQueryWorker, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._query_worker = query_worker
        self._widget = parent
        self._selection = Selection()
        self.dialog: QWidget | None = None
        self.actions: dict[AllowedActions, QAction] = {
            AllowedActions.GUIDE: self._action(_("Associate now"), self.guide, "Ctrl+Return"),
            AllowedActions.ASSOCIATE: self._action(
                _("Mark as associated"), self.associate, "Ctrl+Shift+Return"
            ),
            AllowedActions.ASSOCIATE_AS: self._action(
                _("Mark as associated with…"), self.associate_as
            ),
            AllowedActions.UNDO_ASSOCIATION: self._action(
                _("Mark as not associated"), self.undo_association
            ),
            AllowedActions.EDIT: self._action(_("Edit"), self.edit, "F2"),
            AllowedActions.PAY: self._action(_("Log the payment"), self.pay),
            AllowedActions.CANCEL: self._action(_("Mark as cancelled"), self.cancel),
            AllowedActions.DELETE: self._action(_("Delete"), self.delete, "Del"),
            AllowedActions.RESTORE: self._action(_("Restore"), self.restore),
            AllowedActions.COPY: self._action(_("Copy order number"), self.copy),
        }
        self.reminder_settings = self._action(_("Reminder settings…"), self.set_reminders)
        self.windows = {
            window: self._action(text, partial(self.set_window, window))
            for window, text in (
                (Window.MONTH, glossary.window(Window.MONTH)),
                (Window.DAY, glossary.window(Window.DAY)),
                (None, _("same as the account")),
            )
        }
        self.show(self._selection, context.workspace.clock())

    def show(self, selection: Selection, now: datetime) -> None:
        """Apply the actions to these orders; `now` (UTC) decides which are enabled."""
        self._selection = selection
        allowed = selection.allows(now)
        for can, action in self.actions.items():
            action.setEnabled(can in allowed)
        for action in self.windows.values():
            action.setEnabled(AllowedActions.WINDOW in allowed)

    def menu(self, parent: QWidget) -> QMenu:
        """Return a menu of the enabled actions."""
        menu = QMenu(parent)
        for group in _GROUPS:
            for can in group:
                if can is AllowedActions.WINDOW:
                    self._add_windows(menu)
                elif self.actions[can].isEnabled():
                    menu.addAction(self.actions[can])
            if group is _GROUPS[0]:
                self._add_later(menu)
            menu.addSeparator()
        return menu

    # The actions

    def guide(self) -> None:
        """Open the guide for the single selected order."""
        line = self._selection.single
        if line is not None:
            self._context.guide_wanted.emit(line.order)

    def associate(self) -> None:
        """Mark the orders as associated now, with the project that their verdict names."""
        line = self._selection.single
        if line is None:
            self._do(self._context.workspace.orders.associate, _associated)
            return
        done = orders.associated_now(self._context.workspace.assess(line.order))
        self._do(self._context.workspace.orders.associate, lambda _count: done)

    def associate_as(self) -> None:
        """Mark the orders as associated with a chosen project, at a chosen time."""
        accounts = {line.order.account for line in self._selection.lines}
        dialog = AssociateDialog(self._context, accounts, self._latest(), self._widget.window())
        dialog.chosen.connect(
            lambda project, at: self._do(
                lambda keys: self._context.workspace.orders.associate(keys, project or None, at),
                _associated,
                dialog,
            )
        )
        self._open(dialog)

    def undo_association(self) -> None:
        """Mark the orders as not associated."""
        self._do(self._context.workspace.orders.undo_association, _association_undone)

    def edit(self) -> None:
        """Open the form of the single selected order."""
        line = self._selection.single
        if line is not None:
            self._context.order_form_wanted.emit(line.order)

    def pay(self) -> None:
        """Ask for the payment time, and log it for the orders."""
        dialog = PayDialog(self._context, self._latest(), self._widget.window())
        dialog.chosen.connect(
            lambda at: self._do(
                lambda keys: self._context.workspace.orders.pay(keys, at), _paid, dialog
            )
        )
        self._open(dialog)

    def cancel(self) -> None:
        """Mark the orders as cancelled."""
        self._do(self._context.workspace.orders.cancel, _cancelled)

    def set_window(self, window: Window | None) -> None:
        """Set the orders' association window; None means their account's."""
        self._do(lambda keys: self._context.workspace.orders.set_window(keys, window), _window_set)

    def delete(self) -> None:
        """Move the orders to the trash."""
        self._do(self._context.workspace.orders.delete, _deleted)

    def restore(self) -> None:
        """Restore the orders from the trash."""
        self._do(self._context.workspace.orders.restore, _restored)

    def copy(self) -> None:
        """Copy the order numbers, one per line."""
        if self._too_many():
            return
        self._query_worker.ask_keys(self._selection.ranges, self._copy_numbers)

    def set_reminders(self) -> None:
        """Open the reminder settings of the single selected order."""
        line = self._selection.single
        if line is not None:
            self._context.own_plan_wanted.emit(line.order.account, line.order.number)

    def _copy_numbers(self, keys: list[int]) -> None:
        lines = self._context.workspace.order_rows(keys)
        QGuiApplication.clipboard().setText("\n".join(line.order.number for line in lines))
        text = ngettext("{count} number copied", "{count} numbers copied", len(lines))
        self._context.message.emit(text.format(count=len(lines)))

    # Running them

    def _do(
        self,
        action: Callable[[Sequence[int]], list[Order]],
        done: Callable[[int], str],
        dialog: QDialog | None = None,
    ) -> None:
        """Read the keys of the selection, run `action` on them, and close `dialog` on success."""

        def run(keys: list[int]) -> None:
            if self._run(keys, action, done) and dialog is not None and self.dialog is dialog:
                dialog.accept()

        if not self._too_many():
            self._query_worker.ask_keys(self._selection.ranges, run)

    def _run(
        self,
        keys: list[int],
        action: Callable[[Sequence[int]], list[Order]],
        done: Callable[[int], str],
    ) -> bool:
        """Run `action`; return whether it succeeded. Otherwise an error message is shown."""
        messages: list[str] = []

        def act() -> None:
            messages.append(done(len(action(keys))))

        try:
            self._context.run_action("", act)
        except DuplicateRecord:
            self._context.failed.emit(*validation.restore_conflict())
            return False
        if messages:
            self.done.emit(keys[0] if len(keys) == 1 else None)
            self._context.acted.emit(messages[0])
        return bool(messages)

    def _latest(self) -> datetime | None:
        """Return the latest creation time (UTC) among the loaded orders."""
        return max((line.order.created_at for line in self._selection.lines), default=None)

    def _too_many(self) -> bool:
        if self._selection.count <= ORDERS_LIMIT:
            return False
        self._context.failed.emit(*validation.too_many(self._selection.count, ORDERS_LIMIT))
        return True

    def _open(self, dialog: QWidget) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.destroyed.connect(self._closed)
        dialog.show()
        dialog.activateWindow()

    def _closed(self) -> None:
        self.dialog = None
        self._widget.window().activateWindow()  # not every window manager restores the focus

    def _action(self, text: str, do: Callable[[], object], keys: str = "") -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _on=False: do())
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _add_later(self, menu: QMenu) -> None:
        """Offer to postpone the reminder of the single open order, while there is time."""
        from desktop.ui.shared.snooze_menu import snooze_menu

        line = self._selection.single
        if line is not None and self.actions[AllowedActions.GUIDE].isEnabled():
            later = snooze_menu(menu, self._context, line.order)
            if later is not None:
                menu.addMenu(later)
            menu.addAction(self.reminder_settings)

    def _add_windows(self, menu: QMenu) -> None:
        if any(action.isEnabled() for action in self.windows.values()):
            menu.addMenu(_("Association period")).addActions(list(self.windows.values()))


_GROUPS = (
    (
        AllowedActions.GUIDE,
        AllowedActions.ASSOCIATE,
        AllowedActions.ASSOCIATE_AS,
        AllowedActions.UNDO_ASSOCIATION,
    ),
    (AllowedActions.PAY, AllowedActions.CANCEL, AllowedActions.WINDOW),
    (AllowedActions.EDIT, AllowedActions.COPY),
    (AllowedActions.DELETE, AllowedActions.RESTORE),
)


def _associated(count: int) -> str:
    text = ngettext(
        "{count} order marked as associated", "{count} orders marked as associated", count
    )
    return text.format(count=count)


def _association_undone(count: int) -> str:
    text = ngettext(
        "{count} order marked as not associated", "{count} orders marked as not associated", count
    )
    return text.format(count=count)


def _paid(count: int) -> str:
    text = ngettext("Payment of {count} order logged", "Payment of {count} orders logged", count)
    return text.format(count=count)


def _cancelled(count: int) -> str:
    text = ngettext(
        "{count} order marked as cancelled", "{count} orders marked as cancelled", count
    )
    return text.format(count=count)


def _window_set(count: int) -> str:
    text = ngettext(
        "Association period of {count} order changed",
        "Association period of {count} orders changed",
        count,
    )
    return text.format(count=count)


def _deleted(count: int) -> str:
    return ngettext("{count} order deleted", "{count} orders deleted", count).format(count=count)


def _restored(count: int) -> str:
    return ngettext("{count} order restored", "{count} orders restored", count).format(count=count)
