"""The window that is shown if the data cannot be opened: the cause and the recovery options.

No option destroys data: a file that is replaced is kept under another name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.base.progress import Cancelled
from desktop.base.storage import StorageError, StorageErrorKind
from desktop.domain.salvaged import Salvaged
from desktop.services.recovery import Recovery
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, Hairline, Notice
from desktop.ui.kit.dialogs import BodyAndFoot
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import opening_size
from desktop.ui.kit.worker import JobToken, Worker
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import Tone
from desktop.wording.errors import database, recovery
from desktop.wording.i18n import _

_SIZE = QSize(760, 640)

_NOT_THE_FILE = (
    StorageErrorKind.READ_ONLY,
    StorageErrorKind.LOCKED,
    StorageErrorKind.NO_SPACE,
    StorageErrorKind.UNREACHABLE,
)
"""Problems whose cause is not the content of the file."""
_UNREADABLE = (StorageErrorKind.DAMAGED, StorageErrorKind.ALTERED, StorageErrorKind.STRAY_LOG)


@dataclass(frozen=True, slots=True)
class RecoveryActions:
    """The options that the caller carries out. `restore` opens the list of backups."""

    again: Callable[[], object]
    elsewhere: Callable[[], object]
    restore: Callable[[], object]
    start_empty: Callable[[], object]


class RecoveryWindow(BodyAndFoot):
    """Shows the cause and the recovery options, the most useful one first."""

    def __init__(self, problem: StorageError, recovery: Recovery, actions: RecoveryActions) -> None:
        super().__init__()
        self._problem = problem
        self._recovery = recovery
        self._actions = actions
        self._worker = Worker("salvager", self)
        self._result: Salvaged | None = None
        self.buttons: dict[str, PlainButton | PrimaryButton] = {}
        self.setWindowTitle(_("LinkDue"))
        self.setWindowIcon(app_icon())
        self._show_options()
        self.resize(opening_size(_SIZE, self.fontMetrics()))

    def showEvent(self, event: QShowEvent) -> None:
        """Open high enough for all options."""
        self.resize(self.width(), max(self.height(), self.fitting_height(self.width())))
        super().showEvent(event)

    # The options

    def _show_options(self) -> None:
        """Show the cause and all recovery options."""
        self._page(_("Your data can't be opened"))
        if self._problem.kind is not StorageErrorKind.GONE:
            text = _("Nothing was changed; the file is as it was.")
            self.body.addWidget(PlainLabel(text, Role.STRONG))
        self.notice = Notice(Tone.BAD, *database.notice(self._problem), glyph=Glyph.EXCLAMATION)
        self.body.addWidget(self.notice)
        if self._problem.detail:
            text = _("For the person who helps you: {detail}").format(detail=self._problem.detail)
            self.body.addWidget(PlainLabel(text, Role.SMALL, selectable=True))
        card = Card()
        for number, (name, label, text, action) in enumerate(self._options()):
            if number:
                card.body.addWidget(Hairline())
            card.body.addWidget(self._option_row(name, label, text, action, first=number == 0))
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.add_buttons([LinkButton(_("Quit"), self.close)], [])
        next(iter(self.buttons.values())).setFocus()

    def show_problem(self, cause: str, cure: str) -> None:
        """Show why a recovery option failed."""
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        announce(self, cause)

    def _options(self) -> list[tuple[str, str, str, Callable[[], object]]]:
        """Return name, label, explanation and action of each option, the best first."""
        kind = self._problem.kind
        again = ("again", _("Try again"), _("Once that is fixed."), self._actions.again)
        elsewhere = (
            "elsewhere",
            _("Choose another folder…"),
            _("Open data kept somewhere else."),
            self._actions.elsewhere,
        )
        folder = (
            "folder",
            _("Open the folder"),
            _("Look at the files yourself."),
            self._open_folder,
        )
        if kind in _NOT_THE_FILE or kind is StorageErrorKind.UPDATE_FAILED:
            return [again, elsewhere, folder]
        restore = (
            "restore",
            _("Restore a backup…"),
            _("Choose a backup that has been checked. The current file is kept."),
            self._actions.restore,
        )
        if kind is StorageErrorKind.GONE:
            return [again, restore, elsewhere, folder, self._start_empty()]
        if kind not in _UNREADABLE:
            return [again, elsewhere, restore, folder]
        salvage = (
            "salvage",
            _("Recover what can be read…"),
            _("Copy everything intact into a new file. The damaged file is kept."),
            self.salvage,
        )
        aside = (
            "aside",
            _("Set the log file aside"),
            _("Open the data without the log file, which is kept under another name."),
            self._set_log_aside,
        )
        first = [aside] if kind is StorageErrorKind.STRAY_LOG else []
        return [*first, restore, salvage, again, elsewhere, folder]

    def _start_empty(self) -> tuple[str, str, str, Callable[[], object]]:
        text = _("Starts a new, empty data file. Backups and other files stay where they are.")
        return "anew", _("Start with empty records"), text, self._actions.start_empty

    def _option_row(
        self, name: str, label: str, text: str, action: Callable[[], object], *, first: bool
    ) -> QWidget:
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(PlainLabel(text, Role.MUTED))
        button = (PrimaryButton if first else PlainButton)(label, action)
        self.buttons[name] = button
        right.addStretch(1)
        right.addWidget(button)
        return ResponsiveRow([left, right], 0)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._recovery.folder)))

    def _set_log_aside(self) -> None:
        try:
            self._recovery.set_log_aside()
        except StorageError as problem:
            self.show_problem(*database.notice(problem))
            return
        self._actions.again()

    # Salvaging

    def salvage(self) -> None:
        """Salvage the readable records of the damaged file into a new file."""
        self._page(_("Recovering what can be read"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(_("Recovering what can be read"))
        self.body.addWidget(PlainLabel(_("Reading every page of the file. This may take a while.")))
        self.body.addWidget(self.progress)
        self.body.addStretch(1)
        cancel = PlainButton(_("Cancel"), self._worker.cancel)
        self.buttons["cancel"] = cancel
        self.add_buttons([], [cancel])
        cancel.setFocus()
        self._worker.submit(
            self._read_all,
            self.show_salvaged,
            failed=self._fail,
            cancelled=self._show_options,
            progress=self._show_progress,
        )

    def _read_all(self, token: JobToken) -> Salvaged:
        """Salvage on the worker's thread; the new file is removed if that is cancelled."""
        try:
            return self._recovery.salvage(token.progress)
        except Cancelled:
            self._recovery.drop()
            raise

    def _show_progress(self, at: int, count: int) -> None:
        self.progress.setRange(0, count)
        self.progress.setValue(at)

    def _fail(self, problem: Exception) -> None:
        self._show_options()
        if not isinstance(problem, StorageError):
            raise problem
        cause = _("Nothing could be recovered from the file")
        self.show_problem(cause, database.database(problem)[1])

    def show_salvaged(self, done: Salvaged) -> None:
        """Show the content of the new file before it replaces the damaged one."""
        self._result = done
        self._page(_("This was recovered"))
        doubts = recovery.doubts(done)
        tone, glyph = (Tone.AMBER, Glyph.EXCLAMATION) if doubts else (Tone.GOOD, Glyph.CHECK)
        self.notice = Notice(
            tone,
            _("The new file was opened and checked: it is in order"),
            "\n".join(doubts) or _("Nothing seems to be missing."),
            glyph=glyph,
        )
        self.body.addWidget(self.notice)
        card = Card()
        for line in recovery.found(done):
            card.body.addWidget(PlainLabel(line))
        self.body.addWidget(card)
        self.body.addWidget(
            PlainLabel(_("The damaged file is kept in the same folder."), Role.MUTED)
        )
        self.body.addStretch(1)
        use = PrimaryButton(_("Continue with the new file"), self._use)
        self.buttons["use"] = use
        back = PlainButton(_("Back"), self._drop)
        self.buttons["back"] = back
        self.add_buttons([], [back, use])
        use.setFocus()
        announce(self, self.notice.title.text())

    def _use(self) -> None:
        if self._result is None:
            return
        try:
            self._recovery.use(self._result)
        except StorageError as problem:
            self._result = None
            self._show_options()
            self.show_problem(*database.notice(problem))
            return
        self._result = None
        self._actions.again()

    def _drop(self) -> None:
        self._result = None
        self._recovery.drop()
        self._show_options()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel the work, and remove a new file that was not put in place."""
        self._worker.close()
        if self._result is not None:
            self._recovery.drop()
        super().closeEvent(event)

    # Building

    def _page(self, title: str) -> None:
        self.start(title)
        self.buttons = {}
