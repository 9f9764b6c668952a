"""The window: navigation at the left, a page at the right, and the way back at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.settings import SettingKey
from desktop.base.storage import TRANSFER_FILE_ENDING, StorageError
from desktop.domain.journal import JournalEntry
from desktop.domain.model import Order
from desktop.domain.views import OrderColumn, Query, View
from desktop.forms.stored_settings import window_geometry
from desktop.ui.home.backup_foot import BackupFoot
from desktop.ui.home.page import HomePage
from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import Notice, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.sidebar import Entry, Sidebar
from desktop.ui.kit.sizes import keep_on_screen, opening_size, restore_place
from desktop.ui.kit.toast import Toast
from desktop.ui.shared.context import Context
from desktop.ui.shell import pages
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import Tone
from desktop.wording.glossary import NAMES_OF_NUMBER
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.forms.wizard_steps import Step
    from desktop.ui.imports.import_dialog import ImportDialog

_USUAL = QSize(1200, 760)
_SMALLEST = QSize(900, 560)


class MainWindow(QMainWindow):
    """Shows one page at a time; each is built when it is first wanted."""

    hidden = Signal()
    """It wants to hide instead of being closed."""
    built = Signal()
    """It was built anew, in the language spoken now."""
    ended = Signal()
    """It is closed for good."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        self.setMinimumSize(opening_size(_SMALLEST, self.fontMetrics()))
        self.resize(opening_size(_USUAL, self.fontMetrics()))
        self._restore_geometry()
        self._makers: dict[str, Callable[[], QWidget]] = {
            "home": self._make_home,
            **{key: partial(make, context) for key, make in pages.MAKERS.items()},
        }
        self.pages: dict[str, QWidget] = {}
        self.wizard: QWidget | None = None
        self.order_dialog: QWidget | None = None
        self.guide: QWidget | None = None
        self.import_dialog: ImportDialog | None = None
        self.may_stay: Callable[[], bool] | None = None
        """Whether closing only hides the window, since it can be brought back from a tray."""
        self._ending = False
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self.show_page("home")
        self.stack.setFocus()  # no button looks chosen before a key is pressed

    def show_page(self, key: str) -> None:
        """Show a page, building it where needed; ``settings:data`` is a part of one."""
        key, _colon, part = key.partition(":")
        if key not in self.pages:
            self.pages[key] = self._makers[key]()
            self.stack.addWidget(self.pages[key])
        self.stack.setCurrentWidget(self.pages[key])
        self.sidebar.select(key)
        if not self.sidebar.isAncestorOf(self.focusWidget() or self):
            self.pages[key].setFocus(Qt.FocusReason.OtherFocusReason)
        if part:
            self.pages[key].show_part(part)  # type: ignore[attr-defined]

    def show_help(self) -> None:
        """Show the help on the page shown."""
        self.show_page(f"help:{self.sidebar.selected()}")

    def show_orders(self, query: Query) -> None:
        """Show the orders of a query on their page."""
        self.show_page("orders")
        page = self.pages["orders"]
        page.show_query(query)  # type: ignore[attr-defined]

    def show_note(self, key: str) -> None:
        """Come to the front with what a notification was about; its key says what.

        Anybody may have made up the key: it only ever says what to show.
        """
        from desktop.domain.reminder_plan import ReminderKind

        places = {
            ReminderKind.PROJECT: "projects",
            ReminderKind.REQUEST: "projects",
            ReminderKind.BACKUP: "settings:data",
            ReminderKind.DRILL: "settings:reminders",
        }
        self.raise_to_user()
        kind, _slash, name = key.partition("/")
        account, _slash, number = name.partition("/")
        order = self.context.workspace.book().order(account, number)
        if kind == ReminderKind.ORDER and order is not None:
            self.show_page("orders")
            self.pages["orders"].show_order(order)  # type: ignore[attr-defined]
        else:
            self.show_page(next((p for k, p in places.items() if k == kind), "home"))

    def open_wizard(self, uid: str | None = None, step: Step | None = None) -> None:
        """Open the wizard for an account at a step, or at the first one that is unfinished."""
        from desktop.ui.wizard.wizard import JourneyWizard

        if self.wizard is not None:
            self.wizard.close()
        wizard = JourneyWizard(self.context, uid, step, self)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.finished.connect(self._wizard_closed)
        wizard.kept.connect(lambda text: self.bar.say(text, undoable=False))
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

    def open_guide(self, order: Order) -> None:
        """Lead through associating an order, beside the browser."""
        from desktop.ui.orders.associate_guide import AssociateGuide

        if self.guide is not None:
            self.guide.close()
        guide = AssociateGuide(self.context, order, self)
        guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        guide.finished.connect(self._guide_closed)
        self.guide = guide
        guide.show()
        guide.activateWindow()

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
        dialog.taken_in.connect(self._show_imported)
        self.import_dialog = dialog
        dialog.open()

    def open_transfer_file(self, source: Path) -> None:
        """Show what taking over a transfer file from another computer would do."""
        from desktop.ui.shell.transfer_file_dialog import TransferFileDialog

        if self.wizard is not None:
            self.wizard.close()
        dialog = TransferFileDialog(self.context, source, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_imported(self) -> None:
        """Show the orders that an import brought, on top."""
        newest = Query(View.ALL, "", OrderColumn.CREATED, descending=True)
        self.context.orders_wanted.emit(newest)

    def undo(self) -> None:
        """Take back the last action."""
        self._walk(self.context.workspace.undo, _("Nothing to undo"))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._walk(self.context.workspace.redo, _("Nothing to redo"))

    def _walk(self, step: Callable[[], JournalEntry | None], nothing: str) -> None:
        """Go one step through the journal, and say which."""
        from desktop.wording.records import history

        done: list[JournalEntry | None] = []
        self.context.run_action("", lambda: done.append(step()))
        for entry in done:  # none if it failed, which the notice says
            workspace = self.context.workspace
            self.bar.say(
                nothing if entry is None else history.sentence(entry),
                undoable=workspace.can_undo(),
                redoable=workspace.can_redo(),
            )

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

    def open_palette(self) -> None:
        """Let anything be found by a few letters."""
        from desktop.ui.palette.items import WindowAction
        from desktop.ui.palette.palette import Palette
        from desktop.ui.shared import pausing

        actions = (
            WindowAction(Glyph.PLUS, _("Log an order"), self.open_order_form, "Ctrl+N"),
            WindowAction(Glyph.UPLOAD, _("Import from a file…"), self._choose_import),
            WindowAction(Glyph.PASTE, _("Paste orders"), self._paste, "Ctrl+V"),
            WindowAction(
                Glyph.YUAN, _("Log cashback received"), partial(self.show_page, "cashback")
            ),
            WindowAction(Glyph.PLAY, _("Open the guide"), self.open_wizard),
            WindowAction(Glyph.UNDO, _("Undo"), self.undo, "Ctrl+Z"),
            WindowAction(Glyph.SYNC, _("Redo"), self.redo, "Ctrl+Y"),
            WindowAction(Glyph.CLOCK, _("History"), self.open_history, "Ctrl+H"),
            WindowAction(Glyph.BELL, _("What will ring, when"), self.open_reminders),
            WindowAction(Glyph.BOX, _("Back up now"), self.context.backup_worker.take),
            WindowAction(
                Glyph.BELL, pausing.words(self.context), partial(pausing.toggle, self.context)
            ),
        )
        pages = [
            WindowAction(
                one.glyph,
                one.text,
                partial(self.show_page, one.key),
                f"Ctrl+{number}",
                NAMES_OF_NUMBER if one.key == "projects" else "",
            )
            for number, one in enumerate(chain(*_entries()), 1)
        ]
        palette = Palette(self.context, actions, pages, self)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def _choose_import(self) -> None:
        """Let a file of orders be chosen, and show what taking it in would do."""
        from desktop.ui.imports.sources import chosen_file

        path = chosen_file(self)
        if path is not None:
            self.open_import(path)

    def _paste(self) -> None:
        """Take in the orders that were copied, whatever page is shown; say so if there are none."""
        from desktop.ui.imports.sources import paste_orders

        paste_orders(self.context)

    def raise_to_user(self) -> None:
        """Come to the front, also from the task bar or the tray."""
        QGuiApplication.setQuitOnLastWindowClosed(True)
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.context.ticker.set_active(True)
        self.raise_()
        self.activateWindow()

    def quit(self) -> None:
        """End the program, also where closing the window would only hide it."""
        self.end()
        QApplication.quit()

    def end(self) -> None:
        """Close the window for good."""
        self._ending = True
        self.close()

    def go_away(self) -> None:
        """Go out of sight: into the tray where there is one, else into the task bar."""
        if self.may_stay is not None and self.may_stay():
            self.close()
        else:
            self.showMinimized()

    def rebuild(self) -> None:
        """Build everything anew, in the language spoken now, and stay on the page shown."""
        shown = next((k for k, p in self.pages.items() if p is self.stack.currentWidget()), "home")
        self._release_pages()
        for page in self.pages.values():
            page.deleteLater()
        self.pages = {}
        self._build()
        self.show_page(shown)
        self.built.emit()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation where there is little room."""
        super().resizeEvent(event)
        self.sidebar.fit(event.size().width())

    def showEvent(self, event: QShowEvent) -> None:
        """Come up wholly on the screen."""
        super().showEvent(event)
        if not self.isMaximized():
            keep_on_screen(self)

    def changeEvent(self, event: QEvent) -> None:
        """Stand still while minimised; look at the clock and the data when coming back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.context.ticker.set_active(not self.isMinimized())
        elif event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.context.ticker.tick()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place; half-typed forms have kept themselves."""
        self._put_dialogs_away()
        if not self._ending and self.may_stay is not None and self.may_stay():
            event.ignore()
            self.context.ticker.set_active(False)
            self.hidden.emit()
            return
        self.ended.emit()
        self._release_pages()
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.context.keep(SettingKey.WINDOW_GEOMETRY, place)
        self.context.ticker.set_active(False)
        self.context.backup_worker.close()
        super().closeEvent(event)

    def _put_dialogs_away(self) -> None:
        if self.import_dialog is not None:
            self.import_dialog.let_go()
        for dialog in (self.wizard, self.order_dialog, self.guide):
            if dialog is not None:
                dialog.close()

    def _release_pages(self) -> None:
        """End what the pages have running: countdowns, and what is being looked up."""
        self.context.closing.emit()
        for page in self.pages.values():
            self.context.ticker.unregister(page)  # type: ignore[arg-type]

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
            transfer_file = path.suffix.lower() == TRANSFER_FILE_ENDING
            (self.open_transfer_file if transfer_file else self.open_import)(path)

    # Building

    def _build(self) -> None:
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        upper, lower = _entries()
        self.sidebar = Sidebar(_("LinkDue"), app_icon(), upper, lower, BackupFoot(self.context))
        self.sidebar.fit(self.width())
        self.sidebar.chosen.connect(self.show_page)
        self.stack = QStackedWidget()
        self.reminders = QVBoxLayout()
        self.notices = QVBoxLayout()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self.reminders)
        right.addLayout(self.notices)
        right.addWidget(self.stack, 1)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.setCentralWidget(central)
        self.bar = Toast(_("Undo"), _("Redo"), _("Close"), central, self.stack)
        self.bar.undo_wanted.connect(self.undo)
        self.bar.redo_wanted.connect(self.redo)
        self.setWindowTitle(_("LinkDue"))

    def _connect(self) -> None:
        context = self.context
        context.acted.connect(self._say)
        context.reversible.connect(self._say_reversible)
        context.failed.connect(self._show_problem)
        context.storage_failed.connect(self._offer_recovery)
        context.message.connect(lambda text: self.bar.say(text, undoable=False))
        context.page_wanted.connect(self.show_page)
        context.orders_wanted.connect(self.show_orders)
        context.wizard_wanted.connect(self.open_wizard)
        context.order_form_wanted.connect(self.open_order_form)
        context.guide_wanted.connect(self.open_guide)
        context.import_wanted.connect(self.open_import)
        context.history_wanted.connect(self.open_history)
        context.reminders_wanted.connect(self.open_reminders)
        context.own_plan_wanted.connect(self.open_own_plan)
        context.away_wanted.connect(self.go_away)
        context.transfer_file_wanted.connect(self.open_transfer_file)
        for number, key in enumerate(self._makers, 1):
            self._shortcut(f"Ctrl+{number}", partial(self.show_page, key))
        self._shortcut("Ctrl+N", self.open_order_form)
        self._shortcut("Ctrl+Z", self.undo)
        for keys in ("Ctrl+Shift+Z", "Ctrl+Y"):
            self._shortcut(keys, self.redo)
        self._shortcut("Ctrl+H", self.open_history)
        self._shortcut("F1", self.show_help)
        self._shortcut("Ctrl+K", self.open_palette)
        self._shortcut(QKeySequence.StandardKey.Paste, self._paste)

    def _shortcut(self, keys: str | QKeySequence.StandardKey, action: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _make_home(self) -> QWidget:
        page = HomePage(self.context)
        self._show_due(page.daily_summary.counts[View.TODAY])
        page.counted.connect(self._show_due)
        return page

    def _show_due(self, count: int) -> None:
        """Show at “Home” how many orders are due today."""
        text = ngettext("{count} due today", "{count} due today", count)
        self.sidebar.set_count("home", count, text.format(count=count))

    def _say(self, text: str) -> None:
        self.clear_notices()
        self.bar.say(text)

    def _say_reversible(self, text: str, take_back: Callable[[], object]) -> None:
        self.clear_notices()
        self.bar.say(text, take_back=take_back)

    def _offer_recovery(self, problem: StorageError) -> None:
        """Lead to what can be done, where trying again is no use."""
        from desktop.services.recovery import RECOVERABLE
        from desktop.wording.errors import database

        if problem.kind in RECOVERABLE:
            wanted = partial(self.context.recovery_wanted.emit, problem)
            way = (_("See what can be done"), wanted)
            self._show_problem(*database.notice(problem), way)

    def _show_problem(
        self, cause: str, cure: str, way: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        self.clear_notices()
        action = way or (_("Close"), self.clear_notices)
        notice = Notice(Tone.BAD, cause, cure, action, glyph=Glyph.EXCLAMATION)
        notice.setObjectName("trouble")
        self.notices.addWidget(notice)
        announce(self, f"{cause} {cure}")

    def show_restored(self, title: str, text: str, revert: Callable[[], object] | None) -> None:
        """Say that a backup was restored, or a transfer file taken over, with the way back."""
        self.clear_notices()
        action = None if revert is None else (_("Undo"), revert)
        notice = Notice(Tone.GOOD, title, text, action, glyph=Glyph.CHECK)
        notice.setObjectName("restored")
        self.notices.addWidget(notice)
        announce(self, title)

    def offer(self, title: str, text: str, way: tuple[str, Callable[[], object]]) -> None:
        """Offer something above the page, until it is taken up or sent away."""
        self.clear_notices()

        def go() -> None:
            self.clear_notices()
            way[1]()

        notice = Notice(
            Tone.INFO,
            title,
            text,
            (way[0], go),
            glyph=Glyph.BELL,
            dismiss=(_("Not now"), self.clear_notices),
        )
        notice.setObjectName("offer")
        self.notices.addWidget(notice)
        announce(self, f"{title} {text}")

    def clear_notices(self) -> None:
        """Take all notices away."""
        clear(self.notices)

    def _wizard_closed(self) -> None:
        self.wizard = None
        self.context.changed.emit()
        self._take_keyboard()

    def _order_form_closed(self) -> None:
        self.order_dialog = None
        self._take_keyboard()

    def _guide_closed(self) -> None:
        self.guide = None
        self._take_keyboard()

    def _import_closed(self) -> None:
        self.import_dialog = None
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        """Go on where the keyboard was, or on the page: Qt would choose the navigation."""
        if self.focusWidget() is None:
            self.stack.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        self.activateWindow()  # not every window manager gives the keyboard back

    def _restore_geometry(self) -> None:
        place = self.context.workspace.setting(SettingKey.WINDOW_GEOMETRY)
        restore_place(self, window_geometry(place))


def _entries() -> tuple[list[Entry], list[Entry]]:
    """Return the pages of the navigation: those at the top, and those at the bottom."""
    return [
        Entry("home", _("Home"), Glyph.HOME),
        Entry("gate", _("Before buying"), Glyph.SHIELD),
        Entry("projects", _("Project numbers"), Glyph.HASH),
        Entry("orders", _("Orders"), Glyph.ORDER),
        Entry("cashback", _("Cashback"), Glyph.YUAN),
    ], [
        Entry("settings", _("Settings"), Glyph.SETTINGS),
        Entry("help", _("Help"), Glyph.QUESTION),
    ]
