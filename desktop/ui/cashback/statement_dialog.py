"""The dialog that shows the answers in a returned statement before they are recorded."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.journal import ChangedElsewhere, DuplicateRecord
from desktop.services.statements import ReturnedStatement
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.list_table import ListTable
from desktop.ui.shared.context import Context
from desktop.ui.shared.list_dialog import ListDialog
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts
from desktop.wording import statements as words
from desktop.wording.glossary import short
from desktop.wording.i18n import _, ngettext

_SIZE = QSize(760, 520)
_MOST = 500
"""The greatest number of lines listed; all answers are recorded."""
_NAME = 40


class StatementDialog(ListDialog):
    """Lists refused lines first, then the answers; one button records all answers."""

    def __init__(
        self, context: Context, returned: ReturnedStatement, parent: QWidget | None = None
    ) -> None:
        table = ListTable(
            _("Your partner's answers"),
            (_("Order"), _("Answer"), _("Amount"), _("Outstanding")),
            figures=(_("Amount"), _("Outstanding")),
        )
        heading = _("Answers in “{name}”").format(name=short(returned.name, _NAME))
        text = words.counts(returned.lines, len(returned.problems))
        super().__init__(_SIZE, _("Your partner's answers"), heading, text, table, parent)
        self._context = context
        self._returned = returned
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        new = sum(not each.same for each in returned.lines.answered)
        name = ngettext("Log {count} answer", "Log {count} answers", new).format(count=new)
        self.save_button = PrimaryButton(name if new else _("Log answers"), self.save)
        self.save_button.setEnabled(bool(new))
        cancel = PlainButton(_("Cancel"), self.reject)
        self.add_buttons([], [cancel, self.save_button], self.save_button)
        self._show_lines()

    def save(self) -> None:
        """Record the answers, and close; stay open if that fails."""
        count = sum(not each.same for each in self._returned.lines.answered)
        service = self._context.workspace.statements
        try:
            saved = self._context.run_action(
                words.done(count), lambda: service.record_answers(self._returned)
            )
        except (ChangedElsewhere, DuplicateRecord):
            text = _("Other answers were logged meanwhile. Please take the file in again.")
            self.show_notice(Tone.BAD, text, "")
            return
        if saved is not None:
            self.accept()

    def _show_lines(self) -> None:
        judged = self._returned.lines
        refused = [(each.returned.row, words.refused(each)) for each in judged.refused]
        refused += [(each.row, words.unreadable(each)) for each in self._returned.problems]
        lines = [(_("row {row}").format(row=row), text, "", "") for row, text in sorted(refused)]
        tooltips = [("", text, "", "") for _row, text, _amount, _owed in lines]
        for each in judged.answered:
            amount = "" if each.answer.amount is None else amounts.yuan(each.answer.amount)
            answer = words.answer_kind(each.answer.answer)
            if each.same:
                answer = _("{said} (known)").format(said=answer)
            owed = amounts.yuan(each.returned.line.outstanding)
            lines.append((each.answer.order, answer, amount, owed))
            tooltips.append(("", "", "", ""))
        if refused and judged.answered:
            text = _("Lines that can't be taken are listed first. The others can be logged.")
            self.show_notice(Tone.AMBER, text, "")
        elif refused:
            self.show_notice(Tone.AMBER, _("No line can be taken; each says why"), "")
        elif judged.answered and all(each.same for each in judged.answered):
            self.show_notice(Tone.INFO, _("All these answers are logged already"), "")
        if len(lines) > _MOST:
            text = _("Only {count} lines are listed.").format(count=_MOST)
            self.show_notice(Tone.INFO, text, "")
        self.table.setRowCount(min(len(lines), _MOST))
        for row, (cells, tips) in enumerate(zip(lines[:_MOST], tooltips[:_MOST], strict=True)):
            self.table.show_row(row, cells, tips)
        if lines:
            self.table.choose(0)
