"""The main window: navigation at the left, a page at the right, the undo toast at the bottom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.settings import SettingKey
from desktop.base.storage import StorageError
from desktop.domain.journal import JournalEntry
from desktop.domain.model import Project
from desktop.domain.views import Query, View
from desktop.forms.stored_settings import window_geometry
from desktop.ui.home.backup_foot import BackupFoot
from desktop.ui.home.page import HomePage
from desktop.ui.kit.sidebar import Sidebar
from desktop.ui.kit.sizes import keep_on_screen, opening_size, restore_place
from desktop.ui.kit.toast import Toast
from desktop.ui.shared.context import Context
from desktop.ui.shell import pages
from desktop.ui.shell.dialog_window import DialogWindow
from desktop.ui.shell.notice_area import NoticeArea
from desktop.ui.theme.icon import app_icon
from desktop.wording.i18n import _, ngettext

_USUAL_SIZE = QSize(1200, 760)
_MINIMUM_SIZE = QSize(900, 560)


class MainWindow(DialogWindow):
    """Shows one page at a time; each is built on first use."""

    hidden = Signal()
    """The user closed the window, which shall be hidden instead."""
    rebuilt = Signal()
    """The window was rebuilt in the current language."""
    ended = Signal()
    """The window is closed for good."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setWindowIcon(app_icon())
        self.setMinimumSize(opening_size(_MINIMUM_SIZE, self.fontMetrics()))
        self.resize(opening_size(_USUAL_SIZE, self.fontMetrics()))
        self._restore_geometry()
        self._makers: dict[str, Callable[[], QWidget]] = {
            "home": self._make_home,
            **{key: partial(make, context) for key, make in pages.MAKERS.items()},
        }
        self.pages: dict[str, QWidget] = {}
        self.may_hide: Callable[[], bool] | None = None
        """Returns whether closing only hides the window, which a tray icon can then show again."""
        self._ending = False
        self._saved_in: Path | None = None
        self._build()
        self._connect()
        self.show_page("home")  # the page has the focus: no button looks selected yet

    def show_page(self, key: str) -> None:
        """Show a page, and build it if needed; ``settings:data`` names a part of a page."""
        key, _colon, part = key.partition(":")
        if key not in self.pages:
            self.pages[key] = self._makers[key]()
            self.stack.addWidget(self.pages[key])
        self.stack.setCurrentWidget(self.pages[key])
        self.sidebar.select(key)
        if not self.sidebar.isAncestorOf(self.focusWidget() or self):
            self._focus_page()
        if part:
            self.pages[key].show_part(part)  # type: ignore[attr-defined]

    def show_help(self) -> None:
        """Show the help about the current page."""
        self.show_page(f"help:{self.sidebar.selected()}")

    def show_orders(self, query: Query) -> None:
        """Show the orders of a query on their page."""
        self.show_page("orders")
        page = self.pages["orders"]
        page.show_query(query)  # type: ignore[attr-defined]

    def open_project_form(self, project: Project) -> None:
        """Show the page of project numbers, with the form that edits a project."""
        self.show_page("projects")
        page = self.pages["projects"]
        page.correct_project(project)  # type: ignore[attr-defined]

    def show_note(self, key: str) -> None:
        """Raise the window and show the subject of a notification, given by its key.

        The key is not trusted, since any program can pass one: it only selects what is shown.
        """
        from desktop.domain.reminder_plan import ReminderKind

        places = {
            ReminderKind.PROJECT: "projects",
            ReminderKind.REQUEST: "projects",
            ReminderKind.BACKUP: "settings:data",
            ReminderKind.CASHBACK: "cashback",
            ReminderKind.DRILL: "settings:reminders",
            ReminderKind.GATE: "gate",
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

    def open_palette(self) -> None:
        """Open the command palette."""
        from desktop.ui.shell.window_palette import open_palette

        open_palette(self, self.show_page, self.undo, self.redo)

    def undo(self) -> None:
        """Undo the last action."""
        self._step_through_journal(self.context.workspace.undo, _("Nothing to undo"))

    def redo(self) -> None:
        """Redo the action that was undone last."""
        self._step_through_journal(self.context.workspace.redo, _("Nothing to redo"))

    def _step_through_journal(self, step: Callable[[], JournalEntry | None], nothing: str) -> None:
        """Undo or redo one entry of the journal by `step`, and show which."""
        from desktop.wording.records import history

        done: list[JournalEntry | None] = []
        self.context.run_action("", lambda: done.append(step()))
        for entry in done:  # empty if it failed, which a notice reports
            workspace = self.context.workspace
            self.bar.show_message(
                nothing if entry is None else history.sentence(entry),
                undoable=workspace.can_undo(),
                redoable=workspace.can_redo(),
            )

    def raise_to_user(self) -> None:
        """Show the window in front, also if it was minimised or hidden in the tray."""
        QGuiApplication.setQuitOnLastWindowClosed(True)
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.context.ticker.set_active(True)
        self.raise_()
        self.activateWindow()

    def quit(self) -> None:
        """Quit the program, also if closing the window would only hide it."""
        self.end()
        QApplication.quit()

    def end(self) -> None:
        """Close the window for good."""
        self._ending = True
        self.close()

    def hide_or_minimise(self) -> None:
        """Hide the window in the tray if there is one, else minimise it."""
        if self.may_hide is not None and self.may_hide():
            self.close()
        else:
            self.showMinimized()

    def rebuild(self) -> None:
        """Rebuild all widgets in the current language, and show the same page again."""
        shown = next((k for k, p in self.pages.items() if p is self.stack.currentWidget()), "home")
        self._release_pages()
        for page in self.pages.values():
            page.deleteLater()
        self.pages = {}
        self._build()
        self.show_page(shown)
        self.rebuild_guide()
        self.rebuilt.emit()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation if the window is narrow."""
        super().resizeEvent(event)
        self.sidebar.fit(event.size().width())

    def showEvent(self, event: QShowEvent) -> None:
        """Move a window that is partly off the screen."""
        super().showEvent(event)
        if not self.isMaximized():
            keep_on_screen(self)

    def changeEvent(self, event: QEvent) -> None:
        """Pause the ticker while minimised; check the clock and the data on activation."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.context.ticker.set_active(not self.isMinimized())
        elif event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.context.ticker.tick()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide, or save the geometry and close; forms save their drafts themselves."""
        self.close_dialogs()
        if not self._ending and self.may_hide is not None and self.may_hide():
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

    def _release_pages(self) -> None:
        """Stop the countdowns and queries of the pages."""
        self.context.closing.emit()
        for page in self.pages.values():
            self.context.ticker.unregister(page)  # type: ignore[arg-type]

    # Building

    def _build(self) -> None:
        # A widget made with its parent is styled once, not again with each ancestor it gets later.
        central = QWidget(self)
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        upper, lower = pages.entries()
        foot = BackupFoot(self.context, central)
        self.sidebar = Sidebar(_("LinkDue"), app_icon(), upper, lower, foot, central)
        self.sidebar.fit(self.width())
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.clicked.connect(self._focus_page)
        self.stack = QStackedWidget(central)
        self.reminders = QVBoxLayout()
        self.notices = NoticeArea(self)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self.reminders)
        right.addLayout(self.notices)
        right.addWidget(self.stack, 1)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.setCentralWidget(central)
        self._bar: Toast | None = None
        self.setWindowTitle(_("LinkDue"))

    @property
    def bar(self) -> Toast:
        """The toast about the last action; made on first use."""
        if self._bar is None:
            self._bar = Toast(
                *(_("Undo"), _("Redo"), _("Open folder"), _("Close")),
                self.centralWidget(),
                self.stack,
            )
            self._bar.undo_wanted.connect(self.undo)
            self._bar.redo_wanted.connect(self.redo)
            self._bar.folder_wanted.connect(self._open_folder)
        return self._bar

    def _connect(self) -> None:
        context = self.context
        self.dialog_closed.connect(self._take_focus)
        context.acted.connect(self._show_done)
        context.reversible.connect(self._show_reversible)
        context.failed.connect(self.notices.show_problem)
        context.storage_failed.connect(self._offer_recovery)
        context.saved.connect(self._show_saved)
        context.message.connect(lambda text: self.bar.show_message(text, undoable=False))
        context.page_wanted.connect(self.show_page)
        context.orders_wanted.connect(self.show_orders)
        context.wizard_wanted.connect(self.open_wizard)
        context.order_form_wanted.connect(self.open_order_form)
        context.project_form_wanted.connect(self.open_project_form)
        context.guide_wanted.connect(self.open_guide)
        context.guides_wanted.connect(self.open_guides)
        context.import_wanted.connect(self.open_import)
        context.compare_wanted.connect(self.open_comparison)
        context.history_wanted.connect(self.open_history)
        context.reminders_wanted.connect(self.open_reminders)
        context.own_plan_wanted.connect(self.open_own_plan)
        context.hide_wanted.connect(self.hide_or_minimise)
        context.transfer_file_wanted.connect(self.open_transfer_file)
        context.card_wanted.connect(self.open_card)
        for number, key in enumerate(self._makers, 1):
            self._shortcut(f"Ctrl+{number}", partial(self.show_page, key))
        self._shortcut("Ctrl+N", self.open_order_form)
        self._shortcut("Ctrl+Z", self.undo)
        for keys in ("Ctrl+Shift+Z", "Ctrl+Y"):
            self._shortcut(keys, self.redo)
        self._shortcut("Ctrl+H", self.open_history)
        self._shortcut("F1", self.show_help)
        self._shortcut("Ctrl+K", self.open_palette)
        self._shortcut(QKeySequence.StandardKey.Paste, self.paste)

    def _shortcut(self, keys: str | QKeySequence.StandardKey, action: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _make_home(self) -> QWidget:
        page = HomePage(self.context, self.stack)
        self._show_due(page.daily_summary.counts[View.TODAY])
        page.counted.connect(self._show_due)
        return page

    def _show_due(self, count: int) -> None:
        """Show the number of orders due today at “Home” in the navigation."""
        text = ngettext("{count} due today", "{count} due today", count)
        self.sidebar.set_count("home", count, text.format(count=count))

    def _show_done(self, text: str) -> None:
        self.notices.clear()
        self.bar.show_message(text)

    def _show_saved(self, text: str, path: Path) -> None:
        self._saved_in = path.parent
        self.bar.show_message(text, undoable=False, saved=True)

    def _open_folder(self) -> None:
        """Open the folder of the saved file in the system's file manager."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        folder = self._saved_in
        if folder is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            text = _("No program for folders was found. The folder is {path}.")
            self.bar.show_message(text.format(path=folder), undoable=False)

    def _show_reversible(self, text: str, revert: Callable[[], object]) -> None:
        self.notices.clear()
        self.bar.show_message(text, revert=revert)

    def _offer_recovery(self, problem: StorageError) -> None:
        """Show a notice that leads to the recovery options, if the error has any."""
        from desktop.services.recovery import RECOVERABLE
        from desktop.wording.errors import database

        if problem.kind in RECOVERABLE:
            show_options = partial(self.context.recovery_wanted.emit, problem)
            action = (_("See what can be done"), show_options)
            self.notices.show_problem(*database.notice(problem), action)

    def _focus_page(self) -> None:
        """Focus the current page itself, none of its buttons."""
        self.stack.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_focus(self) -> None:
        """Keep the focus widget, else focus the page: Qt would choose the navigation."""
        if self.focusWidget() is None:
            self._focus_page()
        self.activateWindow()  # not every window manager returns the focus

    def _restore_geometry(self) -> None:
        place = self.context.workspace.setting(SettingKey.WINDOW_GEOMETRY)
        restore_place(self, window_geometry(place))
