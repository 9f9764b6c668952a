"""Orders whose deadline has just passed: the user may have associated them without saying so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from desktop.domain.assessment import Assessment
from desktop.domain.model import Order
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.flow import Flow
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.shared import missed_orders
from desktop.ui.shared.context import Context
from desktop.ui.theme.sheet import indicator_width
from desktop.ui.theme.tokens import L, S, Tone
from desktop.wording import amounts, moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders

_LETTERS = 4
"""Of a product that are shown at least."""
_BESIDE_INDICATOR = 13
"""Border, paddings and gap around the square and the words, in pixels."""


class _Choice(QCheckBox):
    """An order to tick; where there is too little room, its number stays whole."""

    def __init__(self, product: str, facts: Sequence[str]) -> None:
        """`facts` are its number and what goes, the last one first, where nothing else helps."""
        super().__init__()
        self._product = product
        self._facts = [f" · {fact}" for fact in facts]
        self.setAccessibleName("".join((product, *self._facts)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("elides", _LETTERS)
        self._write(self.accessibleName())

    def minimumSizeHint(self) -> QSize:
        """Return room for the number and the beginning of the product."""
        width = self._least() + self.fontMetrics().horizontalAdvance(self._facts[0])
        return QSize(width + self._beside(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as much as there is room for."""
        super().resizeEvent(event)
        metrics, facts = self.fontMetrics(), list(self._facts)
        whole = event.size().width() - self._beside()
        while (room := whole - metrics.horizontalAdvance("".join(facts))) < self._least():
            if len(facts) == 1:
                break
            facts.pop()
        product = metrics.elidedText(self._product, Qt.TextElideMode.ElideRight, room)
        self._write("".join((product, *facts)))

    def _least(self) -> int:
        """Return the width of a product that is cut as far as may be."""
        metrics = self.fontMetrics()
        whole = metrics.horizontalAdvance(self._product)
        return min(whole, metrics.horizontalAdvance(self._product[:_LETTERS] + "…"))

    def _beside(self) -> int:
        return indicator_width() + _BESIDE_INDICATOR

    def _write(self, text: str) -> None:
        text = text.replace("&", "&&")
        if text != self.text():
            self.setText(text)


class MissedCard(Card):
    """Asks once for all of them; each may be left out. What is said is recorded as said now."""

    def __init__(
        self,
        context: Context,
        missed: Sequence[Assessment],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._missed = missed
        count = len(missed)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(GlyphMark(Glyph.CLOCK, Tone.BAD))
        title = ngettext(
            "Deadline passed: {count} order not marked as associated",
            "Deadline passed: {count} orders not marked as associated",
            count,
        ).format(count=count)
        head.addWidget(PlainLabel(title, Role.HEADING), 1)
        self.body.addLayout(head)
        text = _(
            "If you associated them in the console in time, say so here. Otherwise they are "
            "marked as missed."
        )
        self.body.addWidget(PlainLabel(text, Role.MUTED))
        self.choices = [self._choice(a) for a in missed]
        for choice in self.choices:
            self.body.addWidget(choice)
        acts = QWidget()
        row = Flow(acts, L)
        self.had = PlainButton(_("I had associated it"), self._record)
        self.not_done = LinkButton(_("They are missed"), self._forget, quiet=True)
        row.addWidget(self.had)
        row.addWidget(self.not_done)
        self.body.addWidget(acts)
        self.setAccessibleName(title)
        self._name_button()

    def _choice(self, assessment: Assessment) -> QCheckBox:
        order = assessment.order
        parts = [order.number]
        if assessment.deadline is not None:
            parts.append(moments.deadline(assessment.deadline, assessment.now))
        if assessment.expected_cashback is not None:
            parts.append(amounts.yuan(assessment.expected_cashback))
        choice = _Choice(orders.title(order), parts)
        choice.setChecked(True)
        choice.toggled.connect(self._name_button)
        return choice

    def _chosen(self) -> list[Order]:
        pairs = zip(self.choices, self._missed, strict=True)
        return [a.order for choice, a in pairs if choice.isChecked()]

    def _name_button(self) -> None:
        count = len(self._chosen())
        self.had.setEnabled(count > 0)
        text = ngettext("I had associated it", "I had associated all {count}", count)
        self.had.setText(text.format(count=count))
        self.had.setAccessibleName(self.had.text())

    def _record(self) -> None:
        chosen = self._chosen()
        done = ngettext(
            "{count} order marked as associated", "{count} orders marked as associated", len(chosen)
        ).format(count=len(chosen))
        keys = [order.key for order in chosen if order.key is not None]
        workspace = self._context.workspace
        if self._context.run_action(done, lambda: workspace.orders.associate(keys)) is not None:
            self._forget()

    def _forget(self) -> None:
        """Ask no more about these, also about those that were left out."""
        missed_orders.ask_no_more(self._context, self._missed)
