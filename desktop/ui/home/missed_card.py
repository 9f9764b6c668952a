"""Card for orders whose deadline has just passed: they may be associated, but not ticked off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from desktop.domain.assessment import Assessment
from desktop.domain.model import Order
from desktop.ui.kit.arrow_group import ArrowGroup
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.cards import Card
from desktop.ui.kit.flow import Flow
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role, plain_tooltip
from desktop.ui.shared import missed_orders
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import L, S, Tone
from desktop.wording import amounts, moments
from desktop.wording.i18n import _, ngettext
from desktop.wording.records import orders

_MIN_NAME_LENGTH = 4
"""A name that is cut to this many characters or fewer is left out."""


class _MissedOrder(QCheckBox):
    """Check box of one order: in a narrow card its name is shortened, never its number."""

    def __init__(self, name: str, facts: str) -> None:
        super().__init__()
        self._name = " ".join(name.split())
        self._facts = facts
        self.setText(self._line(self._name))
        self.setAccessibleName(f"{name} · {facts}")
        self.setToolTip(plain_tooltip(self._name))
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _line(self, name: str) -> str:
        return " · ".join(filter(None, (name, self._facts))).replace("&", "&&")

    def _width(self, name: str) -> int:
        """Return the width of the box with `name`, in pixels."""
        shown, other = self.text(), self._line(name)
        metrics = self.fontMetrics()
        flag = Qt.TextFlag.TextShowMnemonic
        change = metrics.size(flag, other).width() - metrics.size(flag, shown).width()
        return super().sizeHint().width() + change

    def sizeHint(self) -> QSize:
        """Return room for the whole name."""
        return QSize(self._width(self._name), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for all but the name."""
        return QSize(self._width(""), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the name as there is room for."""
        super().resizeEvent(event)
        beside = self._width("…") - self.fontMetrics().horizontalAdvance("…")
        end = Qt.TextElideMode.ElideRight
        name = self.fontMetrics().elidedText(self._name, end, max(self.width() - beside, 0))
        self.setText(self._line(name if len(name) > _MIN_NAME_LENGTH or name == self._name else ""))


class MissedCard(Card):
    """Ask once about all of them; each can be unticked. They are recorded as associated now."""

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
        if chance := missed_orders.still_possible(context, missed):
            self.body.addWidget(PlainLabel(chance, Role.AMBER))
        self.choices = [self._choice(a) for a in missed]
        for choice in self.choices:
            self.body.addWidget(choice)
        ArrowGroup(self.choices, self)  # one tab stop for all check boxes
        buttons = QWidget()
        row = Flow(buttons, L)
        self.associated = PlainButton(_("I had associated it"), self._record)
        self.not_done = LinkButton(_("They are missed"), self._forget, quiet=True)
        row.addWidget(self.associated)
        row.addWidget(self.not_done)
        self.body.addWidget(buttons)
        self.setAccessibleName(title)
        self._name_button()

    def _choice(self, assessment: Assessment) -> QCheckBox:
        order = assessment.order
        parts = [order.number]
        if assessment.deadline is not None:
            parts.append(moments.deadline(assessment.deadline, assessment.now))
        if assessment.expected_cashback is not None:
            parts.append(amounts.yuan(assessment.expected_cashback))
        choice = _MissedOrder(orders.title(order), " · ".join(parts))
        choice.setChecked(True)
        choice.toggled.connect(self._name_button)
        return choice

    def _chosen(self) -> list[Order]:
        pairs = zip(self.choices, self._missed, strict=True)
        return [a.order for choice, a in pairs if choice.isChecked()]

    def _name_button(self) -> None:
        count = len(self._chosen())
        self.associated.setEnabled(count > 0)
        text = ngettext("I had associated it", "I had associated all {count}", count)
        self.associated.setText(text.format(count=count))
        self.associated.setAccessibleName(self.associated.text())

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
        """Never ask about these orders again, the unticked ones included."""
        missed_orders.mark_asked(self._context, self._missed)
