"""One piece of evidence as a tile: its picture, its name, when, and whether it is unchanged."""

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
from desktop.ui.evidence.work import EvidenceLook
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
"""How high the picture is, of its width."""
_FADED = 0.35


class EvidenceTile(TipMixin, RingedButton):
    """Stands for one piece; pressed, it is the one whose details are shown."""

    def __init__(
        self, piece: Evidence, now: datetime, parent: QWidget | None = None, *, narrow: bool = False
    ) -> None:
        """Make a tile; a `narrow` one is as wide as the column it stands in."""
        super().__init__(parent)
        self.piece = piece
        self._name = words.name(piece)
        self._when = words.when_and_size(piece, now)
        self._voided = words.voided(piece, now)
        self._wide = _NARROW_WIDTH if narrow else _WIDTH
        self._picture = _NARROW_PICTURE if narrow else _PICTURE
        self._look: EvidenceLook | None = None
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tip = self._name
        self._say()

    @staticmethod
    def picture_size(widget: QWidget) -> QSize:
        """Return how many pixels of a picture a tile on the screen of `widget` shows at most."""
        scale = growth(widget.fontMetrics()) * widget.devicePixelRatioF()
        width = round(_NARROW_WIDTH * scale)
        return QSize(width, round(width * _PICTURE))

    @property
    def look(self) -> EvidenceLook | None:
        """Return how the file was found; None before it was looked at."""
        return self._look

    def show_look(self, look: EvidenceLook) -> None:
        """Show the picture, and whether the file is as it was kept."""
        self._look = look
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the picture and three lines."""
        scale = growth(self.fontMetrics())
        width = round(self._wide * scale)
        lines = QFontMetricsF(scaled(SMALL_SIZE)).height()
        text = self.fontMetrics().height() + 2 * lines + 2 * S + 2 * XS
        return QSize(width, self._picture_height() + round(text))

    def minimumSizeHint(self) -> QSize:
        """Return how narrow a tile may become; its texts are cut."""
        return QSize(self.sizeHint().width() // 2, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew with each change of the theme."""
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
        image = QImage() if self._look is None else self._look.picture
        if self.piece.voided_at is not None:
            painter.setOpacity(_FADED)
        if not image.isNull():
            scale = min(1.0, box.width() / image.width())  # a small picture stays as it is
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
        said_width = painter.fontMetrics().horizontalAdvance(text)
        rest = room.right() - left
        both = said_width + S + digest_width <= rest
        said = QRectF(left, room.top(), rest - (digest_width + S if both else 0), height)
        painter.drawText(said, _LEFT, self._cut(painter, text, said.width()))
        if both:
            painter.setPen(QColor(t.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight, digest)

    def _state(self) -> tuple[str, Tone, Glyph]:
        if self.piece.voided_at is not None:
            return self._voided, Tone.NEUTRAL, Glyph.CROSS_CIRCLE
        if self._look is None:
            return _("Checking…"), Tone.NEUTRAL, Glyph.CLOCK
        text = capital(words.state(self._look.state))
        if self._look.state is FileState.SOUND:
            return text, Tone.GOOD, Glyph.CHECK
        return text, Tone.BAD, Glyph.EXCLAMATION

    def _say(self) -> None:
        self.setAccessibleName(clauses(self._name, self._state()[0]))
        self.setAccessibleDescription(self._when)

    def _picture_height(self) -> int:
        return round(self._wide * growth(self.fontMetrics()) * self._picture)

    @staticmethod
    def _cut(painter: QPainter, text: str, width: float) -> str:
        line = " ".join(text.split())
        return painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, int(width))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
