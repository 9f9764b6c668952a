"""The history dialog, in which the last actions can be undone and redone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.domain.journal import JournalEntry
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.labels import capital
from desktop.ui.kit.list_table import ListTable
from desktop.ui.shared.context import Context
from desktop.ui.shared.list_dialog import ListDialog
from desktop.ui.theme.tokens import Tone
from desktop.wording import moments
from desktop.wording.glossary import short
from desktop.wording.i18n import _, ngettext, pgettext
from desktop.wording.records import history

_SIZE = QSize(760, 560)
_PAGE_SIZE = 100
"""Number of entries shown at first, and added by each “Show more”."""
_SENTENCE_LIMIT = 160
"""Characters of a sentence in the table; the tooltip has all of it."""


class HistoryDialog(ListDialog):
    """The journal, latest first, an action in each row; undone actions are marked."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        text = _(
            "Every change is kept here for good. You can undo the latest ones, even days later."
        )
        table = ListTable(
            _("History"), [_("When"), pgettext("column", "What changed"), _("Status")]
        )
        super().__init__(_SIZE, _("History"), _("History"), text, table, parent)
        self._context = context
        self._shown = _PAGE_SIZE
        self.entries: list[JournalEntry] = []
        table.itemSelectionChanged.connect(self._show_chosen)
        self.more = LinkButton(_("Show more"), self._show_more)
        self.redo_button = PlainButton(_("Redo"), self.redo)
        self.undo_button = PlainButton(_("Undo"), self.undo_back)
        close_button = PlainButton(_("Close"), self.reject)
        self.add_buttons([self.more], [self.redo_button, self.undo_button, close_button])
        context.changed.connect(self.refresh)
        context.failed.connect(partial(self.show_notice, Tone.BAD))
        self.refresh()

    def refresh(self) -> None:
        """Show the current journal, keeping the selection."""
        workspace = self._context.workspace
        now = workspace.clock()
        chosen = self.chosen_of(self.entries)
        found = workspace.history(self._shown + 1)
        self.entries = found[: self._shown]
        self.more.setVisible(len(found) > self._shown)
        self.table.setRowCount(len(self.entries))
        for row, entry in enumerate(self.entries):
            state = "" if entry.effective else _("undone")
            sentence = history.sentence(entry)
            when = capital(moments.minute(entry.at, now))
            cells = (when, short(sentence, _SENTENCE_LIMIT), capital(state))
            self.table.show_row(row, cells, ("", sentence, ""))
        kept = [row for row, entry in enumerate(self.entries) if chosen and entry.id == chosen.id]
        if self.entries:
            self.table.choose(kept[0] if kept else 0)
        self.redo_button.setVisible(workspace.can_redo())
        self._show_chosen()

    def undo_back(self) -> None:
        """Undo the selected action and those after it, or refill the trash that it emptied."""
        entry = self.chosen_of(self.entries)
        if entry is None:
            return
        if entry.can_restore_trash:
            self._do(lambda: self._context.workspace.undo_empty_trash(entry))
        elif entry.is_step:
            self._do(lambda: self._context.workspace.undo_back_to(entry))

    def redo(self) -> None:
        """Redo the action that was undone last."""
        self._do(self._context.workspace.redo)

    def _do(self, action: Callable[[], object]) -> None:
        self.notice.hide()
        self._context.run_action("", action)

    def _show_more(self) -> None:
        self._shown += _PAGE_SIZE
        self.refresh()

    def _show_chosen(self) -> None:
        """Set the text of the undo button for the selected action."""
        entry = self.chosen_of(self.entries)
        if entry is not None and entry.can_restore_trash:
            self._set_undo_text(_("Put back in the bin"))
        elif entry is not None and entry.is_step:
            count = sum(1 for other in self.entries if other.is_step and other.id >= entry.id)
            text = ngettext("Undo the last change", "Undo the last {count} changes", count)
            self._set_undo_text(text.format(count=count))
        else:
            if self.undo_button.hasFocus():
                self.table.setFocus()  # else “Close” would get the focus
            self.undo_button.setEnabled(False)

    def _set_undo_text(self, text: str) -> None:
        self.undo_button.setText(text)
        self.undo_button.setAccessibleName(text)
        self.undo_button.setEnabled(True)
