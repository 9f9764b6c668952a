"""The focus ring of buttons, painted outside the button with a gap."""

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
    """An overlay that follows the focused button; there is one for each window.

    A button cannot paint the ring itself, since a widget cannot paint outside its own rectangle.
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
        """Surround a button, however it is scrolled or laid out, until `release`."""
        self.release()
        self._button = button
        button.destroyed.connect(self._lose)
        above: QWidget | None = button
        while above is not None and above is not self.window():
            above.installEventFilter(self)
            self._followed.append(above)
            above = above.parentWidget()
        self._place()

    def release(self) -> None:
        """Stop following the button, and hide."""
        if self._button is not None and isValid(self._button):
            self._button.destroyed.disconnect(self._lose)
        for widget in self._followed:
            if isValid(widget):  # the page may have been deleted with its widgets
                widget.removeEventFilter(self)
        self._forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the button when it, or a widget around it, moves."""
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of the ring that is visible within the scroll areas around the button."""
        if self._button is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._visible_area().translated(-self.pos()))
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

    def _visible_area(self) -> QRect:
        """Return what the scroll areas around the button show, in the window's coordinates."""
        visible = self.window().rect()
        above = None if self._button is None else self._button.parentWidget()
        while above is not None and above is not self.window():
            area = above.parentWidget()
            if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
                visible &= QRect(above.mapTo(self.window(), QPoint(0, 0)), above.size())
            above = area
        return visible

    def _lose(self) -> None:
        """Forget a deleted button; the widgets around it may be deleted as well."""
        self._forget()

    def _forget(self) -> None:
        self._button = None
        self._followed = []
        self.hide()


def ring_of(window: QWidget) -> FocusRing | None:
    """Return the ring of a window; None until a button in it has had the focus."""
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    return window.findChild(FocusRing, _NAME, directly)


class RingedButton(QPushButton):
    """A button that shows the ring while it is focused."""

    _ring: FocusRing | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        window = self.window()
        self._ring = ring_of(window) or FocusRing(window)
        self._ring.follow(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring, without asking the window, which may be in destruction: Qt would crash."""
        super().focusOutEvent(event)
        ring, self._ring = self._ring, None
        if ring is not None and isValid(ring):
            ring.release()
