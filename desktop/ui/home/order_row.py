"""An order without a living countdown as a row: its state, why, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment
from desktop.ui.kit.buttons import CopyButton, LinkButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.shared.verdict_view import RuleResultsView, look
from desktop.wording import glossary
from desktop.wording.i18n import _
from desktop.wording.records import orders


class HomeOrderRow(QWidget):
    """One order. An associated one can be taken back here."""

    def __init__(
        self, context: Context, assessment: Assessment, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.assessment = assessment
        self._proof: RuleResultsView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        tone, glyph = look(assessment)
        word = glossary.verdict(assessment.verdict)
        order = assessment.order
        head = f"{orders.title(order)} · {order.number}"
        reason = orders.decisive(assessment)
        pill = QVBoxLayout()
        pill.addWidget(Pill(word, tone, glyph))
        pill.addStretch(1)
        facts = QVBoxLayout()
        facts.setSpacing(3)
        owner = orders.owner_line(assessment, context.workspace.book())
        facts.addWidget(PlainLabel(head, Role.STRONG, selectable=True))
        facts.addWidget(PlainLabel(owner, Role.MUTED))
        facts.addWidget(PlainLabel(reason))
        facts.addStretch(1)
        self._column.addWidget(
            ResponsiveRow([pill, facts, self._actions()], widening=1, spacing=14)
        )
        self.setAccessibleName(f"{word}: {head}")
        self.setAccessibleDescription(reason)

    def _actions(self) -> QVBoxLayout:
        order = self.assessment.order
        column = QVBoxLayout()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        if order.associated_at is not None:
            name = _("Take back the association of order {number}").format(number=order.number)
            row.addWidget(LinkButton(_("Take back"), self._revert, name=name))
        copy_name = _("Copy order number {number}").format(number=order.number)
        row.addWidget(CopyButton(_("Copy number"), _("Copied"), order.number, name=copy_name))
        why_name = _("Why this verdict on order {number}?").format(number=order.number)
        row.addWidget(LinkButton(_("Why?"), self._toggle_proof, name=why_name))
        correct_name = _("Correct order {number}").format(number=order.number)
        row.addWidget(LinkButton(_("Correct"), self._correct, name=correct_name))
        return column

    def _revert(self) -> None:
        order = self.assessment.order
        done = _("Order {number} is to be associated again").format(number=order.number)
        self._context.run_action(done, lambda: self._context.workspace.undo_association(order))

    def _correct(self) -> None:
        self._context.order_form_wanted.emit(self.assessment.order)

    def _toggle_proof(self) -> None:
        if self._proof is None:
            self._proof = RuleResultsView(self.assessment, self._context.workspace.book())
            self._column.insertWidget(1, self._proof)
        else:
            self._proof.setVisible(self._proof.isHidden())
