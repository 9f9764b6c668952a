"""The tile of a piece of evidence: picture, name, date, and state of its file."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.evidence import FileState
from desktop.domain.evidence_records import Evidence, MediaType
from desktop.ui.evidence.file_jobs import FileCheck
from desktop.ui.kit.focus_ring import RingedButton
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import TipMixin, capital, scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CONTROL_RADIUS, ICON, SMALL_ICON, SMALL_SIZE, XS, M, S, Tone
from desktop.wording import evidence as words
from desktop.wording.i18n import _, clauses

_WIDTH, _NARROW_WIDTH = 217, 262
_PICTURE, _NARROW_PICTURE = 0.42, 0.3
"""The height of the picture as a share of its width."""
_FADED = 0.35


class EvidenceTile(TipMixin, RingedButton):
    """A checkable button for a piece; the details of the checked one are shown."""

    def __init__(
        self, piece: Evidence, now: datetime, parent: QWidget | None = None, *, narrow: bool = False
    ) -> None:
        """Make a tile; a `narrow` one is as wide as a pane's column."""
        super().__init__(parent)
        self.piece = piece
        self._name = words.name(piece)
        self._when = words.when_and_size(piece, now)
        self._voided = words.voided(piece, now)
        self._wide = _NARROW_WIDTH if narrow else _WIDTH
        self._picture = _NARROW_PICTURE if narrow else _PICTURE
        self._check: FileCheck | None = None
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tip = self._name
        self._update_accessible_texts()

    @staticmethod
    def picture_size(widget: QWidget) -> QSize:
        """Return the largest size in device pixels of a picture on the screen of `widget`."""
        scale = growth(widget.fontMetrics()) * widget.devicePixelRatioF()
        width = round(_NARROW_WIDTH * scale)
        return QSize(width, round(width * _PICTURE))

    @property
    def check(self) -> FileCheck | None:
        """The check of the file; None before it has ended."""
        return self._check

    def show_check(self, check: FileCheck) -> None:
        """Show the picture and the state of the file."""
        self._check = check
        self._update_accessible_texts()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the picture and three lines."""
        scale = growth(self.fontMetrics())
        width = round(self._wide * scale)
        lines = QFontMetricsF(scaled(SMALL_SIZE)).height()
        text = self.fontMetrics().height() + 2 * lines + 2 * S + 2 * XS
        return QSize(width, self._picture_height() + round(text))

    def minimumSizeHint(self) -> QSize:
        """Return half the width: texts can be cut."""
        return QSize(self.sizeHint().width() // 2, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Repaint after changes such as that of the theme."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tile."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        chosen = self.isChecked()
        inset = 1.0 if chosen else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        shape = QPainterPath()
        shape.addRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
        painter.fillPath(shape, QColor(t.raised))
        painter.save()
        painter.setClipPath(shape)
        picture = QRectF(box.topLeft(), QSize(self.width(), self._picture_height()))
        self._paint_picture(painter, picture)
        painter.restore()
        self._paint_texts(painter, picture.bottom() + S)
        painter.setPen(QPen(QColor(t.accent if chosen else t.button_edge), 2 * inset))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        t = tokens()
        painter.fillRect(box, QColor(t.hover))
        image = QImage() if self._check is None else self._check.picture
        if self.piece.voided_at is not None:
            painter.setOpacity(_FADED)
        if not image.isNull():
            scale = min(1.0, box.width() / image.width())  # small pictures are not enlarged
            shown = QRectF(0, 0, image.width(), min(image.height(), box.height() / scale))
            left = box.left() + (box.width() - shown.width() * scale) / 2
            painter.drawImage(QRectF(QPointF(left, box.top()), shown.size() * scale), image, shown)
        else:
            side = round(ICON * growth(self.fontMetrics()))
            glyph = Glyph.FILE if self.piece.media_type is MediaType.PDF else Glyph.PICTURE
            mark = QRectF(box.center() - QPointF(side, side), QSize(2 * side, 2 * side))
            draw(painter, glyph, mark, QColor(t.muted))
        painter.setOpacity(1)
        painter.setPen(QColor(t.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _paint_texts(self, painter: QPainter, top: float) -> None:
        t = tokens()
        room = QRectF(M, top, self.width() - 2 * M, self.fontMetrics().height())
        painter.setPen(QColor(t.text))
        painter.drawText(room, _LEFT, self._cut(painter, self._name, room.width()))
        painter.setFont(scaled(SMALL_SIZE))
        height = painter.fontMetrics().height()
        room = QRectF(M, room.bottom() + XS, room.width(), height)
        painter.setPen(QColor(t.muted))
        painter.drawText(room, _LEFT, self._cut(painter, self._when, room.width()))
        text, tone, glyph = self._state()
        side = SMALL_ICON * growth(self.fontMetrics())
        room = QRectF(M, room.bottom() + XS, room.width(), height)
        ink = QColor(t.ink(tone))
        draw(painter, glyph, QRectF(M, room.center().y() - side / 2, side, side), ink)
        left = M + side + XS
        painter.setPen(ink)
        digest = words.short_digest(self.piece)
        digest_width = painter.fontMetrics().horizontalAdvance(digest)
        text_width = painter.fontMetrics().horizontalAdvance(text)
        rest = room.right() - left
        both = text_width + S + digest_width <= rest
        text_box = QRectF(left, room.top(), rest - (digest_width + S if both else 0), height)
        painter.drawText(text_box, _LEFT, self._cut(painter, text, text_box.width()))
        if both:
            painter.setPen(QColor(t.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, digest)

    def _state(self) -> tuple[str, Tone, Glyph]:
        if self.piece.voided_at is not None:
            return self._voided, Tone.NEUTRAL, Glyph.CROSS_CIRCLE
        if self._check is None:
            return _("Checking…"), Tone.NEUTRAL, Glyph.CLOCK
        text = capital(words.state(self._check.state))
        if self._check.state is FileState.SOUND:
            return text, Tone.GOOD, Glyph.CHECK
        return text, Tone.BAD, Glyph.EXCLAMATION

    def _update_accessible_texts(self) -> None:
        self.setAccessibleName(clauses(self._name, self._state()[0]))
        self.setAccessibleDescription(self._when)

    def _picture_height(self) -> int:
        return round(self._wide * growth(self.fontMetrics()) * self._picture)

    @staticmethod
    def _cut(painter: QPainter, text: str, width: float) -> str:
        line = " ".join(text.split())
        return painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, int(width))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
