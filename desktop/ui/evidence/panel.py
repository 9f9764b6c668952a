"""The panel with the evidence of a subject: tiles, drop zone, and details of the chosen piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QTemporaryDir, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.base.storage import StorageError
from desktop.domain.evidence import EvidenceRefused, EvidenceUnreadable
from desktop.domain.evidence_records import Evidence, EvidenceSubject
from desktop.domain.journal import ChangedElsewhere
from desktop.domain.receipts import MatchedReceipt
from desktop.services.evidence import EvidenceFileService
from desktop.ui.evidence import sources
from desktop.ui.evidence.details import EvidenceDetails
from desktop.ui.evidence.drop_zone import DropZone
from desktop.ui.evidence.edit_dialogs import DescribeDialog, VoidDialog
from desktop.ui.evidence.file_jobs import FileCheck, SavedFiles, check_file, save_all, save_as
from desktop.ui.evidence.sources import Source
from desktop.ui.evidence.tile import EvidenceTile
from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import clear
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.flow import Flow
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.save_dialog import choose_place
from desktop.ui.kit.worker import JobToken, Worker
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import M, S, Tone
from desktop.wording import evidence as words
from desktop.wording import moments
from desktop.wording.errors import files
from desktop.wording.i18n import _, labelled, ngettext


class EvidencePanel(QWidget):
    """Shows and adds evidence of a subject; files are read and written off the window's thread."""

    counted = Signal(int)
    """The number of pieces that are not voided, after each refresh."""

    def __init__(
        self, context: Context, parent: QWidget | None = None, *, narrow: bool = False
    ) -> None:
        """Make a panel; a `narrow` one is for a pane, with one tile below the other."""
        super().__init__(parent)
        self._context = context
        self._narrow = narrow
        self._subject: EvidenceSubject | MatchedReceipt | None = None
        self._evidence_files = EvidenceFileService(context.workspace.folder)
        self._checks: dict[str, FileCheck] = {}
        self._opened: QTemporaryDir | None = None
        self.dialog: DialogFrame | None = None
        """The open dialog that asks for a reason or a name."""
        self.pieces: tuple[Evidence, ...] = ()
        self.tiles: list[EvidenceTile] = []
        self.saving = Worker("evidence", self)
        self.checking = Worker("evidence-check", self)
        self.problem = PlainLabel("", Role.BAD)
        self.problem.hide()
        self.zone = DropZone()
        self.zone.dropped.connect(self.add)
        self.zone.choice_wanted.connect(lambda: self.add(sources.chosen(self)))
        self.zone.cancel_wanted.connect(self.saving.cancel)
        self.details = EvidenceDetails(narrow=narrow)
        self._lay_out()
        self._connect()

    @property
    def chosen(self) -> Evidence | None:
        """The piece whose details are shown, or None."""
        return self.details.piece

    def set_subject(self, subject: EvidenceSubject | MatchedReceipt | None) -> None:
        """Show the evidence of a subject, or nothing if it is None."""
        if subject == self._subject:
            self.refresh()
            return
        self.checking.forget()
        self._subject = subject
        self._checks.clear()
        self.problem.hide()
        self.pieces = ()
        self._show_pieces(self._found(), None)

    def refresh(self) -> None:
        """Show the recorded evidence; files that were checked already are not read again."""
        found = self._found()
        if found != self.pieces:
            self._show_pieces(found, self.chosen)

    def add(self, offered: Sequence[Source]) -> None:
        """Save files and pictures as evidence for the subject."""
        if not offered or self._subject is None:
            return
        self.problem.hide()
        now = self._context.workspace.clock()
        name = _("Screenshot {moment}").format(moment=moments.table_moment(now))
        self.zone.show_progress(0, len(offered))
        self.saving.submit(
            lambda token: save_all(self._evidence_files, offered, name, token),
            partial(self._record, self._subject),
            failed=self._fail,
            cancelled=self.zone.show_idle,
            progress=self.zone.show_progress,
        )

    def paste(self) -> None:
        """Add the clipboard's content, or show that there is nothing to add."""
        offered = sources.copied()
        if offered:
            self.add(offered)
        else:
            self._show_problem(_("There is no picture or PDF on the clipboard"))

    def close_down(self) -> None:
        """Stop reading and saving files."""
        self.saving.close()
        self.checking.close()

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        self._grid = QWidget()
        self._flow = Flow(self._grid, S if self._narrow else M)
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(GlyphMark(Glyph.LOCK, Tone.NEUTRAL))
        kept = _("Kept on this computer only, and in every backup.")
        row.addWidget(PlainLabel(kept, Role.SMALL), 1)
        # In a pane, the details are next to the tiles, since the end may be far below.
        below = [self.details, self.zone] if self._narrow else [self.zone, self.details]
        for widget in (self._grid, self.problem, *below, self._foot):
            column.addWidget(widget)

    def _connect(self) -> None:
        self._context.changed.connect(self.refresh)
        self._context.closing.connect(self.close_down)
        self.details.open_wanted.connect(self.open)
        self.details.save_wanted.connect(self.save)
        self.details.restore_wanted.connect(self.restore_file)
        self.details.void_wanted.connect(self.ask_reason)
        self.details.describe_wanted.connect(self.ask_name)

    # Display

    def _found(self) -> tuple[Evidence, ...]:
        service, subject = self._context.workspace.evidence, self._subject
        if subject is None:
            return ()
        try:
            if isinstance(subject, EvidenceSubject):
                return service.of(subject)
            return service.of_receipt(subject)
        except StorageError as problem:
            self._context.report(problem)
            return self.pieces

    def _show_pieces(self, found: tuple[Evidence, ...], chosen: Evidence | None) -> None:
        """Make the tiles: valid pieces first, then voided ones, each with the latest first."""
        now = self._context.workspace.clock()
        self.pieces = found
        clear(self._flow)
        valid = [piece for piece in found if piece.voided_at is None]
        voided = [piece for piece in found if piece.voided_at is not None]
        ordered = [*reversed(valid), *reversed(voided)]
        self.tiles = [EvidenceTile(piece, now, narrow=self._narrow) for piece in ordered]
        key = None if chosen is None else chosen.key
        shown = None
        for tile in self.tiles:
            self._flow.addWidget(tile)
            tile.clicked.connect(partial(self._choose, tile))
            if tile.piece.key == key:
                tile.setChecked(True)
                shown = tile
            check = self._checks.get(tile.piece.file_name)
            if check is not None:
                tile.show_check(check)
        self._grid.setVisible(bool(found))
        self._foot.setVisible(bool(found))
        self.zone.set_compact(compact=bool(found) and not self._narrow)
        self._show_details(shown)
        self._check()
        self.counted.emit(sum(piece.voided_at is None for piece in found))

    def _check(self) -> None:
        """Start the checks of all files that are not checked yet."""
        size = EvidenceTile.picture_size(self)
        self.checking.forget()
        for piece in {tile.piece.file_name: tile.piece for tile in self.tiles}.values():
            if piece.file_name not in self._checks:
                self.checking.submit(
                    partial(_check_file, self._evidence_files, piece, size),
                    partial(self._show_check, piece),
                )

    def _show_check(self, piece: Evidence, check: FileCheck) -> None:
        self._checks[piece.file_name] = check
        for tile in self.tiles:
            if tile.piece.file_name == piece.file_name:
                tile.show_check(check)
                if tile.piece == self.chosen:
                    self._show_details(tile)

    def _choose(self, tile: EvidenceTile, _checked: bool = False) -> None:
        tile.setChecked(True)
        self._show_details(tile)
        QTimer.singleShot(0, self, self._reveal_details)

    def _reveal_details(self) -> None:
        """Scroll the surrounding scroll area so that the details are visible."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self.details, 0, M)

    def _show_details(self, tile: EvidenceTile | None) -> None:
        now = self._context.workspace.clock()
        piece, check = (None, None) if tile is None else (tile.piece, tile.check)
        self.details.show_piece(piece, check, now)

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()
        announce(self.problem, text)

    # Adding

    def _record(self, subject: EvidenceSubject | MatchedReceipt, saved: SavedFiles) -> None:
        self.zone.show_idle()
        if saved.refused:
            self._show_problem(
                "\n".join(
                    labelled(name, words.refused(problem)) if name else words.refused(problem)
                    for name, problem in saved.refused
                )
            )
        service = self._context.workspace.evidence
        there = {piece.sha256 for piece in self._found() if piece.voided_at is None}
        fresh = [one for one in saved.found if one.sha256 not in there]
        if saved.found and not fresh:
            self._show_problem(_("This file is already kept here."))
        if not fresh:
            return
        text = ngettext(
            "{count} piece of evidence added", "{count} pieces of evidence added", len(fresh)
        )
        done = text.format(count=len(fresh))
        recorded: list[list[Evidence]] = []

        def record() -> bool:
            recorded.append(service.record(subject, fresh))
            if subject == self._subject:  # a receipt gets its subject with the first piece
                self._subject = recorded[0][0].subject
            return True

        self._context.run_action(done, record)

    def _fail(self, problem: Exception) -> None:
        self.zone.show_idle()
        if isinstance(problem, StorageError):
            self._context.report(problem)
        elif isinstance(problem, EvidenceUnreadable):
            self._show_problem(words.state(problem.state))
        elif isinstance(problem, EvidenceRefused):
            self._show_problem(words.refused(problem))
        elif isinstance(problem, OSError):
            self._show_problem(files.file(problem))
        else:
            raise problem

    # Actions of the details

    def open(self, piece: Evidence) -> None:
        """Open a copy with the system's program for its type.

        Not the file itself, since a viewer that rotates a picture would change it.
        """
        if self._opened is None:
            self._opened = QTemporaryDir()
        path = Path(self._opened.filePath(f"{piece.sha256[:12]}{piece.media_type.ending}"))
        self.saving.submit(
            lambda _token: save_as(self._evidence_files, piece, path),
            lambda copy: QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))),
            failed=self._fail,
        )

    def save(self, piece: Evidence) -> None:
        """Ask for a file, and write a copy to it."""
        ending = piece.media_type.ending
        name = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in words.name(piece))
        path, _filter = choose_place(
            self, _("Save as"), f"{name}{ending}", f"{words.kind(piece.media_type)} (*{ending})"
        )
        if not path:
            return
        self.saving.submit(
            lambda _token: save_as(self._evidence_files, piece, Path(path)),
            lambda copy: self._context.saved.emit(_("Saved: {path}").format(path=copy.name), copy),
            failed=self._fail,
        )

    def restore_file(self, piece: Evidence) -> None:
        """Ask for the original of a changed or missing file, and save it again."""
        path = sources.original(self)
        if path is None:
            return
        self.problem.hide()

        def done(_nothing: None) -> None:
            self._checks.pop(piece.file_name, None)
            self._check()
            self._context.message.emit(_("The original file is back"))

        self.saving.submit(
            lambda token: self._evidence_files.keep_again(piece, path, token),
            done,
            failed=self._fail,
        )

    def ask_reason(self, piece: Evidence) -> None:
        """Ask for the reason to void a piece, and void it."""
        dialog = VoidDialog(self.window())
        done = _("“{name}” voided").format(name=words.name(piece))
        service = self._context.workspace.evidence
        dialog.given.connect(
            lambda reason: self._run_action(done, lambda: service.void(piece, reason))
        )
        self.dialog = dialog
        dialog.open()

    def ask_name(self, piece: Evidence) -> None:
        """Ask for the name and note of a piece, and save them."""
        dialog = DescribeDialog(piece, self.window())
        service = self._context.workspace.evidence

        def describe(name: str, note: str) -> None:
            done = _("“{name}” edited").format(name=name or words.name(piece))
            self._run_action(done, lambda: service.describe(piece, name, note))

        dialog.given.connect(describe)
        self.dialog = dialog
        dialog.open()

    def _run_action(self, done: str, action: Callable[[], object]) -> None:
        try:
            self._context.run_action(done, action)
        except ChangedElsewhere:
            self.refresh()
            self._show_problem(_("It was changed elsewhere meanwhile, and is shown as it is now."))


def _check_file(
    files: EvidenceFileService, piece: Evidence, size: QSize, _token: JobToken
) -> FileCheck:
    return check_file(files, piece, size)
