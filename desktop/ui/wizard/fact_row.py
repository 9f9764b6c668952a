"""A fact of a partner's reply as a line with an edit link, or as a field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.fields import LineField
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.tokens import XS, L, S, Tone
from desktop.wording.i18n import _, clauses, labelled


class FactRow(QWidget):
    """Shows a known value as a line, or the widget `part`, which contains `field`, to edit it."""

    opened = Signal()
    """The user has clicked “Edit”."""

    def __init__(
        self, name: str, field: LineField, part: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._part = part
        self._line = QWidget()
        self._mark = GlyphMark(Glyph.CHECK, Tone.GOOD)
        self.name = PlainLabel(name, Role.MUTED, wrap=False)
        self.value = PlainLabel("", wrap=False, selectable=True)
        self.note = PlainLabel("", Role.SMALL)
        self.edit_button = LinkButton(
            _("Edit"), self._edit, name=_("Edit: {fact}").format(fact=name)
        )
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        for widget in (self._mark, self.name, self.value):
            row.addWidget(widget)
        row.addWidget(self.note, 1)
        row.addWidget(self.edit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, XS, S, XS)
        column.addWidget(self._line)
        column.addWidget(part)
        part.setContentsMargins(0, 0, S, 0)
        self.close_field()

    @property
    def open(self) -> bool:
        """Whether the field is shown."""
        return not self._part.isHidden()

    def show_fact(self, value: str, note: str, *, certain: bool) -> None:
        """Set the line's text; an uncertain value gets an amber mark."""
        self._mark.set(*((Glyph.CHECK, Tone.GOOD) if certain else (Glyph.INFO, Tone.AMBER)))
        self.value.setText(value)
        self.note.setText(note)
        text = clauses(value, note) if note else value
        self._line.setAccessibleName(labelled(self.name.text(), text))

    def open_field(self) -> None:
        """Show the field."""
        self._part.show()
        self._line.hide()

    def close_field(self) -> None:
        """Show the line."""
        self._part.hide()
        self._line.show()

    def _edit(self) -> None:
        self.open_field()
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()
