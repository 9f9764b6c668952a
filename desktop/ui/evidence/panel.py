"""The evidence for one subject: tiles, the place to drop more on, and the details of one piece."""

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
from desktop.ui.evidence.questions import DescribeDialog, VoidDialog
from desktop.ui.evidence.sources import Source
from desktop.ui.evidence.tile import EvidenceTile
from desktop.ui.evidence.work import EvidenceLook, KeptFiles, keep_all, look_at, save_as
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
    """Follows one subject. Files are read, compared, decoded and written on a thread."""

    counted = Signal(int)
    """How many pieces count, whenever that was looked up."""

    def __init__(
        self, context: Context, parent: QWidget | None = None, *, narrow: bool = False
    ) -> None:
        """Make a panel; a `narrow` one stands in a pane, with one tile below the other."""
        super().__init__(parent)
        self._context = context
        self._narrow = narrow
        self._subject: EvidenceSubject | MatchedReceipt | None = None
        self._evidence_files = EvidenceFileService(context.workspace.folder)
        self._looks: dict[str, EvidenceLook] = {}
        self._opened: QTemporaryDir | None = None
        self.dialog: DialogFrame | None = None
        """The one that asks for a reason or a name."""
        self.pieces: tuple[Evidence, ...] = ()
        self.tiles: list[EvidenceTile] = []
        self.keeping = Worker("evidence", self)
        self.looking = Worker("evidence-look", self)
        self.trouble = PlainLabel("", Role.BAD)
        self.trouble.hide()
        self.zone = DropZone()
        self.zone.dropped.connect(self.add)
        self.zone.choice_wanted.connect(lambda: self.add(sources.chosen(self)))
        self.zone.cancel_wanted.connect(self.keeping.cancel)
        self.details = EvidenceDetails(narrow=narrow)
        self._lay_out()
        self._connect()

    @property
    def chosen(self) -> Evidence | None:
        """Return the piece whose details are shown."""
        return self.details.piece

    def set_subject(self, subject: EvidenceSubject | MatchedReceipt | None) -> None:
        """Show the evidence for a subject; None for nothing."""
        if subject == self._subject:
            self.refresh()
            return
        self.looking.forget()
        self._subject = subject
        self._looks.clear()
        self.trouble.hide()
        self.pieces = ()
        self._show_pieces(self._found(), None)

    def refresh(self) -> None:
        """Show what is recorded now; what was looked at already is not read again."""
        found = self._found()
        if found != self.pieces:
            self._show_pieces(found, self.chosen)

    def add(self, offered: Sequence[Source]) -> None:
        """Keep files and pictures as evidence for the subject."""
        if not offered or self._subject is None:
            return
        self.trouble.hide()
        now = self._context.workspace.clock()
        name = _("Screenshot {moment}").format(moment=moments.table_moment(now))
        self.zone.show_progress(0, len(offered))
        self.keeping.submit(
            lambda token: keep_all(self._evidence_files, offered, name, token),
            partial(self._record, self._subject),
            failed=self._fail,
            cancelled=self.zone.show_usual,
            progress=self.zone.show_progress,
        )

    def paste(self) -> None:
        """Add what is on the clipboard, or say that there is nothing to add."""
        offered = sources.copied()
        if offered:
            self.add(offered)
        else:
            self._say(_("There is no picture or PDF on the clipboard"))

    def close_down(self) -> None:
        """Read and keep nothing any more."""
        self.keeping.close()
        self.looking.close()

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
        # In a pane, what is chosen stands next to the tiles, which may be a long way from the end.
        below = [self.details, self.zone] if self._narrow else [self.zone, self.details]
        for widget in (self._grid, self.trouble, *below, self._foot):
            column.addWidget(widget)

    def _connect(self) -> None:
        self._context.changed.connect(self.refresh)
        self._context.closing.connect(self.close_down)
        self.details.open_wanted.connect(self.open)
        self.details.save_wanted.connect(self.save)
        self.details.again_wanted.connect(self.add_again)
        self.details.void_wanted.connect(self.ask_why)
        self.details.describe_wanted.connect(self.ask_name)

    # Showing

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
        """Make the tiles: what counts first, the latest before the others."""
        now = self._context.workspace.clock()
        self.pieces = found
        clear(self._flow)
        standing = [piece for piece in found if piece.voided_at is None]
        voided = [piece for piece in found if piece.voided_at is not None]
        ordered = [*reversed(standing), *reversed(voided)]
        self.tiles = [EvidenceTile(piece, now, narrow=self._narrow) for piece in ordered]
        key = None if chosen is None else chosen.key
        shown = None
        for tile in self.tiles:
            self._flow.addWidget(tile)
            tile.clicked.connect(partial(self._choose, tile))
            if tile.piece.key == key:
                tile.setChecked(True)
                shown = tile
            look = self._looks.get(tile.piece.file_name)
            if look is not None:
                tile.show_look(look)
        self._grid.setVisible(bool(found))
        self._foot.setVisible(bool(found))
        self.zone.set_low(low=bool(found) and not self._narrow)
        self._show_details(shown)
        self._look()
        self.counted.emit(sum(piece.voided_at is None for piece in found))

    def _look(self) -> None:
        """Have every file read that was not looked at yet."""
        size = EvidenceTile.picture_size(self)
        self.looking.forget()
        for piece in {tile.piece.file_name: tile.piece for tile in self.tiles}.values():
            if piece.file_name not in self._looks:
                self.looking.submit(
                    partial(_look_at, self._evidence_files, piece, size),
                    partial(self._show_look, piece),
                )

    def _show_look(self, piece: Evidence, look: EvidenceLook) -> None:
        self._looks[piece.file_name] = look
        for tile in self.tiles:
            if tile.piece.file_name == piece.file_name:
                tile.show_look(look)
                if tile.piece == self.chosen:
                    self._show_details(tile)

    def _choose(self, tile: EvidenceTile, _checked: bool = False) -> None:
        tile.setChecked(True)
        self._show_details(tile)
        QTimer.singleShot(0, self, self._reveal_details)

    def _reveal_details(self) -> None:
        """Scroll what the panel stands in so far that the details are seen."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self.details, 0, M)

    def _show_details(self, tile: EvidenceTile | None) -> None:
        now = self._context.workspace.clock()
        piece, look = (None, None) if tile is None else (tile.piece, tile.look)
        self.details.show_piece(piece, look, now)

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.show()
        announce(self.trouble, text)

    # Adding

    def _record(self, subject: EvidenceSubject | MatchedReceipt, kept: KeptFiles) -> None:
        self.zone.show_usual()
        if kept.refused:
            self._say(
                "\n".join(
                    labelled(name, words.refused(problem)) if name else words.refused(problem)
                    for name, problem in kept.refused
                )
            )
        service = self._context.workspace.evidence
        there = {piece.sha256 for piece in self._found() if piece.voided_at is None}
        fresh = [one for one in kept.found if one.sha256 not in there]
        if kept.found and not fresh:
            self._say(_("This file is already kept here."))
        if not fresh:
            return
        text = ngettext(
            "{count} piece of evidence added", "{count} pieces of evidence added", len(fresh)
        )
        done = text.format(count=len(fresh))
        recorded: list[list[Evidence]] = []

        def record() -> bool:
            recorded.append(service.record(subject, fresh))
            if subject == self._subject:  # a receipt has one of its own now
                self._subject = recorded[0][0].subject
            return True

        self._context.run_action(done, record)

    def _fail(self, problem: Exception) -> None:
        self.zone.show_usual()
        if isinstance(problem, StorageError):
            self._context.report(problem)
        elif isinstance(problem, EvidenceUnreadable):
            self._say(words.state(problem.state))
        elif isinstance(problem, EvidenceRefused):
            self._say(words.refused(problem))
        elif isinstance(problem, OSError):
            self._say(files.file(problem))
        else:
            raise problem

    # What the details ask for

    def open(self, piece: Evidence) -> None:
        """Hand a copy to the system, which shows it with the program of its kind.

        The file itself is not handed out: a viewer that turns a picture would change it.
        """
        if self._opened is None:
            self._opened = QTemporaryDir()
        path = Path(self._opened.filePath(f"{piece.sha256[:12]}{piece.media_type.ending}"))
        self.keeping.submit(
            lambda _token: save_as(self._evidence_files, piece, path),
            lambda copy: QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))),
            failed=self._fail,
        )

    def save(self, piece: Evidence) -> None:
        """Let a place be chosen, and write a copy there."""
        ending = piece.media_type.ending
        name = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in words.name(piece))
        path, _filter = choose_place(
            self, _("Save as"), f"{name}{ending}", f"{words.kind(piece.media_type)} (*{ending})"
        )
        if not path:
            return
        self.keeping.submit(
            lambda _token: save_as(self._evidence_files, piece, Path(path)),
            lambda copy: self._context.saved.emit(_("Saved: {path}").format(path=copy.name), copy),
            failed=self._fail,
        )

    def add_again(self, piece: Evidence) -> None:
        """Let the original be chosen of a file that has changed or is missing."""
        path = sources.original(self)
        if path is None:
            return
        self.trouble.hide()

        def done(_nothing: None) -> None:
            self._looks.pop(piece.file_name, None)
            self._look()
            self._context.message.emit(_("The original file is back"))

        self.keeping.submit(
            lambda token: self._evidence_files.keep_again(piece, path, token),
            done,
            failed=self._fail,
        )

    def ask_why(self, piece: Evidence) -> None:
        """Ask why a piece no longer counts, and void it."""
        dialog = VoidDialog(self.window())
        done = _("“{name}” voided").format(name=words.name(piece))
        service = self._context.workspace.evidence
        dialog.given.connect(lambda reason: self._act(done, lambda: service.void(piece, reason)))
        self.dialog = dialog
        dialog.open()

    def ask_name(self, piece: Evidence) -> None:
        """Ask what a piece is called."""
        dialog = DescribeDialog(piece, self.window())
        service = self._context.workspace.evidence

        def describe(name: str, note: str) -> None:
            done = _("“{name}” edited").format(name=name or words.name(piece))
            self._act(done, lambda: service.describe(piece, name, note))

        dialog.given.connect(describe)
        self.dialog = dialog
        dialog.open()

    def _act(self, done: str, act: Callable[[], object]) -> None:
        try:
            self._context.run_action(done, act)
        except ChangedElsewhere:
            self.refresh()
            self._say(_("It was changed elsewhere meanwhile, and is shown as it is now."))


def _look_at(
    files: EvidenceFileService, piece: Evidence, size: QSize, _token: JobToken
) -> EvidenceLook:
    return look_at(files, piece, size)
