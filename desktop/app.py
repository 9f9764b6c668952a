"""The composition root of the window: it creates all parts and connects them."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from desktop.base import gc_pause
from desktop.base.storage import BACKUP_FOLDER, Start, StorageError, StorageErrorKind
from desktop.services.clock import system_clock
from desktop.services.workspace import Workspace
from desktop.system.fault_log import (
    CrashLog,
    log_uncaught_exceptions,
    qt_message_handler,
    write_fault,
)
from desktop.system.input_method import prepare_input_method
from desktop.system.single_instance import SingleInstance
from desktop.system.start_marker import FAILURES_BEFORE_PLAIN, begin_start, end_start
from desktop.system.steady_clock import steady_seconds
from desktop.ui.kit.first_paint import after_first_paint
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.context import Context
from desktop.ui.shell import appearance
from desktop.ui.shell.appearance import Appearance
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.theme.theme import STYLE_ARGUMENTS, begin_styled
from desktop.wording.i18n import _


def run_window(
    folder: Path, asked: str | None, transfer_file: Path | None = None, note: str = ""
) -> int:
    """Open the window on the data in `folder`, or raise the one that is open; return the status.

    `asked` is the language given on the command line; it overrides the setting. `transfer_file` is
    a transfer file or a partner's card to offer for import, `note` the key of a clicked
    notification.
    """
    log_uncaught_exceptions(folder)
    qInstallMessageHandler(qt_message_handler(lambda details: write_fault(folder, details)))
    prepare_input_method()
    application = make_application()
    return Program(application, folder, asked, transfer_file, note).run()


def make_application() -> QApplication:
    """Create the Qt application, with LinkDue's name and style."""
    QCoreApplication.setApplicationName("LinkDue")
    QCoreApplication.setOrganizationName("LinkDue")
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    begin_styled(application)
    application.setDesktopFileName("linkdue")
    return application


class Program:
    """One run of the program with a window: its data, appearance and parts."""

    def __init__(
        self,
        application: QApplication,
        folder: Path,
        asked: str | None,
        transfer_file: Path | None = None,
        note: str = "",
    ) -> None:
        self._application = application
        self._folder = folder
        self._transfer_file = transfer_file
        self._note = note
        self._instance = SingleInstance(folder)
        self.workspace: Workspace | None = None
        self.window: MainWindow | None = None
        self._appearance = Appearance(application, asked)
        self.stand_in: QWidget | None = None
        """The widget shown instead of the window, such as the recovery window."""
        self._crashes: CrashLog | None = None

    def run(self) -> int:
        """Show the window and stay until it is closed; return the exit status."""
        if not self.start():
            return 0
        status = self._application.exec()
        self.close()
        return status

    def start(self) -> bool:
        """Show the window, or why it cannot be opened; return False if another one was raised."""
        if self._instance.claim():
            self.open()
        elif not self._instance.other_computer() and self._instance.raise_first(
            self._transfer_file, self._note
        ):
            return False
        else:
            self._show_busy()
        return True

    def close(self) -> None:
        """Close the data, release it for other processes, and stop following the system theme."""
        if self.workspace is not None:
            self.workspace.close()
        if self._crashes is not None:
            self._crashes.stop()
        self._instance.release()
        self._appearance.close()

    def _show_busy(self) -> None:
        """Show that another window has the data open and cannot be raised."""
        from desktop.ui.shell.busy_window import BusyWindow

        host = self._instance.other_computer()
        self._replace_stand_in(BusyWindow(host, self._claim_again, self._take_over))

    def _claim_again(self) -> None:
        (self.open if self._instance.claim() else self._show_busy)()

    def _take_over(self) -> None:
        (self.open if self._instance.take_over() else self._show_busy)()

    def open(self, start: Start = Start.CREATE_IF_NEW) -> None:
        """Open the data and its window; if the data cannot be opened, show the recovery window.

        If the last starts failed before a window was shown, first offer a start with the default
        appearance.
        """
        if begin_start(self._folder) >= FAILURES_BEFORE_PLAIN:
            self._offer_plain_start(start)
        else:
            self._open(start)

    def _offer_plain_start(self, start: Start) -> None:
        from desktop.ui.shell.plain_start_window import PlainStartWindow

        plain = partial(self._open, start, plain=True)
        self._replace_stand_in(PlainStartWindow(plain, partial(self._open, start)))

    def _open(self, start: Start, *, plain: bool = False) -> None:
        try:
            self.workspace = Workspace.open(self._folder, steady=steady_seconds, start=start)
            if plain:
                appearance.reset(self.workspace)
            self._show_window(self.workspace)
        except StorageError as problem:
            end_start(self._folder)  # the recovery window is shown, so the start did not fail
            self._show_recovery(problem)

    def _show_window(self, workspace: Workspace) -> None:
        self._appearance.apply(workspace)
        context = Context(workspace, Ticker(workspace.clock))
        context.look_changed.connect(self._apply_changed_settings)
        context.restore_wanted.connect(self.restore)
        context.relocation_wanted.connect(self.relocate)
        context.recovery_wanted.connect(self.recover)
        self.window = MainWindow(context)
        after_first_paint(self.window, self._finish_start)
        self.window.show()
        if self.stand_in is not None:
            self.stand_in.close()
            self.stand_in = None

    def _finish_start(self) -> None:
        """Set up everything that the first frame does not need."""
        gc_pause.enable()
        end_start(self._folder)
        from desktop.ui.shell.after_start import start_background_work
        from desktop.ui.shell.faults import FaultReporter

        window, workspace = self.window, self.workspace
        if window is None or workspace is None:
            return
        faults = FaultReporter(lambda details: write_fault(self._folder, details), window)
        faults.storage_failed.connect(window.context.report)
        faults.install()
        if self._crashes is None:
            self._crashes = CrashLog(self._folder)
            self._crashes.start()
        self._appearance.translate_qt()
        if sys.platform == "darwin":
            from desktop.ui.shell.file_open_filter import FileOpenFilter

            FileOpenFilter(self._application, window.open_own_file)
        self._instance.listen(window.raise_to_user, window.open_own_file, window.show_note)
        start_background_work(window, self._folder)
        transfer_file, self._transfer_file = self._transfer_file, None
        note, self._note = self._note, ""
        if transfer_file is not None:
            QTimer.singleShot(0, window, partial(window.open_own_file, transfer_file))
        elif note:
            QTimer.singleShot(0, window, partial(window.show_note, note))
        elif not workspace.book().accounts:
            QTimer.singleShot(0, window, window.open_wizard)

    def restore(self, source: Path) -> None:
        """Restore a backup and open the window on it; on the unchanged data if that fails."""
        from desktop.ui.backups.restorer import Restorer

        restorer = Restorer()
        restorer.done.connect(lambda outcome: self._restored(source, outcome))
        self._release_for(restorer)
        restorer.restore(source, self._folder, system_clock())

    def _release_for(self, worker: QWidget) -> None:
        """Close window and data, and show `worker` instead.

        `worker` is shown first, because Qt quits when the last window closes.
        """
        self._replace_stand_in(worker)
        if self.window is not None:
            self.window.end()
            self.window.deleteLater()
            self.window = None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def relocate(self, target: Path) -> None:
        """Move the data to another folder and open the window there; in this one if that fails."""
        from desktop.services.relocation import relocate
        from desktop.ui.backups.restorer import Restorer
        from desktop.wording.errors import data_location

        old, note = self._folder, data_location.note(str(target))
        worker = Restorer(_("Moving the data…"))
        worker.done.connect(lambda outcome: self._relocated(target, outcome))
        self._release_for(worker)
        worker.run(lambda: relocate(old, target, note, system_clock()))

    def _relocated(self, target: Path, outcome: object) -> None:
        from desktop.services.relocation import FolderTaken
        from desktop.wording.errors import data_location, database

        old = self._folder
        if isinstance(outcome, Path):
            self._change_folder(target)
        self.open()  # closes the worker
        if self.window is None or self.workspace is None:
            return
        context = self.window.context
        if isinstance(outcome, Path):
            place = old / BACKUP_FOLDER
            context.run_action("", lambda: self._keep_backups_in(place))
            self.window.notices.show_restored(*data_location.done(target, outcome), None)
        elif isinstance(outcome, FolderTaken):
            context.failed.emit(*data_location.occupied(outcome.folder))
        elif isinstance(outcome, StorageError):
            context.failed.emit(*database.backup(outcome))
        elif isinstance(outcome, Exception):
            raise outcome

    def _keep_backups_in(self, place: Path) -> None:
        if self.workspace is not None:
            self.workspace.backups.choose_second_place(place)

    def _change_folder(self, folder: Path) -> None:
        """Switch to another data folder; called before its window is opened."""
        if self._crashes is not None:
            self._crashes.stop()
            self._crashes = None
        self._instance.release()
        self._folder = folder
        self._instance = SingleInstance(folder)
        self._instance.claim()

    def _restored(self, source: Path, outcome: object) -> None:
        from desktop.domain.backups import Restored
        from desktop.wording import backups
        from desktop.wording.errors import database

        self.open()  # closes the restorer
        if isinstance(outcome, StorageError) and self.window is not None:
            words = database.backup if outcome.path == source else database.database
            self.window.context.failed.emit(*words(outcome))
        elif isinstance(outcome, StorageError):
            self._show_in_recovery(*database.backup(outcome))
        elif isinstance(outcome, Restored) and self.window is not None:
            before = outcome.before
            back = None if before is None else partial(self.restore, before.path)
            title = backups.restored_title(outcome, system_clock())
            self.window.notices.show_restored(title, backups.restored_text(outcome), back)
        elif isinstance(outcome, Exception):
            raise outcome

    def _apply_changed_settings(self) -> None:
        """Apply a language or theme that the user has just chosen."""
        if self.window is None or self.workspace is None:
            return
        self._appearance.apply_changed(self.workspace)
        QTimer.singleShot(0, self.window, self.window.rebuild)

    def _show_recovery(self, problem: StorageError) -> None:
        self._replace_stand_in(self._recovery(problem))

    def _recovery(self, problem: StorageError) -> QWidget:
        from desktop.services.recovery import Recovery
        from desktop.ui.shell.recovery_window import RecoveryActions, RecoveryWindow

        gone = problem.kind is StorageErrorKind.GONE
        again = Start.MUST_EXIST if gone else Start.CREATE_IF_NEW
        actions = RecoveryActions(
            again=partial(self.open, again),
            elsewhere=self._choose_folder,
            restore=self._choose_backup,
            start_empty=partial(self.open, Start.CREATE_EMPTY),
        )
        recovery = Recovery(self._folder, system_clock)
        return RecoveryWindow(problem, recovery, actions)

    def recover(self, problem: StorageError) -> None:
        """Replace the window by the recovery options: its data can no longer be used."""
        self._release_for(self._recovery(problem))

    def _show_in_recovery(self, cause: str, cure: str) -> None:
        """Show in the recovery window why the chosen option failed."""
        from desktop.ui.shell.recovery_window import RecoveryWindow

        if isinstance(self.stand_in, RecoveryWindow):
            self.stand_in.show_problem(cause, cure)

    def _choose_backup(self) -> None:
        """Show the backups of data that cannot be opened, and restore the one chosen."""
        from desktop.services.recovery import Recovery
        from desktop.ui.backups.restore_dialog import RestoreContext, RestoreDialog
        from desktop.ui.shared.backup_lookup import BackupLookup

        recovery = Recovery(self._folder, system_clock)
        lookup = BackupLookup(lambda: nullcontext(recovery), self.stand_in)

        def restore(source: Path) -> None:
            lookup.close()
            self.restore(source)

        context = RestoreContext(lookup, system_clock, Path.home(), restore)
        dialog = RestoreDialog(context, self.stand_in)
        dialog.rejected.connect(lookup.close)
        dialog.open()

    def _replace_stand_in(self, window: QWidget) -> None:
        """Show `window` instead of the main window, and close the previous stand-in.

        The previous one is closed last, because Qt quits when the last window closes.
        """
        window.show()
        previous, self.stand_in = self.stand_in, window
        if previous is not None:
            previous.close()

    def _choose_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        folder = QFileDialog.getExistingDirectory(None, "", str(self._folder))
        if folder:
            self._instance.release()
            self._folder = Path(folder)
            self._instance = SingleInstance(self._folder)
            self._claim_again()
