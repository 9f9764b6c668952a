"""The details of a piece of evidence: fingerprint, date, state, and actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.domain.evidence import FileState
from desktop.domain.evidence_records import Evidence
from desktop.ui.evidence.file_jobs import FileCheck
from desktop.ui.kit.buttons import CopyIcon, IconButton, PlainButton
from desktop.ui.kit.cards import clear
from desktop.ui.kit.flow import Flow
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, XS, L, M, S
from desktop.wording import evidence as words
from desktop.wording import moments
from desktop.wording.i18n import _

_LABEL_WIDTH = 144
_SHOWN = 2000
"""The greatest number of characters shown of a note."""


class EvidenceDetails(QFrame):
    """Shows a piece; it requests actions by signals, and the panel does them."""

    open_wanted = Signal(object)
    save_wanted = Signal(object)
    describe_wanted = Signal(object)
    void_wanted = Signal(object)
    restore_wanted = Signal(object)
    """Each signal carries the `Evidence`."""

    def __init__(self, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        """Make a card; a `narrow` one has no frame, and its labels are above the facts."""
        super().__init__(parent)
        self._piece: Evidence | None = None
        self._narrow = narrow
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        if not narrow:
            self.setObjectName("card")
            self.column.setContentsMargins(L + XS, M, L, M)
        self.column.setSpacing(XS)
        self.hide()

    @property
    def piece(self) -> Evidence | None:
        """The piece that is shown, or None."""
        return self._piece

    def show_piece(self, piece: Evidence | None, check: FileCheck | None, now: datetime) -> None:
        """Show a piece with the check of its file, or hide the details if it is None."""
        clear(self.column)
        self._piece = piece
        self.setVisible(piece is not None)
        if piece is None:
            return
        head = QHBoxLayout()
        head.addWidget(PlainLabel(words.name(piece), Role.STRONG, selectable=True), 1)
        self.more = IconButton(
            Glyph.MORE, _("More for “{name}”").format(name=words.name(piece)), self._open_menu
        )
        self.column.addLayout(head)
        sound = check is not None and check.state is FileState.SOUND
        voided = words.voided(piece, now)
        if voided:
            self.column.addWidget(PlainLabel(voided[:_SHOWN], Role.AMBER))
        if check is not None and not sound:
            self.column.addWidget(PlainLabel(capital(words.state(check.state)), Role.BAD))
        if piece.note:
            self.column.addWidget(PlainLabel(piece.note[:_SHOWN], selectable=True))
        self._add_fact(_("Fingerprint (SHA-256)"), piece.sha256, _("Copy the fingerprint"))
        kept = _("{moment} (Beijing time)").format(moment=moments.table_moment(piece.added_at))
        self._add_fact(_("Added"), kept)
        buttons = QWidget()
        row = Flow(buttons, S)
        if check is not None and not sound:
            self.restore_button = self._button(_("Add again…"), Glyph.UPLOAD, self.restore_wanted)
            row.addWidget(self.restore_button)
        if sound:
            self.open_button = self._button(_("Open"), Glyph.EXTERNAL, self.open_wanted)
            self.save_button = self._button(_("Save as…"), Glyph.DOWNLOAD, self.save_wanted)
            row.addWidget(self.open_button)
            row.addWidget(self.save_button)
        if self._narrow:
            head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
            self.column.addSpacing(S)
            self.column.addWidget(buttons)
        else:
            head.addWidget(buttons)
            head.addWidget(self.more)

    def menu(self) -> QMenu:
        """Return the menu of further actions on the piece."""
        menu = QMenu(self)
        piece = self._piece
        if piece is not None:
            menu.addAction(_("Rename…"), lambda: self.describe_wanted.emit(piece))
            if piece.voided_at is None:
                menu.addAction(_("Void…"), lambda: self.void_wanted.emit(piece))
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _button(self, text: str, glyph: Glyph, wanted: object) -> PlainButton:
        emit: Callable[[object], None] = wanted.emit  # type: ignore[attr-defined]
        return PlainButton(text, lambda: emit(self._piece), glyph=glyph, height=ROW_BUTTON_HEIGHT)

    def _add_fact(self, label: str, text: str, copy: str = "") -> None:
        name = PlainLabel(label, Role.SMALL, wrap=self._narrow)
        row = QHBoxLayout()
        row.setSpacing(XS)
        if self._narrow:
            self.column.addSpacing(XS)
            self.column.addWidget(name)
        else:
            name.setFixedWidth(round(_LABEL_WIDTH * growth(self.fontMetrics())))
            row.addWidget(name)
        row.addWidget(PlainLabel(text, selectable=True), 1)
        if copy:
            row.addWidget(CopyIcon(copy, _("Copied"), text), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
