"""Step 5: the orders that exist, typed or from a file, each with its verdict at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Order
from desktop.domain.views import View
from desktop.forms.wizard_steps import Step
from desktop.services.files import ImportReport
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.imports.sources import chosen_file, copied_text, dropped_file
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Notice, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.orders.order_form import OrderForm
from desktop.ui.shared.drafts import Draft, draft_name
from desktop.ui.theme.tokens import Tone
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.order_line import OrderLine
from desktop.ui.wizard.page import JourneyPage, row_of
from desktop.wording import imports
from desktop.wording.i18n import _, ngettext

_SHOWN = 30
"""Verdicts listed; an imported file may have thousands."""


class WizardOrdersPage(JourneyPage):
    """An order that is typed when the page is left is added first."""

    step = Step.ORDERS

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._uid = ""
        self._added: list[str] = []
        self.import_dialog: ImportDialog | None = None

    def title_text(self) -> str:
        """Says what the page is for."""
        return _("Log your orders")

    def build(self, body: QVBoxLayout) -> None:
        """Show what is logged already, the form, and the file."""
        self.news = PlainLabel("", Role.MUTED)
        body.addWidget(self.news)
        self.report = Notice(Tone.INFO, "")
        self.report.hide()
        body.addWidget(self.report)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        body.addLayout(self.lines)
        self.form = OrderForm(self.context)
        body.addWidget(self.form)
        self.add_button = PlainButton(_("Log the order"), self._add)
        self.paste_button = PlainButton(_("Paste orders"), self.paste)
        self.open_button = PlainButton(_("Open an order file…"), self._open_file)
        body.addWidget(row_of(self.add_button, self.paste_button, self.open_button))
        self.setAcceptDrops(True)
        self.form.pasted.connect(self._take_text)
        QShortcut(QKeySequence.StandardKey.Paste, self).activated.connect(self.paste)
        self.draft = Draft(self.context, self.form.values, self)
        self.form.edited.connect(self.draft.touch)
        self.form.edited.connect(self.commit_changed)

    def renew(self) -> None:
        """Start with the account's form; show what was logged here with its verdict of now."""
        uid = self.journey.chosen()
        if uid != self._uid:
            self._uid = uid
            self._added = []
            self.report.hide()
            self._start_form(keep=True)
        self._show_logged()
        self.commit_changed.emit()

    def first_field(self) -> QWidget | None:
        """Return the order number: it is all that a returning user comes for."""
        return self.form.fields["number"].editor

    def commit_text(self) -> str:
        """Says that a typed order is added on the way."""
        if self.keeps_input() or not self._recorded():
            return _("Log the order and continue")
        return _("Continue to the countdown")

    def commit(self) -> bool:
        """Add the order that is typed; without any order there is nothing to count down."""
        if self.keeps_input() or not self._recorded():
            return self._save_typed()
        return True

    def release(self) -> None:
        """Let go of a file that is being read."""
        if self.import_dialog is not None:
            self.import_dialog.let_go()

    def _count(self) -> int:
        return self.context.workspace.count(View.ALL, self._uid)

    def _recorded(self) -> bool:
        return self.journey.book.has_orders(self._uid)

    def _start_form(self, *, keep: bool) -> None:
        self.leave()
        self.form.load(None)
        self.form.set_account(self._uid, fixed=True)
        if self.draft is None:
            return
        kept = self.draft.open(draft_name(Step.ORDERS, self._uid))
        if kept and keep:
            self.form.restore(kept)

    def _add(self) -> None:
        if self._save_typed():
            self._show_logged()
            self.form.focus_first()
            self.commit_changed.emit()

    def _save_typed(self) -> bool:
        order = self.form.read()
        if order is None:
            return False
        done = _("Order {number} logged").format(number=order.number)
        try:
            saved = self.run_action(done, lambda: self.context.workspace.save_order(order))
        except DuplicateRecord as problem:
            self.form.show_duplicate(problem)
            return False
        if saved is None:
            return False
        self._added.insert(0, saved.number)
        self.report.hide()
        self.form.load(None)
        if self.draft is not None:
            self.draft.drop()
        return True

    def _open_file(self) -> None:
        path = chosen_file(self)
        if path is not None:
            self._import(path)

    def paste(self) -> None:
        """Take in what is on the clipboard."""
        text = copied_text()
        if text:
            self._take_text(text)
        else:
            self._say(Tone.INFO, _("There is no text on the clipboard"), "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file dropped on the page."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the first of the files dropped."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._import(path)

    def _take_text(self, text: str) -> None:
        """One order in sentences fills the form; anything else is shown before it is taken in."""
        found = self.context.workspace.files.only_order(text)
        if found is None:
            self._import(text)
            return
        owner = found.pop("account", self._uid)
        self.form.restore(found)
        self.form.edited.emit()
        if owner != self._uid:
            title = _("The text mentions account {uid}").format(uid=owner)
            self._say(Tone.AMBER, title, _("Please check that the order belongs to this account."))

    def _import(self, source: Path | str) -> None:
        dialog = ImportDialog(self.context, source, self, self._uid)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.taken_in.connect(self._show_report)
        dialog.finished.connect(self._import_closed)
        self.import_dialog = dialog
        dialog.open()

    def _import_closed(self) -> None:
        self.import_dialog = None

    def _show_report(self, report: ImportReport) -> None:
        wrong = report.plan.problems
        tone, glyph = (Tone.AMBER, Glyph.EXCLAMATION) if wrong else (Tone.GOOD, Glyph.CHECK)
        lines = imports.lines(report.plan)
        self._say(tone, imports.counts(report.plan), "\n".join(lines), glyph)
        taken = [order.number for order in report.plan.orders if order.account == self._uid]
        self._added = list(dict.fromkeys([*taken, *self._added]))
        self._show_logged()
        self.commit_changed.emit()

    def _say(self, tone: Tone, title: str, text: str, glyph: Glyph = Glyph.EXCLAMATION) -> None:
        self.report.set(tone, title, text, glyph)
        self.report.show()
        self.column.ensureWidgetVisible(self.report)

    def _show_logged(self) -> None:
        book = self.journey.book
        found = (book.order(self._uid, number) for number in self._added)
        logged: list[Order] = [order for order in found if order is not None]
        clear(self.lines)
        for order in logged[:_SHOWN]:
            self.lines.addWidget(OrderLine(self.context.workspace.assess(order)))
        self.news.setText(self._news(self._count() - len(logged[:_SHOWN])))

    def _news(self, others: int) -> str:
        if others <= 0:
            return _("You'll find the number and times in the console's order list.")
        return ngettext(
            "{count} more order of this account is logged. You'll find the number and times in "
            "the console's order list.",
            "{count} more orders of this account are logged. You'll find the number and times in "
            "the console's order list.",
            others,
        ).format(count=others)
