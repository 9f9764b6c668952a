"""The dialogs that ask for the reason to void a piece of evidence, and for its name and note."""

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
    """Asks for the reason to void a piece, which stays listed with it."""

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
        """Emit the reason and close; show an error if it is empty."""
        reason = self.reason.text().strip()
        if not reason:
            self.reason.show_error(validation.entry("empty", "reason"))
            return
        self.given.emit(reason)
        self.accept()


class DescribeDialog(DialogFrame):
    """Asks for the name and the note of a piece."""

    given = Signal(str, str)
    """The name and the note."""

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
        """Emit name and note, and close; show an error if the name is empty."""
        name = self.name.text().strip()
        if not name:
            self.name.show_error(validation.entry("empty", "name"))
            return
        self.given.emit(name, self.note.text())
        self.accept()
