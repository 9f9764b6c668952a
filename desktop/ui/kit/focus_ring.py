"""The ring around the button that has the keyboard: outside it, with a gap, as it is best seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QWidget
from shiboken6 import isValid

from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CONTROL_RADIUS, TOAST_LINK

_GAP = _WIDTH = 2
_MARGIN = _GAP + _WIDTH
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
_NAME = "focus-ring"


class FocusRing(QWidget):
    """Lies over a window and follows the button in it; there is one for each window.

    A button could not paint it itself: what is outside a widget belongs to its parent.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName(_NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._button: QWidget | None = None
        self._followed: list[QWidget] = []

    def follow(self, button: QWidget) -> None:
        """Go around a button, wherever it is scrolled or laid out, until it is left."""
        self.leave()
        self._button = button
        button.destroyed.connect(self._lose)
        above: QWidget | None = button
        while above is not None and above is not self.window():
            above.installEventFilter(self)
            self._followed.append(above)
            above = above.parentWidget()
        self._place()

    def leave(self) -> None:
        """Go away: the keyboard is elsewhere."""
        if self._button is not None and isValid(self._button):
            self._button.destroyed.disconnect(self._lose)
        for widget in self._followed:
            if isValid(widget):  # a page may be on its way out with all that lies in it
                widget.removeEventFilter(self)
        self._forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the button when it, or what it lies in, is moved."""
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of the ring as lies within the parts that scroll."""
        if self._button is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._seen().translated(-self.pos()))
        toast = self._button.property("kind") == "toast"
        painter.setPen(QPen(QColor(TOAST_LINK if toast else tokens().accent), _WIDTH))
        half = _WIDTH / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        radius = min(CONTROL_RADIUS, self._button.height() / 2)
        if self._button.property("kind") == "chip":
            radius = self._button.height() / 2
        painter.drawRoundedRect(box, radius + _MARGIN - half, radius + _MARGIN - half)

    def _place(self) -> None:
        button = self._button
        if button is None:
            return
        corner = button.mapTo(self.window(), QPoint(0, 0))
        around = QRect(corner, button.size()).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        self.setGeometry(around)
        self.setVisible(button.isVisible())
        self.raise_()
        self.update()

    def _seen(self) -> QRect:
        """Return what can be seen of the button's surroundings, in the window's coordinates."""
        seen = self.window().rect()
        above = None if self._button is None else self._button.parentWidget()
        while above is not None and above is not self.window():
            area = above.parentWidget()
            if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
                seen &= QRect(above.mapTo(self.window(), QPoint(0, 0)), above.size())
            above = area
        return seen

    def _lose(self) -> None:
        """Let go of a button that is no more; what it lay in may be no more either."""
        self._forget()

    def _forget(self) -> None:
        self._button = None
        self._followed = []
        self.hide()


def ring_of(window: QWidget) -> FocusRing | None:
    """Return the ring of a window; it has one once a button in it had the keyboard."""
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    return window.findChild(FocusRing, _NAME, directly)


class RingedButton(QPushButton):
    """A button that shows the ring while it has the keyboard."""

    _ring: FocusRing | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        window = self.window()
        self._ring = ring_of(window) or FocusRing(window)
        self._ring.follow(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away; a window on its way out is not asked for it, which Qt cannot bear."""
        super().focusOutEvent(event)
        ring, self._ring = self._ring, None
        if ring is not None and isValid(ring):
            ring.leave()
