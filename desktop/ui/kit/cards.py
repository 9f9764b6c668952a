"""Containers: cards, notices, hairlines, and the scrolling column of a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.kit.buttons import IconButton, LinkButton
from desktop.ui.kit.glyphs import Disc, Glyph, GlyphMark, paint_background
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import Headline
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth, room_on_screen
from desktop.ui.theme.tokens import CARD_RADIUS, ICON, NARROW_WINDOW, XL, XS, XXL, L, M, S, Tone
from desktop.wording.i18n import labelled

_MARGIN, _NARROW_MARGIN, _LEAST_MARGIN = XXL, XL, M
_BESIDE = 64
"""Pixels of the screen's width that window frames and the margins of a dialog use."""
_SMALL_WINDOW = 640
"""Windows below this width, in pixels at 100 %, have the least margin."""
_TITLE = 12
"""Characters of a page's title that must fit beside its actions."""
_STOPS = ".。"
_DISC = 72
_WIDEST = 1080
"""The greatest width of a page's content, in pixels at 100 %, without its margins."""


def clear(layout: QLayout) -> None:
    """Remove all items of a layout, and delete their widgets."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def match_reading_order(layout: QLayout) -> None:
    """Make screen readers visit the widgets of a layout in its order.

    Without this they follow the order of creation: widgets that were created again would come last.
    """
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        if (inner := item.layout()) is not None:
            match_reading_order(inner)
        elif (widget := item.widget()) is not None:
            widget.raise_()


class Card(QFrame):
    """A raised, rounded surface; `body` is its layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(XL, L, XL, L)
        self.body.setSpacing(S)


class Hairline(QFrame):
    """A thin line between rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
        self.setFixedHeight(1)


class Notice(QWidget):
    """A coloured box with a title, a text and perhaps one action; one item to screen readers."""

    def __init__(
        self,
        tone: Tone,
        title: str,
        text: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
        *,
        glyph: Glyph = Glyph.NONE,
        dismiss: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Make a notice; the link `action` and the cross `dismiss` are text and callback."""
        super().__init__(parent)
        self._tone = tone
        row = QHBoxLayout(self)
        row.setContentsMargins(L, M, L, M)
        row.setSpacing(M)
        self._mark = GlyphMark(glyph, tone, self)
        self._mark.setVisible(glyph is not Glyph.NONE)
        holder = QWidget(self)  # a layout with an alignment would cut off wrapped lines
        words = QHBoxLayout(holder)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(M)
        words.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = PlainLabel("", Role.HEADING)
        self.title.set_tone(tone)
        self.text = PlainLabel("")
        column.addWidget(self.title)
        column.addWidget(self.text)
        words.addLayout(column, 1)
        row.addWidget(holder, 1, Qt.AlignmentFlag.AlignVCenter)
        if action is not None:
            row.addWidget(LinkButton(*action), 0, Qt.AlignmentFlag.AlignVCenter)
        if dismiss is not None:
            row.addWidget(IconButton(Glyph.CROSS, *dismiss), 0, Qt.AlignmentFlag.AlignVCenter)
        self._show(title, text)

    def set(self, tone: Tone, title: str, text: str, glyph: Glyph = Glyph.NONE) -> None:
        """Show another title and text."""
        self._tone = tone
        self._mark.set(glyph, tone)
        self._mark.setVisible(glyph is not Glyph.NONE)
        self.title.set_tone(tone)
        self._show(title, text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tinted background."""
        paint_background(QPainter(self), QRectF(self.rect()), self._tone, CARD_RADIUS)

    def _show(self, title: str, text: str) -> None:
        title = _heading(title)
        self.title.setText(title)
        self.text.setText(text)
        self.title.setVisible(bool(title))
        self.text.setVisible(bool(text))
        first = self.title if title else self.text
        self._mark.setMinimumHeight(first.fontMetrics().height())  # in the middle of the first line
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


def _heading(text: str) -> str:
    """Return the title without the full stop of a single sentence, as it also has elsewhere."""
    bare = text.rstrip(_STOPS)
    return text if any(stop in bare for stop in (". ", "。")) else bare


class _Content(QWidget):
    """The widget inside a `CardColumn`; its minimum height follows from its actual width."""

    def minimumSizeHint(self) -> QSize:
        """Return height 0: the scroll area uses `heightForWidth`, a greater height leaves a gap."""
        return QSize(super().minimumSizeHint().width(), 0)


def page_margin(page: QWidget) -> int:
    """Return the margin of a page, in pixels, for the current width of its window."""
    width, scale = page.window().width(), growth(page.fontMetrics())
    if width < _SMALL_WINDOW * scale:
        return _LEAST_MARGIN
    return _NARROW_MARGIN if width < NARROW_WINDOW * scale else _MARGIN


class CardColumn(QScrollArea):
    """A scroll area with a column of limited width, as tall as its content in layout `body`."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = _MARGIN) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = _Content()
        inner.setObjectName("column")
        inner.setMaximumWidth(round(_WIDEST * growth(self.fontMetrics())) + 2 * margin)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(margin, max(margin - S, 0), margin, margin)
        self.body.setSpacing(L)
        self.setWidget(inner)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._last_focus: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._show_focus)

    def _show_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to a widget that is focused from outside; Qt does so only for Tab on the page.

        Nothing is scrolled while a mouse button is down, since the click would miss, nor where the
        window becomes active again, since the reader may have scrolled meanwhile.
        """
        inner = self.widget()
        if now is None or inner is None or not self.isVisible() or not inner.isAncestorOf(now):
            return
        reactivated = before is None and now is self._last_focus
        self._last_focus = now
        moved_within = before is not None and inner.isAncestorOf(before)
        still = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        if still and not reactivated and not moved_within:
            self.ensureWidgetVisible(now)

    def event(self, event: QEvent) -> bool:
        """Require the width of what cannot wrap, plus the scroll bar, up to that of the screen."""
        done = bool(super().event(event))
        if event.type() is QEvent.Type.LayoutRequest and (room := self._room()):
            bar = self.verticalScrollBar().sizeHint().width()
            needed = self.widget().minimumSizeHint().width() + bar
            self.setMinimumWidth(min(needed, room))
        return done

    def _room(self) -> int:
        """Return the greatest minimum width that may be required; 0 for none."""
        return 0 if self.widget() is None else room_on_screen().width() - _BESIDE


class Page(CardColumn):
    """A page of the window: a title, actions at its right, and a column below."""

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = Headline(title)
        self.subtitle = PlainLabel(subtitle, Role.MUTED, self)
        self.subtitle.setVisible(bool(subtitle))
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.actions_row = QHBoxLayout()
        self.actions_row.setSpacing(S)
        beside = QVBoxLayout()
        beside.addLayout(self.actions_row)
        beside.addStretch(1)
        self.body.addWidget(ResponsiveRow([words, beside], 0, spacing=S, comfort=_TITLE))
        self.content = QVBoxLayout()
        self.content.setSpacing(L)
        self.body.addLayout(self.content)
        self.body.addStretch(1)

    def _room(self) -> int:
        """Return 0: a page must not change the width of the window."""
        return 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the margins in a narrow window."""
        margin = page_margin(self)
        # At the bottom the spacing above the stretch is added.
        self.body.setContentsMargins(margin, margin - S, margin, XS)
        super().resizeEvent(event)


class Band(QWidget):
    """A tinted band with an icon, one sentence and one link: the next step."""

    def __init__(
        self,
        glyph: Glyph,
        text: str,
        action: tuple[str, Callable[[], object]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(XL - XS, S, S, S)
        row.setSpacing(M)
        row.addWidget(GlyphMark(glyph, Tone.INFO, side=ICON))
        row.addWidget(PlainLabel(text), 1)
        self.link = LinkButton(*action, name=labelled(action[0], text))
        self.link.set_glyph(Glyph.CHEVRON_RIGHT)
        self.link.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        row.addWidget(self.link)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tinted background."""
        paint_background(QPainter(self), QRectF(self.rect()), Tone.INFO, CARD_RADIUS)


class EmptyState(QWidget):
    """The content of an empty screen: an icon, a title, a sentence, one button."""

    def __init__(
        self,
        title: str,
        text: str,
        action: QWidget | None = None,
        parent: QWidget | None = None,
        *,
        glyph: Glyph = Glyph.ORDER,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 48, 0, 48)
        column.setSpacing(S)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Disc(glyph, Tone.INFO, _DISC), 0, centre)
        column.addSpacing(S)
        for label in (PlainLabel(title, Role.HEADING), PlainLabel(text, Role.MUTED)):
            label.setAlignment(centre)
            column.addWidget(label)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, centre)
