"""The other open orders of the home screen: painted rows below the card of the first one."""

from __future__ import annotations

from functools import cached_property, partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.domain.assessment import Assessment
from desktop.ui.home.open_order import TIME_WIDTH, OpenOrder, button_width
from desktop.ui.home.row_places import RowPlaces, RowSizes, fitting_pill_width, row_places
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import capital, plain_tooltip
from desktop.ui.kit.row_painting import (
    RowFonts,
    paint_button,
    paint_lines,
    paint_pill,
    pill_height,
    pill_width,
)
from desktop.ui.kit.sizes import growth, letter_width
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import (
    CONTROL_RADIUS,
    ICON,
    ICON_BUTTON,
    ORDER_ROW,
    ROW_BUTTON_HEIGHT,
    XL,
    S,
    Tone,
)
from desktop.wording import amounts, glossary
from desktop.wording.i18n import _
from desktop.wording.records import orders

_AMOUNT_WIDTH = 88
_COMFORT = 8
"""Minimum width of product and number beside the rest, in characters."""
_TEXT_DIGITS = 24
"""Before the row is stacked, product and number are shortened to this many digits' width."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class OpenOrderRow(OpenOrder):
    """An open order in two lines, aligned with the columns of the card above it.

    The row is painted; real buttons exist only while it is hovered or focused, for the mouse and
    for screen readers. The row is one tab stop.
    """

    neighbour_wanted = Signal(int)
    """The focus should move to the next row (1) or the previous one (-1)."""

    def __init__(
        self, context: Context, assessment: Assessment, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, assessment, parent)
        order = assessment.order
        account = context.workspace.book().accounts.get(order.account)
        name = order.account if account is None else glossary.account(account)
        self._facts = orders.title(order), f"{order.number} · {name}"
        self._time = ("", "")
        cashback = assessment.expected_cashback
        self._amount = None if cashback is None else amounts.yuan(cashback)
        self._unusual = {
            "window-unknown": (_("period not looked up"), Tone.AMBER, Glyph.INFO),
            "project-validity": (_("project ends first"), Tone.NEUTRAL, Glyph.HASH),
        }.get(assessment.capped_by or "")
        self._button_text = _("Associate now")
        self._fonts = RowFonts()
        self._pressed: QPoint | None = None
        self._laid_out_width = 0
        """Width in pixels from the layout; while it is 0, the parts are side by side."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(_("Enter: associate now. Menu key: more"))
        self.show_time(assessment.now)

    @cached_property
    def guide(self) -> PlainButton:
        """The button that opens the guide."""
        button = PlainButton(
            self._button_text, self.open_guide, self, name=self.guide_name, height=ROW_BUTTON_HEIGHT
        )
        button.setFixedWidth(button_width())
        return button

    def show_texts(self, left: str, until: str) -> None:
        """Show the time left, and the deadline."""
        self._time = capital(until), left
        self.__dict__.pop("_sizes", None)
        self._arrange()

    # Geometry

    @cached_property
    def _places(self) -> RowPlaces:
        return row_places(self._sizes, self._laid_out_width or self._sizes.unstacked_width)

    @cached_property
    def _sizes(self) -> RowSizes:
        body = self._fonts.metrics[0]
        scale = growth(body)
        amount = 0
        if self._amount is not None:
            widest = self._fonts.widest(self._amount, _("expected"))
            amount = max(round(_AMOUNT_WIDTH * scale), widest)
        number = self._fonts.metrics[1].horizontalAdvance(f"{self.assessment.order.number} …")
        texts = min(body.horizontalAdvance("0") * _TEXT_DIGITS, self._fonts.widest(*self._facts))
        return RowSizes(
            lowest=round(ORDER_ROW * scale),
            lines=sum(self._fonts.heights),
            time=max(round(TIME_WIDTH * scale), XL + self._fonts.widest(*self._time) + S),
            texts=max(texts, number, letter_width(body) * _COMFORT),
            pill=pill_height() if self._unusual else 0,
            amount=amount,
            button=(button_width(), round(ROW_BUTTON_HEIGHT * scale)),
            more=round(ICON_BUTTON * scale),
        )

    def _arrange(self) -> None:
        """Recompute the places, and request the height that they need."""
        self.__dict__.pop("_places", None)
        height = self._places.height
        if self.column.contentsMargins().top() != height:
            self.column.setContentsMargins(0, height, 0, 0)
            self.updateGeometry()
        self._place_buttons()
        self.update()

    def _place_buttons(self) -> None:
        if "guide" in self.__dict__:
            self.guide.setGeometry(self._places.button)
            self.more.setGeometry(self._places.more)

    def minimumSizeHint(self) -> QSize:
        """Return the minimum width of the stacked parts, so that nothing is cut."""
        return super().minimumSizeHint().expandedTo(QSize(self._sizes.min_width, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the parts, or lay them out side by side."""
        super().resizeEvent(event)
        if event.size().width() != self._laid_out_width:
            self._laid_out_width = event.size().width()
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the font changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fonts = RowFonts()
            self.__dict__.pop("_sizes", None)
            self._arrange()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the texts, the buttons unless real ones are shown, and the focus ring."""
        t, places = tokens(), self._places
        text, muted = QColor(t.text), QColor(t.muted)
        painter = QPainter(self)
        time = QColor(t.amber) if self.urgent else text
        paint_lines(painter, places.time, _coloured(self._time, time, muted), self._fonts)
        self._paint_facts(painter, places.facts)
        if self._amount is not None and not places.amount.isEmpty():
            lines = _coloured((self._amount, _("expected")), text, muted)
            where = _LEFT if places.stacked else _RIGHT
            paint_lines(painter, places.amount, lines, self._fonts, where)
        if not self._has_buttons():
            paint_button(painter, QRectF(places.button), self._button_text)
            side = ICON * growth(self._fonts.metrics[0])
            icon = QRectF(0, 0, side, side)
            icon.moveCenter(QRectF(places.more).center())
            draw(painter, Glyph.MORE, icon, muted)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(0, 0, self.width(), places.height).adjusted(2, 2, -2, -2)
            painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)

    def _paint_facts(self, painter: QPainter, room: QRectF) -> None:
        texts = QRectF(room)
        if self._unusual is not None:
            word, tone, glyph = self._unusual
            width, height = self._pill_width(), pill_height()
            pill = QRectF(room.right() - width, room.center().y() - height / 2, width, height)
            paint_pill(painter, pill, word if width > height else "", tone, glyph)
            texts.setRight(pill.left() - S)
        lines = _coloured(self._facts, QColor(tokens().text), QColor(tokens().muted))
        paint_lines(painter, texts, lines, self._fonts)

    def _pill_width(self) -> int:
        if self._unusual is None:
            return 0
        texts, whole = self._fonts.widest(*self._facts), pill_width(self._unusual[0])
        return fitting_pill_width(self._places.facts.width(), texts, whole, pill_height())

    # Pointer and keyboard

    def _has_buttons(self) -> bool:
        return "guide" in self.__dict__ and not self.guide.isHidden()

    def _update_buttons(self) -> None:
        """Show real buttons while the row is hovered or focused."""
        wanted = self.underMouse() or self.hasFocus()
        if wanted == self._has_buttons():
            return
        for button in (self.guide, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setVisible(wanted)
        self._place_buttons()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the buttons."""
        super().enterEvent(event)
        self._update_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the buttons."""
        super().leaveEvent(event)
        self._update_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring and the buttons."""
        super().focusInEvent(event)
        self._update_buttons()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring and the buttons."""
        super().focusOutEvent(event)
        self._update_buttons()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the guide by Enter or Space, move to the neighbouring row by the arrow keys."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self.open_guide()
        elif key is Qt.Key.Key_Down:
            self.neighbour_wanted.emit(1)
        elif key is Qt.Key.Key_Up:
            self.neighbour_wanted.emit(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the position: a touch does not hover first, so no real button is there yet."""
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Trigger the painted button that was both pressed and released."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        here = event.position().toPoint()
        if pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        for place, action in (
            (self._places.button, self.open_guide),
            (self._places.more, self.open_menu),
        ):
            if place.contains(pressed) and place.contains(here):
                action()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu by the menu key or the right button."""
        self.menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Show the texts that are cut as a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            from PySide6.QtWidgets import QToolTip

            QToolTip.showText(event.globalPos(), self._cut_text(QRectF(event.pos(), QSize(1, 1))))
            return True
        return super().event(event)

    def _cut_text(self, here: QRectF) -> str:
        """Return the texts of the middle if the pointer is there and they are cut, else ""."""
        room = self._places.facts
        if not room.intersects(here):
            return ""
        pill = self._pill_width()
        left = room.width() - (pill + S if pill else 0)
        lines = list(self._facts) if self._fonts.widest(*self._facts) > left else []
        if self._unusual is not None and pill == pill_height():
            lines.append(self._unusual[0])
        return plain_tooltip("\n".join(lines))


def _coloured(texts: tuple[str, str], first: QColor, second: QColor) -> list[tuple[str, QColor]]:
    return list(zip(texts, (first, second), strict=True))


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
            row.neighbour_wanted.connect(partial(self._move_focus, number))
            self.body.addWidget(row)

    def _move_focus(self, number: int, step: int) -> None:
        """Focus the neighbouring row, and make it the one that Tab returns to."""
        if not 0 <= number + step < len(self._rows):
            return
        for row in self._rows:
            row.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row = self._rows[number + step]
        row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.setFocus(Qt.FocusReason.TabFocusReason)
