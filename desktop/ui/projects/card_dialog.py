"""The dialog that shows a partner's card beside the recorded partner before it is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.base.storage import CARD_FILE_ENDING
from desktop.domain.journal import ChangedElsewhere, DuplicateRecord
from desktop.domain.model import Partner
from desktop.domain.partner_card import CardOffer, offer
from desktop.exchange.formats.partner_card import read_card
from desktop.exchange.snapshot import ImportRefused
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, Notice, clear
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import L, S, Tone
from desktop.wording.errors import cards, conflicts, validation
from desktop.wording.i18n import _
from desktop.wording.records import card as words

_SIZE = QSize(680, 0)


class CardDialog(DialogFrame):
    """Shows every field of a card; only its button saves it, which can be undone."""

    def __init__(self, context: Context, source: Path, parent: QWidget | None = None) -> None:
        title = _("A partner's card")
        super().__init__(title, _SIZE, title, parent)
        self._context = context
        self.offer: CardOffer | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.notice = Notice(Tone.INFO, _("Reading the card…"), source.name, glyph=Glyph.CLOCK)
        self.fields = Card()
        self.fields.hide()
        text = _(
            "A card is a file from your partner. LinkDue can't check who wrote it: compare it "
            "with what you were told. Projects you already have keep their rates."
        )
        for widget in (self.notice, self.fields, PlainLabel(text, Role.MUTED)):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.close_button = PlainButton(_("Close"), self.reject)
        self.save_button = PrimaryButton(_("Add this partner"), self.save)
        self.save_button.setEnabled(False)
        self.add_buttons([], [self.close_button, self.save_button], self.save_button)
        context.failed.connect(self._show_problem)
        worker = Worker("card", self)
        worker.submit(lambda _token: read_card(source), self.show_card, failed=self._refuse)

    def show_card(self, card: Partner) -> None:
        """Show every field of a card, beside the recorded partner of the same name."""
        self.offer = offer(card, self._context.workspace.book().partners)
        self._show_offer(self.offer)
        announce(self, self.notice.title.text())

    def save(self) -> None:
        """Save the fields as shown, and close; on an error, show the cause and stay open."""
        if self.offer is None or not self.save_button.isEnabled():
            return
        result, recorded = self.offer.result, self.offer.recorded
        workspace = self._context.workspace
        try:
            saved = self._context.run_action(
                words.done(self.offer), lambda: workspace.save_partner(result, recorded)
            )
        except DuplicateRecord as problem:
            self._show_problem(validation.duplicate(problem), "")
            return
        except ChangedElsewhere as problem:
            self._show_problem(*conflicts.headline(problem))
            return
        if saved is not None:
            self.accept()

    def _show_offer(self, found: CardOffer) -> None:
        name = found.card.name
        if found.recorded is None:
            title = _("“{name}” is not among your partners yet").format(name=name)
            text = _("Please look at every field before you add it.")
            self.notice.set(Tone.INFO, title, text, Glyph.INFO)
        elif found.changed:
            title = _("You already have a partner “{name}”").format(name=found.recorded.name)
            text = _("What is marked would change. What the card leaves out stays.")
            self.notice.set(Tone.AMBER, title, text, Glyph.EXCLAMATION)
            self.save_button.setText(_("Change this partner"))
        else:
            title = _("The card matches your records")
            self.notice.set(Tone.GOOD, title, "", Glyph.CHECK)
        self.save_button.setAccessibleName(self.save_button.text())
        clear(self.fields.body)
        self.fields.body.addLayout(self._grid(found))
        self.fields.show()
        able = found.recorded is None or bool(found.changed)
        self.save_button.setEnabled(able)
        (self.save_button if able else self.close_button).setFocus()

    def _grid(self, found: CardOffer) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        beside = found.recorded is not None
        heads = ["", _("On the card"), *([_("In your records")] if beside else [])]
        for column, head in enumerate(heads):
            grid.addWidget(PlainLabel(head, Role.SMALL), 0, column)
            grid.setColumnStretch(column, 2 if column else 1)
        for row, line in enumerate(words.lines(found), 1):
            label = PlainLabel(line.label, Role.MUTED)
            value = line.card
            if beside and line.differs:
                value = _("{text} (changes)").format(text=line.card)
            role = Role.STRONG if beside and line.differs else Role.BODY
            texts = [label, PlainLabel(value, role, selectable=True)]
            if beside:
                texts.append(PlainLabel(line.recorded, selectable=True))
            for column, text in enumerate(texts):
                grid.addWidget(text, row, column, Qt.AlignmentFlag.AlignTop)
        return grid

    def _refuse(self, problem: Exception) -> None:
        if not isinstance(problem, ImportRefused):
            raise problem
        self._show_problem(_("The card can't be used"), cards.unreadable(problem))

    def _show_problem(self, cause: str, cure: str) -> None:
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        announce(self, cause)


def card_filter() -> str:
    """Return the file filter for choosing a card."""
    return _("Partner's card (*{ending} *.json)").format(ending=CARD_FILE_ENDING)
