"""The order that is due first, as the card at the top of the home screen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment
from desktop.ui.home.countdown_background import CountdownBackground
from desktop.ui.home.open_order import OpenOrder, button_width
from desktop.ui.kit.arrow_group import ArrowGroup
from desktop.ui.kit.buttons import CopyIcon, PlainButton, PrimaryButton
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.marked_labels import CountdownLabel
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import (
    MAIN_HEIGHT,
    XL,
    XS,
    L,
    M,
    S,
    Tone,
)
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import orders

_COMFORT = 20
"""Width that the middle of the card needs beside the rest, in characters."""


class OrderCard(OpenOrder):
    """The card of the order that is due first."""

    def __init__(
        self, context: Context, assessment: Assessment, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, assessment, parent)
        self.setObjectName("card")
        tone = Tone.AMBER if self.urgent else Tone.NEUTRAL
        self.left = CountdownLabel()
        self.until = PlainLabel()
        self.left.set_tone(tone)
        countdown = QVBoxLayout()
        countdown.addWidget(self._countdown(tone))
        self._copy_icons: list[QWidget] = []
        facts = self._facts()
        parts = [countdown, facts, self._actions()]
        self.row = ResponsiveRow(
            parts, widening=1, spacing=0, comfort=_COMFORT, edge=XL, second=2, parent=self
        )
        ArrowGroup([self.associated, self.more, *self._copy_icons], self)
        self.column.addWidget(self.row)
        self.show_time(assessment.now)

    def show_texts(self, left: str, until: str) -> None:
        """Show the time left, and the deadline."""
        self.left.setText(left)
        self.left.updateGeometry()
        self.until.setText(capital(until))

    def left_text(self, deadline: datetime, now: datetime) -> str:
        """Return the time left, in the short form of a countdown."""
        return moments.time_left(deadline, now)

    def until_text(self, deadline: datetime, now: datetime) -> str:
        """Return the deadline, with the time zone."""
        return _("due {deadline}").format(deadline=moments.deadline_with_zone(deadline, now))

    def _countdown(self, tone: Tone) -> QWidget:
        background = CountdownBackground(tone)
        column = QVBoxLayout(background)
        column.setContentsMargins(XL, L, S, L)
        column.setSpacing(XS)
        first = PlainLabel(_("Due first"), Role.SMALL)
        reason = PlainLabel(self._reason(), Role.SMALL)
        for label in (first, self.until, reason):
            label.set_tone(tone)
        for label in (first, self.left, self.until, reason):
            column.addWidget(label)
        column.addStretch(1)
        return background

    def _reason(self) -> str:
        a = self.assessment
        if a.order.paid_at is None:
            return capital(orders.why(a))
        paid = moments.minute(a.order.paid_at, a.now)
        text = _("{rule} · paid {moment}").format(rule=orders.why(a), moment=paid)
        return capital(moments.tidy(text))

    def _facts(self) -> QVBoxLayout:
        a = self.assessment
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addSpacing(L)
        for label in (
            PlainLabel(orders.title(a.order), Role.HEADING, selectable=True),
            PlainLabel(_facts_line(a, self.context), Role.MUTED),
        ):
            label.setContentsMargins(XL, 0, 0, 0)
            column.addWidget(label)
        column.addSpacing(XS)
        number = a.order.number
        copy_name = _("Copy order number {number}").format(number=number)
        lines = [_number_line(_("Order number"), number, copy_name)]
        if a.project:
            copy_name = _("Copy project number {number}").format(number=a.project)
            lines.append(_number_line(_("Project number"), a.project, copy_name))
        for line, copy in lines:
            column.addLayout(line)
            self._copy_icons.append(copy)
        column.addSpacing(L)
        column.addStretch(1)
        return column

    def _associate(self) -> None:
        order = self.assessment.order
        done = orders.associated_now(self.assessment)
        self.context.run_action(done, lambda: self.context.workspace.associate(order))

    def _actions(self) -> QHBoxLayout:
        order = self.assessment.order
        self.guide = PrimaryButton(
            _("Associate now"), self.open_guide, name=self.guide_name, height=MAIN_HEIGHT
        )
        self.associated = PlainButton(
            _("I have associated it"),
            self._associate,
            name=_("I have associated order {number}").format(number=order.number),
        )
        buttons = QVBoxLayout()
        buttons.setSpacing(S)
        for button in (self.guide, self.associated):
            button.setFixedWidth(button_width())
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addSpacing(XL)
        buttons.addSpacing(L)
        row.addLayout(_below(L, buttons))
        row.addLayout(_below(L + 6, self.more))
        row.addSpacing(L)
        row.addStretch(1)
        return row


def _facts_line(assessment: Assessment, context: Context) -> str:
    """Return account, amount payable and expected cashback, as far as known."""
    order = assessment.order
    account = context.workspace.book().accounts.get(order.account)
    parts = [order.account if account is None else glossary.account(account)]
    if order.payable is not None:
        parts.append(_("payable {amount}").format(amount=amounts.yuan(order.payable)))
    if assessment.expected_cashback is not None:
        parts.append(orders.cashback(order, assessment.expected_cashback))
    return " · ".join(parts)


def _number_line(label: str, number: str, copy_name: str) -> tuple[QHBoxLayout, CopyIcon]:
    row = QHBoxLayout()
    row.setSpacing(M)
    row.addSpacing(XL)
    name = PlainLabel(label, Role.MUTED, wrap=False)
    longest = max(
        name.fontMetrics().horizontalAdvance(text)
        for text in (_("Order number"), _("Project number"))
    )
    name.setMinimumWidth(longest)
    row.addWidget(name)
    row.addWidget(PlainLabel(number, wrap=False, selectable=True))
    copy = CopyIcon(copy_name, _("Copied"), number)
    row.addWidget(copy)
    row.addStretch(1)
    return row, copy


def _below(space: int, content: QWidget | QVBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addSpacing(space)
    if isinstance(content, QWidget):
        column.addWidget(content)
    else:
        column.addLayout(content)
    column.addStretch(1)
    return column
