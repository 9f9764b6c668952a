"""A part of the detail card that is folded at first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CONTROL_RADIUS, MAIN_HEIGHT, SMALL_ICON, SMALL_SIZE, M, S
from desktop.wording.i18n import labelled


class Fold(QWidget):
    """A heading that unfolds the content below it, which is made when first unfolded."""

    def __init__(
        self,
        title: str,
        summary: str,
        make: Callable[[QVBoxLayout], object],
        parent: QWidget | None = None,
    ) -> None:
        """`make` adds the content to the layout passed to it."""
        super().__init__(parent)
        self._make: Callable[[QVBoxLayout], object] | None = make
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.heading = _Heading(title, summary, self)
        self.heading.toggled.connect(self._toggle)
        column.addWidget(self.heading)
        self._body = QWidget(self)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, M)
        self._column.setSpacing(S)
        self._body.hide()
        column.addWidget(self._body)

    @property
    def unfolded(self) -> bool:
        """Return whether the content is shown."""
        return self.heading.isChecked()

    def set_summary(self, summary: str) -> None:
        """Set the text at the right of the heading."""
        self.heading.set_summary(summary)

    def unfold(self) -> None:
        """Show the content."""
        self.heading.setChecked(True)

    def unfold_soon(self) -> None:
        """Show the content from the event loop, after the rest was painted."""
        QTimer.singleShot(0, self, self.unfold)

    def _toggle(self, unfolded: bool) -> None:
        if self._make is not None:
            self._make(self._column)
            self._make = None
        self._body.setVisible(unfolded)


class _Heading(QAbstractButton):
    """A row with a chevron, a title, and a short summary at the right."""

    def __init__(self, title: str, summary: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_summary(summary)

    def set_summary(self, summary: str) -> None:
        """Set the text at the right."""
        self._summary = summary
        self.setAccessibleName(labelled(self.text(), summary) if summary else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of both texts."""
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text() + self._summary)
        height = round(MAIN_HEIGHT * growth(metrics))
        return QSize(words + self._side() + 3 * M, height)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the title; the summary may be elided."""
        width = self.fontMetrics().horizontalAdvance(self.text()) + self._side() + M
        return QSize(width, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle by Enter, as by Space; ignore repeats while it is held down."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the theme changes."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        box = QRectF(0, (self.height() - side) / 2, side, side)
        glyph = Glyph.CHEVRON_DOWN if self.isChecked() else Glyph.CHEVRON_RIGHT
        draw(painter, glyph, box, QColor(t.text))
        painter.setPen(QColor(t.text))
        room = QRectF(self.rect()).adjusted(side + S, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        left = room.left() + self.fontMetrics().horizontalAdvance(self.text()) + M
        painter.setFont(scaled(SMALL_SIZE))
        painter.setPen(QColor(t.muted))
        rest = QRectF(QPointF(left, 0), room.bottomRight())
        shown = painter.fontMetrics().elidedText(
            self._summary, Qt.TextElideMode.ElideRight, int(rest.width())
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, CONTROL_RADIUS, CONTROL_RADIUS)

    def _side(self) -> int:
        return round(SMALL_ICON * growth(self.fontMetrics()))
