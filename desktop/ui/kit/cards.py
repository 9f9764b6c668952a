"""Grounds to put things on: cards, notices, hairlines, and the column of a page."""

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
from desktop.ui.kit.glyphs import Disc, Glyph, GlyphMark, paint_ground
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import Headline
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth, room_on_screen
from desktop.ui.theme.tokens import CARD_RADIUS, ICON, NARROW_WINDOW, XL, XS, XXL, L, M, S, Tone
from desktop.wording.i18n import labelled

_MARGIN, _NARROW_MARGIN, _LEAST_MARGIN = XXL, XL, M
_BESIDE = 64
"""Pixels of a screen that frames and the margins of a dialog take."""
_SMALL_WINDOW = 640
"""A window on a small screen with texts twice as large; every pixel is for the content."""
_TITLE = 12
"""Characters of a page's title that stand beside its acts."""
_DISC = 72
_WIDEST = 1080
"""Of the content of a page, without its margins."""


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def read_as_seen(layout: QLayout) -> None:
    """Have screen readers come to the widgets of a layout in its order.

    They come to them as they were made, and what was made anew would be read after what stayed.
    """
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        if (inner := item.layout()) is not None:
            read_as_seen(inner)
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
    """A coloured box with a title, a text and perhaps one action; read out as one."""

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
        """Make a notice; `dismiss` is a cross that sends it away, by its name and what it does."""
        super().__init__(parent)
        self._tone = tone
        row = QHBoxLayout(self)
        row.setContentsMargins(L, M, L, M)
        row.setSpacing(M)
        self._mark = GlyphMark(glyph, tone, self)
        self._mark.setVisible(glyph is not Glyph.NONE)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = PlainLabel(title, Role.HEADING)
        self.title.set_tone(tone)
        self.text = PlainLabel(text)
        column.addWidget(self.title)
        column.addWidget(self.text)
        row.addLayout(column, 1)
        if action is not None:
            row.addWidget(LinkButton(*action), 0, Qt.AlignmentFlag.AlignVCenter)
        if dismiss is not None:
            row.addWidget(IconButton(Glyph.CROSS, *dismiss), 0, Qt.AlignmentFlag.AlignVCenter)
        self._show(title, text)

    def set(self, tone: Tone, title: str, text: str, glyph: Glyph = Glyph.NONE) -> None:
        """Say something else."""
        self._tone = tone
        self._mark.set(glyph, tone)
        self._mark.setVisible(glyph is not Glyph.NONE)
        self.title.set_tone(tone)
        self.title.setText(title)
        self.text.setText(text)
        self._show(title, text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the soft ground."""
        paint_ground(QPainter(self), QRectF(self.rect()), self._tone, CARD_RADIUS)

    def _show(self, title: str, text: str) -> None:
        self.title.setVisible(bool(title))
        self.text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


class _Content(QWidget):
    """Says how low it can be at its width, not how low at the width that its texts would prefer."""

    def minimumSizeHint(self) -> QSize:
        """Return no height: the scroll area takes it from `heightForWidth`, more would be empty."""
        return QSize(super().minimumSizeHint().width(), 0)


def page_margin(page: QWidget) -> int:
    """Return the margin of a page, in pixels, in a window as wide as it is now."""
    width, scale = page.window().width(), growth(page.fontMetrics())
    if width < _SMALL_WINDOW * scale:
        return _LEAST_MARGIN
    return _NARROW_MARGIN if width < NARROW_WINDOW * scale else _MARGIN


class CardColumn(QScrollArea):
    """What scrolls: a column of limited width, as tall as what is in it. `body` is its layout."""

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
        """Scroll to what gets the keyboard from outside; Qt does so only for Tab on the page.

        While a mouse button is down nothing moves: the click would miss. Nor does it where the
        window comes back from behind another: the reader may have scrolled on.
        """
        inner = self.widget()
        if now is None or inner is None or not self.isVisible() or not inner.isAncestorOf(now):
            return
        came_back = before is None and now is self._last_focus
        self._last_focus = now
        moved_within = before is not None and inner.isAncestorOf(before)
        still = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        if still and not came_back and not moved_within:
            self.ensureWidgetVisible(now)

    def event(self, event: QEvent) -> bool:
        """Ask for what cannot be wrapped, plus the bar; what the screen lacks is scrolled to."""
        done = bool(super().event(event))
        if event.type() is QEvent.Type.LayoutRequest and (room := self._room()):
            bar = self.verticalScrollBar().sizeHint().width()
            needed = self.widget().minimumSizeHint().width() + bar
            self.setMinimumWidth(min(needed, room))
        return done

    def _room(self) -> int:
        """Return the most that can be asked for: the screen's width, less what is beside; or 0."""
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
        self.acts = QHBoxLayout()
        self.acts.setSpacing(S)
        beside = QVBoxLayout()
        beside.addLayout(self.acts)
        beside.addStretch(1)
        self.body.addWidget(ResponsiveRow([words, beside], 0, spacing=S, comfort=_TITLE))
        self.content = QVBoxLayout()
        self.content.setSpacing(L)
        self.body.addLayout(self.content)
        self.body.addStretch(1)

    def _room(self) -> int:
        """Return 0: the window is as wide as it is, whatever page it shows."""
        return 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a narrow window's width to the content."""
        margin = page_margin(self)
        self.body.setContentsMargins(margin, margin - S, margin, XS)  # the stretch has space above
        super().resizeEvent(event)


class Band(QWidget):
    """A soft band with an icon, one sentence and one link: the next step."""

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
        """Paint the soft ground."""
        paint_ground(QPainter(self), QRectF(self.rect()), Tone.INFO, CARD_RADIUS)


class EmptyState(QWidget):
    """What an empty screen says: an icon, a title, a sentence, one button."""

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
