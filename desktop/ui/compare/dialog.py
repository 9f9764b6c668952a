"""The dialog that compares an account with the console: two pasted lists and differences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.storage import StorageError
from desktop.domain.compare import ConsoleList, Difference, DifferenceKind
from desktop.domain.journal import DuplicateRecord
from desktop.domain.views import Query, View
from desktop.ui.compare.comparer import Comparer, ComparisonOutcome
from desktop.ui.compare.kind_card import KindCard
from desktop.ui.compare.list_box import ListBox
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice, clear
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import L, Tone
from desktop.wording import comparing, glossary
from desktop.wording.errors import validation
from desktop.wording.i18n import _

_SIZE = QSize(960, 640)
_BOTH = (ConsoleList.TO_ASSOCIATE, ConsoleList.ASSOCIATED)


class CompareDialog(DialogFrame):
    """Not modal, to stay beside the browser. The differences follow changes of the records."""

    def __init__(
        self, context: Context, uid: str | None = None, parent: QWidget | None = None
    ) -> None:
        """Start with the account `uid`, by default the one compared longest ago."""
        title = _("Compare with the console")
        super().__init__(title, _SIZE, title, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._noting = False
        self._settled = 0
        """The journal entry of the last settlement, the only one that `undo` reverts."""
        self._outcome: ComparisonOutcome | None = None
        self.comparer = Comparer(context.workspace, self)
        self.boxes = {listed: ListBox(listed) for listed in _BOTH}
        self.cards: list[KindCard] = []
        self._build()
        self.account.set_value(uid or self._first_account())
        self.comparer.compared.connect(self._show)
        self.comparer.failed.connect(self._fail)
        for box in self.boxes.values():
            box.edited.connect(self._edited)
        self.account.edited.connect(self._show_account)
        context.changed.connect(self._refresh)
        context.failed.connect(self._show_problem)
        self._show_account()

    def compare(self) -> None:
        """Read the pasted lists and compare the account's orders with them."""
        self._noting = True
        self._start()

    def settle(self, differences: Sequence[Difference]) -> None:
        """Change the orders to the console's state, for differences of one kind."""
        service = self._context.workspace.comparing
        kind = differences[0].kind
        try:
            changed = self._context.run_action("", lambda: service.settle(differences))
        except DuplicateRecord:
            self._show_problem(*validation.restore_conflict())
            return
        if changed is None:
            return
        if changed:
            text = comparing.done(kind, len(changed))
            self._context.acted.emit(text)
            self.status.setText(text)
        else:
            self.status.setText(_("The order was changed in the meantime; nothing was saved."))
        self._settled = self._context.workspace.last_entry()
        self.undo_button.setVisible(bool(changed))
        announce(self, self.status.text())

    def undo(self) -> None:
        """Undo the last settlement."""
        if self._context.run_action("", self._context.workspace.undo) is not None:
            self.status.setText(_("Undone"))
            self.undo_button.hide()

    def reject(self) -> None:
        """Close the dialog; settled differences stay settled."""
        self.comparer.forget()
        super().reject()

    # Building

    def _build(self) -> None:
        self.body.setSpacing(L)
        text = _(
            "Copy both lists in the console: 企业 (Enterprise) › 合作伙伴项目 (Partner projects) › "
            "订单关联项目 (Associate orders). All pages, one below the other."
        )
        self.intro = PlainLabel(text, Role.MUTED)
        self.body.addWidget(self.intro)
        self.account = ComboField(_("Account"))
        accounts = self._context.workspace.book().accounts.values()
        self.account.set_items([(glossary.account(a), a.uid) for a in accounts])
        self.account.setVisible(len(accounts) > 1)
        self.body.addWidget(self.account)
        self.last = PlainLabel("", Role.SMALL)
        self.body.addWidget(self.last)
        parts = []
        for box in self.boxes.values():
            part = QVBoxLayout()
            part.addWidget(box)
            parts.append(part)
        self.lists = ResponsiveRow(parts)
        self.body.addWidget(self.lists)
        self.notice = Notice(Tone.INFO, "")
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.results = QVBoxLayout()
        self.results.setSpacing(L)
        self.body.addLayout(self.results)
        self.body.addStretch(1)
        self.status = PlainLabel("")
        self.undo_button = LinkButton(_("Undo"), self.undo)
        self.undo_button.hide()
        self.again_button = LinkButton(_("Change the lists"), self._show_lists)
        self.again_button.hide()
        self.close_button = PlainButton(_("Close"), self.reject)
        self.compare_button = PrimaryButton(_("Compare"), self.compare)
        self.add_buttons(
            [self.again_button, self.status, self.undo_button],
            [self.close_button, self.compare_button],
            self.compare_button,
        )
        self.boxes[ConsoleList.TO_ASSOCIATE].field.editor.setFocus()

    def _first_account(self) -> str:
        oldest = self._context.workspace.comparing.oldest()
        if oldest is not None:
            return oldest.account.uid
        return next(iter(self._context.workspace.book().accounts), "")

    # Results

    def _show_account(self) -> None:
        workspace = self._context.workspace
        at = workspace.comparing.last_compared(self.account.value())
        self.last.setText(comparing.last_compared(at, workspace.clock()))
        self._edited()

    def _edited(self) -> None:
        """Discard the results, which no longer belong to the lists or the account."""
        self.comparer.forget()
        self._forget_results()
        self.compare_button.setEnabled(any(box.text() is not None for box in self.boxes.values()))

    def _forget_results(self) -> None:
        self._outcome = None
        self.cards = []
        clear(self.results)
        self.notice.hide()
        self.status.setText("")
        self.undo_button.hide()

    def _show_lists(self) -> None:
        """Show the lists again, so that they can be changed."""
        self._forget_results()
        self._arrange(results=False)
        self.boxes[ConsoleList.TO_ASSOCIATE].field.editor.setFocus()

    def _arrange(self, *, results: bool) -> None:
        several = len(self._context.workspace.book().accounts) > 1
        for widget in (self.lists, self.intro, self.last):
            widget.setVisible(not results)
        self.account.setVisible(several and not results)
        self.again_button.setVisible(results)
        self.compare_button.setVisible(not results)
        self.compare_button.setEnabled(not results)

    def _start(self) -> None:
        texts = {listed: box.text() for listed, box in self.boxes.items()}
        pasted = {listed: text for listed, text in texts.items() if text is not None}
        if pasted:
            self.comparer.compare(self.account.value(), pasted)

    def _refresh(self) -> None:
        """Compare again if differences are shown, since the records have changed."""
        if self._context.workspace.last_entry() != self._settled:
            self.undo_button.hide()
        if self._outcome is not None:
            self._start()

    def _show(self, outcome: ComparisonOutcome) -> None:
        noting, self._noting = self._noting, False
        for listed, reading in outcome.readings.items():
            self.boxes[listed].show_reading(reading)
        for listed, problem in outcome.refused.items():
            self.boxes[listed].show_refusal(problem)
        if outcome.found is None:
            self._forget_results()
            self._arrange(results=False)
            return
        self._show_differences(outcome)
        if noting and len(outcome.readings) == len(_BOTH):
            uid, service = self.account.value(), self._context.workspace.comparing
            self._context.run_action("", lambda: service.note(uid))

    def _show_differences(self, outcome: ComparisonOutcome) -> None:
        found = outcome.found
        if found is None:
            return
        self._outcome = outcome
        clear(self.results)
        self.cards = []
        self._arrange(results=True)
        self._show_summary(outcome)
        book = self._context.workspace.book()
        for kind in DifferenceKind:
            differences = found.of(kind)
            if differences:
                card = KindCard(kind, differences, book)
                card.settle_wanted.connect(self.settle)
                card.show_wanted.connect(self._open)
                self.results.addWidget(card)
                self.cards.append(card)
        width = max((card.buttons_width() for card in self.cards), default=0)
        for card in self.cards:
            card.align_buttons(width)
        announce(self, self.notice.title.text())

    def _show_summary(self, outcome: ComparisonOutcome) -> None:
        found = outcome.found
        if found is None:
            return
        problems = [
            line
            for listed, reading in outcome.readings.items()
            for line in comparing.problems(reading, listed)
        ]
        doubts = [*comparing.doubts(found), *problems]
        lines = [comparing.same(found), *doubts] if found.same or not doubts else doubts
        calm = not found.found and not doubts
        tone = Tone.GOOD if calm else Tone.AMBER if doubts else Tone.INFO
        glyph = Glyph.CHECK if calm else Glyph.INFO if tone is Tone.INFO else Glyph.EXCLAMATION
        self.notice.set(tone, comparing.headline(found), "\n".join(lines), glyph)
        self.notice.show()

    # Outside the dialog

    def _open(self, difference: Difference) -> None:
        """Open guide, form or order for a difference that is not settled by one click."""
        context, here = self._context, difference.here
        if difference.kind is DifferenceKind.STILL_OFFERED and here is not None:
            context.guide_wanted.emit(here.order)
        elif difference.kind is DifferenceKind.MISSING and not difference.elsewhere:
            fields = comparing.form_fields(difference, self.account.value())
            context.order_form_wanted.emit(fields)
        else:
            context.orders_wanted.emit(Query(View.ALL, difference.number))

    def _show_problem(self, cause: str, cure: str) -> None:
        """Show an error in the dialog, which may cover the window."""
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        self.notice.show()

    def _fail(self, problem: StorageError) -> None:
        self._context.report(problem)


def open_comparison(context: Context, uid: str | None, parent: QWidget) -> CompareDialog:
    """Open the dialog beside the window."""
    dialog = CompareDialog(context, uid, parent)
    dialog.show()
    dialog.activateWindow()
    return dialog
