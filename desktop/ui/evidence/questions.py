"""What is asked about a piece of evidence: why it is voided, and what it is called."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.evidence import NAME_LIMIT
from desktop.domain.evidence_records import Evidence
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.fields import LineField, TextField
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording.errors import validation
from desktop.wording.i18n import _

_SIZE = QSize(460, 0)


class VoidDialog(DialogFrame):
    """Asks why a piece is voided; it stays listed with the reason."""

    given = Signal(str)
    """The reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Void evidence"), _SIZE, _("Why does it no longer count?"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        text = _("It stays listed with this reason for 90 days. The file isn't replaced.")
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.reason = LineField(_("Reason"))
        self.body.addWidget(self.reason)
        self.commit_button = PrimaryButton(_("Void"), self.commit)
        cancel = PlainButton(_("Cancel"), self.reject)
        self.add_buttons([], [cancel, self.commit_button], self.commit_button)
        self.reason.line.setFocus()

    def commit(self) -> None:
        """Hand on the reason, which must not be empty."""
        reason = self.reason.text().strip()
        if not reason:
            self.reason.show_error(validation.entry("empty", "reason"))
            return
        self.given.emit(reason)
        self.accept()


class DescribeDialog(DialogFrame):
    """Asks what a piece is called, and for a note."""

    given = Signal(str, str)
    """Name and note."""

    def __init__(self, piece: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(_("Rename evidence"), _SIZE, _("What does it show?"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.name = LineField(_("Name"))
        self.name.line.setMaxLength(NAME_LIMIT)
        self.name.set_text(piece.name)
        self.note = TextField(_("Note"))
        self.note.set_text(piece.note)
        for field in (self.name, self.note):
            self.body.addWidget(field)
        self.commit_button = PrimaryButton(_("Save"), self.commit)
        cancel = PlainButton(_("Cancel"), self.reject)
        self.add_buttons([], [cancel, self.commit_button], self.commit_button)
        self.name.line.selectAll()
        self.name.line.setFocus()

    def commit(self) -> None:
        """Hand on what is typed."""
        self.given.emit(self.name.text(), self.note.text())
        self.accept()
