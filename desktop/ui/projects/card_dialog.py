"""A partner's card, shown in full before it is taken, beside what is recorded of the partner."""

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
from desktop.ui.kit.cards import Card, Notice
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
    """Nothing is recorded before its button is pressed, and that can be undone."""

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
        self.take_button = PrimaryButton(_("Add this partner"), self.take)
        self.take_button.setEnabled(False)
        self.add_buttons([], [self.close_button, self.take_button], self.take_button)
        context.failed.connect(self._tell)
        worker = Worker("card", self)
        worker.submit(lambda _token: read_card(source), self.show_card, failed=self._refuse)

    def show_card(self, card: Partner) -> None:
        """Show every field of a card, beside what is recorded under its name."""
        self.offer = offer(card, self._context.workspace.book().partners)
        self._show_offer(self.offer)
        announce(self, self.notice.title.text())

    def take(self) -> None:
        """Record what is shown, and close; where that cannot be, say why and stay open."""
        if self.offer is None or not self.take_button.isEnabled():
            return
        result, recorded = self.offer.result, self.offer.recorded
        workspace = self._context.workspace
        try:
            saved = self._context.run_action(
                words.done(self.offer), lambda: workspace.save_partner(result, recorded)
            )
        except DuplicateRecord as problem:
            self._tell(validation.duplicate(problem), "")
            return
        except ChangedElsewhere as problem:
            self._tell(*conflicts.headline(problem))
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
            self.take_button.setText(_("Change this partner"))
        else:
            title = _("The card says what is recorded already")
            self.notice.set(Tone.GOOD, title, "", Glyph.CHECK)
        self.take_button.setAccessibleName(self.take_button.text())
        self.fields.body.addLayout(self._grid(found))
        self.fields.show()
        able = found.recorded is None or bool(found.changed)
        self.take_button.setEnabled(able)
        (self.take_button if able else self.close_button).setFocus()

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
            said = line.card
            if beside and line.differs:
                said = _("{text} (changes)").format(text=line.card)
            role = Role.STRONG if beside and line.differs else Role.BODY
            texts = [label, PlainLabel(said, role, selectable=True)]
            if beside:
                texts.append(PlainLabel(line.recorded, selectable=True))
            for column, text in enumerate(texts):
                grid.addWidget(text, row, column, Qt.AlignmentFlag.AlignTop)
        return grid

    def _refuse(self, problem: Exception) -> None:
        if not isinstance(problem, ImportRefused):
            raise problem
        self._tell(_("The card can't be used"), cards.unreadable(problem))

    def _tell(self, cause: str, cure: str) -> None:
        self.notice.set(Tone.BAD, cause, cure, Glyph.CROSS)
        announce(self, cause)


def card_filter() -> str:
    """Return what a dialog for choosing a card offers."""
    return _("Partner's card (*{ending} *.json)").format(ending=CARD_FILE_ENDING)
