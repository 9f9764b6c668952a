"""A moving file from another computer: what it holds, what opening it would change, and one button."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.workspace import Backup, DatabaseProblem, Difference, ProblemKind
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Column, Notice
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import opening_size
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import backups
from desktop.wording.errors import database
from desktop.wording.i18n import _

_SIZE = QSize(600, 420)


class MoveInDialog(QDialog):
    """Nothing is changed before its button is pressed, and that can be taken back by one click."""

    def __init__(self, context: Context, source: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source
        self.setWindowTitle(_("Open a moving file"))
        self.resize(opening_size(_SIZE, self.fontMetrics()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 14)
        page = Column(margin=24)
        outer.addWidget(page, 1)
        column = page.body
        column.addWidget(PlainLabel(_("Take over the records of another computer"), Role.TITLE))
        self.notice = Notice(Tone.INFO, _("Checking the file …"), source.name, glyph=Glyph.CLOCK)
        column.addWidget(self.notice)
        self.changes = PlainLabel("")
        column.addWidget(self.changes)
        text = _(
            "What is recorded here now becomes a backup first, so that one click takes this back."
        )
        column.addWidget(PlainLabel(text, Role.MUTED))
        column.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(PlainButton(_("Close"), self.reject))
        self.open_button = PrimaryButton(_("Take over these records"), self.take_over)
        self.open_button.setEnabled(False)
        row.addWidget(self.open_button)
        outer.addLayout(row)
        context.keeper.examined.connect(self._show_examined)
        context.keeper.compared.connect(self._show_compared)
        context.keeper.examine(source)

    def take_over(self) -> None:
        """Put the file's records in the place of those here: the window opens anew on them."""
        if self.open_button.isEnabled():
            self.accept()
            self._context.restore_wanted.emit(self._source)

    def _show_examined(self, path: Path, answer: Backup | DatabaseProblem) -> None:
        if path != self._source:
            return
        if not isinstance(answer, DatabaseProblem) and answer.newer:
            answer = DatabaseProblem(ProblemKind.NEWER, path)
        if isinstance(answer, DatabaseProblem):
            self.notice.set(Tone.BAD, *database.backup(answer), Glyph.CROSS)
            announce(self, self.notice.title.text())
            return
        when = backups.when(answer, self._context.desk.clock())
        title = _("Written {when}: {counts}").format(when=when, counts=backups.counts(answer))
        self.notice.set(Tone.GOOD, title, self._source.name, Glyph.CHECK)
        self._context.keeper.compare(path)

    def _show_compared(
        self, path: Path, answer: Mapping[str, Difference] | DatabaseProblem
    ) -> None:
        if path != self._source:
            return
        if isinstance(answer, DatabaseProblem):
            self.changes.setText(" ".join(database.database(answer)))
            return
        said = backups.list_of(backups.differences(answer))
        self.changes.setText(_("Compared with what is recorded here:") + "\n" + said)
        self.open_button.setEnabled(True)
        self.open_button.setFocus()
        announce(self, self.changes.text())
