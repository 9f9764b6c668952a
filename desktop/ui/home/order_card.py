"""The open orders of the home screen: the soonest as a card, the others as rows below it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment
from desktop.ui.kit.arrow_group import ArrowGroup
from desktop.ui.kit.buttons import CopyIcon, IconButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, Role, scaled
from desktop.ui.kit.marked_labels import CountdownLabel
from desktop.ui.kit.pills import Pill, TextsBesidePill
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import (
    CARD_RADIUS,
    CONTROL_RADIUS,
    MAIN_HEIGHT,
    ORDER_ROW,
    ROW_BUTTON_HEIGHT,
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

_TIME_WIDTH = 264
_LEAST_ACT_WIDTH = 112
_ACT_PADDING = 44
_AMOUNT_WIDTH = 88
_COMFORT = 20
"""Characters that the middle of the card needs to stand beside the rest."""
_ROW_COMFORT = 8
"""Of a row; its texts ask for more where they need it."""


class _OpenOrder(QFrame):
    """What card and row share: the order, its countdown, and what can be done with it."""

    def __init__(self, context: Context, assessment: Assessment, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self.assessment = assessment
        self._proof: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.left: PlainLabel = self._make_left()
        self.until = PlainLabel("", Role.BODY)
        order = assessment.order
        self.menu = QMenu(self)
        self.why = self.menu.addAction(_("Why?"), self._toggle_proof)
        self.reminders = self.menu.addAction(_("Reminder settings…"), self._set_reminders)
        self.correct = self.menu.addAction(_("Edit"), self._correct)
        self.later: QMenu | None = None
        self.menu.aboutToShow.connect(self._offer_later)
        self.more = IconButton(
            Glyph.MORE, _("More for order {number}").format(number=order.number), self._open_menu
        )

    def next_change(self, now: datetime) -> datetime | None:
        """Return when the countdown next reads differently."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now)

    def show_time(self, now: datetime) -> None:
        """Show what is left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        left = self._left_text(deadline, now)
        until = self._until_text(deadline, now)
        if left == self.left.text() and until == self.until.text():
            return
        self.left.setText(left)
        self.left.updateGeometry()
        self.until.setText(until)
        title = orders.title(self.assessment.order)
        self.setAccessibleName(f"{title} {self.assessment.order.number}: {left}, {until}")

    def _make_left(self) -> PlainLabel:
        return PlainLabel("", Role.SMALL)

    def _left_text(self, deadline: datetime, now: datetime) -> str:
        return _("{left} left").format(left=moments.time_left(deadline, now))

    def _until_text(self, deadline: datetime, now: datetime) -> str:
        return moments.deadline(deadline, now)

    def _urgent(self) -> bool:
        return orders.due_soon(self.assessment)

    def _guide_name(self) -> str:
        return _("Associate now: order {number}").format(number=self.assessment.order.number)

    def open_guide(self) -> None:
        """Lead through associating the order in the console."""
        self._context.guide_wanted.emit(self.assessment.order)

    def _associate(self) -> None:
        order = self.assessment.order
        done = _("Order {number} marked as associated").format(number=order.number)
        self._context.run_action(done, lambda: self._context.workspace.associate(order))

    def _correct(self) -> None:
        self._context.order_form_wanted.emit(self.assessment.order)

    def _set_reminders(self) -> None:
        order = self.assessment.order
        self._context.own_plan_wanted.emit(order.account, order.number)

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _offer_later(self) -> None:
        """Offer to put the reminder off, as long as there is time: it is opened at any moment."""
        from desktop.ui.shared.snooze_menu import snooze_menu

        if self.later is not None:
            self.menu.removeAction(self.later.menuAction())
            self.later.deleteLater()
        self.later = snooze_menu(self.menu, self._context, self.assessment.order)
        if self.later is not None:
            self.menu.insertMenu(self.reminders, self.later)

    def _toggle_proof(self) -> None:
        from desktop.ui.shared.verdict_view import RuleResultsView

        if self._proof is None:
            self._proof = RuleResultsView(self.assessment, self._context.workspace.book())
            self._proof.setContentsMargins(XL, S, XL, L)
            self.column.addWidget(self._proof)
        else:
            self._proof.setVisible(self._proof.isHidden())


class OrderCard(_OpenOrder):
    """The order that is due first. Its texts are renewed by `show_time`."""

    def __init__(
        self, context: Context, assessment: Assessment, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, assessment, parent)
        self.setObjectName("card")
        tone = Tone.AMBER if self._urgent() else Tone.NEUTRAL
        self.left.set_tone(tone)
        zone = QVBoxLayout()
        zone.addWidget(self._time_zone(tone))
        self._quieter: list[QWidget] = []
        facts = self._facts()
        self.row = ResponsiveRow(
            [zone, facts, self._actions()], widening=1, spacing=0, comfort=_COMFORT
        )
        ArrowGroup([self.associated, self.more, *self._quieter], self)
        self.column.addWidget(self.row)
        self.show_time(assessment.now)

    def _make_left(self) -> PlainLabel:
        return CountdownLabel()

    def _left_text(self, deadline: datetime, now: datetime) -> str:
        return moments.time_left(deadline, now)

    def _until_text(self, deadline: datetime, now: datetime) -> str:
        return _("due {deadline}").format(deadline=moments.deadline_with_zone(deadline, now))

    def _time_zone(self, tone: Tone) -> QWidget:
        zone = CountdownGround(tone)
        column = QVBoxLayout(zone)
        column.setContentsMargins(XL, L, S, L)
        column.setSpacing(XS)
        first = PlainLabel(_("Due first"), Role.SMALL)
        reason = PlainLabel(self._reason(), Role.SMALL)
        for label in (first, self.until, reason):
            label.set_tone(tone)
        for label in (first, self.left, self.until, reason):
            column.addWidget(label)
        column.addStretch(1)
        return zone

    def _reason(self) -> str:
        a = self.assessment
        if a.order.paid_at is None:
            return orders.why(a)
        paid = moments.moment(a.order.paid_at.replace(second=0), a.now)
        return moments.tidy(_("{rule} · paid {moment}").format(rule=orders.why(a), moment=paid))

    def _facts(self) -> QVBoxLayout:
        a = self.assessment
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addSpacing(L)
        for label in (
            PlainLabel(orders.title(a.order), Role.HEADING, selectable=True),
            PlainLabel(_facts_line(a, self._context), Role.MUTED),
        ):
            label.setContentsMargins(XL, 0, 0, 0)
            column.addWidget(label)
        column.addSpacing(XS)
        number = a.order.number
        said = _("Copy order number {number}").format(number=number)
        lines = [_number_line(_("Order number"), number, said)]
        if a.project:
            said = _("Copy project number {number}").format(number=a.project)
            lines.append(_number_line(_("Project number"), a.project, said))
        for line, copy in lines:
            column.addLayout(line)
            self._quieter.append(copy)
        column.addSpacing(L)
        column.addStretch(1)
        return column

    def _actions(self) -> QHBoxLayout:
        order = self.assessment.order
        self.guide = PrimaryButton(
            _("Associate now"), self.open_guide, name=self._guide_name(), height=MAIN_HEIGHT
        )
        self.associated = PlainButton(
            _("I have associated it"),
            self._associate,
            name=_("I have associated order {number}").format(number=order.number),
        )
        buttons = QVBoxLayout()
        buttons.setSpacing(S)
        for button in (self.guide, self.associated):
            _widen(button)
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addSpacing(L)
        buttons.addSpacing(L)
        row.addLayout(_below(L, buttons))
        row.addLayout(_below(L + 6, self.more))
        row.addSpacing(L)
        row.addStretch(1)
        return row


class OpenOrderRow(_OpenOrder):
    """An open order in two lines, on the columns of the card above it.

    The row is one stop of the keyboard; its buttons are for the mouse and for screen readers.
    """

    beyond = Signal(int)
    """The keyboard goes to the next row (1) or the one before (-1)."""

    def __init__(
        self, context: Context, assessment: Assessment, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, assessment, parent)
        scale = growth(self.fontMetrics())
        self.until.set_tone(Tone.AMBER if self._urgent() else Tone.NEUTRAL)
        if not self._urgent():
            self.until.set_role(Role.BODY)
        self.setMinimumHeight(round(ORDER_ROW * scale))
        self.column.setContentsMargins(0, XS, 0, XS)
        time, facts = _two_lines(self.until, self.left), self._facts()
        spread = QHBoxLayout()
        spread.addSpacing(XL)
        spread.addLayout(time)
        spread.addSpacing(S)
        self.row = ResponsiveRow(
            [spread, facts, self._end(scale)], widening=1, spacing=0, comfort=_ROW_COMFORT
        )
        self.row.set_part_width(0, round(_TIME_WIDTH * scale))
        self.column.addWidget(self.row)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for button in (self.guide, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(_("Enter: associate now. Menu key: more"))
        self.show_time(assessment.now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead through the order by Enter, open its menu by the menu key, move by arrows."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_guide()
        elif key is Qt.Key.Key_Down:
            self.beyond.emit(1)
        elif key is Qt.Key.Key_Up:
            self.beyond.emit(-1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu by the menu key or the right button."""
        self.menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring of the keyboard around the row."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().accent), 2))
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)

    def _facts(self) -> QHBoxLayout:
        a = self.assessment
        account = self._context.workspace.book().accounts.get(a.order.account)
        name = a.order.account if account is None else glossary.account(account)
        row = QHBoxLayout()
        row.addSpacing(XL)
        product = ElidedLabel(orders.title(a.order))
        owner = ElidedLabel(f"{a.order.number} · {name}", Role.SMALL)
        owner.setMinimumWidth(owner.fontMetrics().horizontalAdvance(f"{a.order.number} …"))
        unusual = {
            "window-unknown": (_("period not looked up"), Tone.AMBER, Glyph.INFO),
            "project-validity": (_("project ends first"), Tone.NEUTRAL, Glyph.HASH),
        }.get(a.capped_by or "")
        pill = None if unusual is None else Pill(*unusual, folds=True)
        row.addWidget(TextsBesidePill(product, owner, pill), 1)
        row.addSpacing(M)
        return row

    def _end(self, scale: float) -> QHBoxLayout:
        a = self.assessment
        row = QHBoxLayout()
        row.setSpacing(M)
        if a.expected_cashback is not None:
            amount = PlainLabel(amounts.yuan(a.expected_cashback), wrap=False)
            amount.setMinimumWidth(round(_AMOUNT_WIDTH * scale))
            expected = PlainLabel(_("expected"), Role.SMALL, wrap=False)
            for label in (amount, expected):
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addLayout(_two_lines(amount, expected))
        self.guide = PlainButton(
            _("Associate now"), self.open_guide, name=self._guide_name(), height=ROW_BUTTON_HEIGHT
        )
        _widen(self.guide)
        row.addWidget(self.guide)
        row.addWidget(self.more)
        row.addSpacing(L)
        row.addStretch(1)
        return row


class OpenOrderList(Card):
    """The rows in one card, with lines between them."""

    def __init__(self, rows: list[OpenOrderRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self._rows = rows
        for number, row in enumerate(rows):
            if number:
                self.body.addWidget(Hairline())
                row.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            row.beyond.connect(partial(self._go, number))
            self.body.addWidget(row)

    def _go(self, number: int, step: int) -> None:
        """Move the keyboard, and have Tab come back to where it was."""
        if not 0 <= number + step < len(self._rows):
            return
        for row in self._rows:
            row.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row = self._rows[number + step]
        row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.setFocus(Qt.FocusReason.TabFocusReason)


class CountdownGround(QWidget):
    """The left of the card, on the ground of its tone, with the card's corners."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self.setMinimumWidth(round(_TIME_WIDTH * growth(self.fontMetrics())))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the width of the column, which a long text does not widen."""
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground; in high contrast a line at its right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, 0, -1)
        if tokens().outlined:
            painter.setPen(QColor(tokens().ink(self._tone)))
            painter.drawLine(box.topRight(), box.bottomRight())
            return
        shape, straight = QPainterPath(), QPainterPath()
        shape.addRoundedRect(box, CARD_RADIUS - 1, CARD_RADIUS - 1)
        straight.addRect(box.adjusted(CARD_RADIUS, 0, 0, 0))
        painter.fillPath(shape.united(straight), QColor(tokens().ground(self._tone)))


def _facts_line(assessment: Assessment, context: Context) -> str:
    """Return account, amount payable and expected cashback, as far as known."""
    order = assessment.order
    account = context.workspace.book().accounts.get(order.account)
    parts = [order.account if account is None else glossary.account(account)]
    if order.payable is not None:
        parts.append(_("payable {amount}").format(amount=amounts.yuan(order.payable)))
    if assessment.expected_cashback is not None:
        text = _("cashback about {amount}") if order.cash_paid is None else _("cashback {amount}")
        parts.append(text.format(amount=amounts.yuan(assessment.expected_cashback)))
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


def _two_lines(first: QWidget, second: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    column.addWidget(first)
    column.addWidget(second)
    column.addStretch(1)
    return column


def _below(space: int, content: QWidget | QVBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addSpacing(space)
    if isinstance(content, QWidget):
        column.addWidget(content)
    else:
        column.addLayout(content)
    column.addStretch(1)
    return column


def _widen(button: PlainButton | PrimaryButton) -> None:
    """Give all buttons of the column one width."""
    metrics = QFontMetrics(scaled(1.0, bold=True))
    texts = (_("Associate now"), _("I have associated it"))
    words = max(metrics.horizontalAdvance(text) for text in texts)
    least = round(_LEAST_ACT_WIDTH * growth(metrics))
    button.setFixedWidth(max(least, words + _ACT_PADDING))
