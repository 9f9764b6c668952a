"""The area to drop evidence on, which also shows the progress of saving it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.domain.evidence import SIZE_LIMIT
from desktop.ui.evidence.sources import is_offered, offered
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CARD_RADIUS, ICON, L, M, S, Tone
from desktop.wording.i18n import _


class DropZone(QWidget):
    """A dashed frame with a hint what can be dropped or pasted, and a button to choose files."""

    dropped = Signal(list)
    """The dropped `Source`s."""
    choice_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(L, M, L, M)
        self._row.setSpacing(S)
        centre = Qt.AlignmentFlag.AlignCenter
        self._mark = GlyphMark(Glyph.PICTURE, Tone.NEUTRAL, side=ICON)
        self._row.addWidget(self._mark, 0, centre)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._row.addLayout(words, 1)
        self.title = PlainLabel(_("Drop a screenshot here, or press Ctrl+V"))
        text = _("PNG, JPG, WebP or PDF, up to {most} MB each. Please cover card numbers first.")
        self._idle_text = text.format(most=SIZE_LIMIT >> 20)
        self.text = PlainLabel(self._idle_text, Role.SMALL)
        for label in (self.title, self.text):
            label.setAlignment(centre)
            words.addWidget(label)
        self.choose_button = PlainButton(_("Choose files"), self.choice_wanted.emit)
        self.cancel_button = LinkButton(_("Cancel"), self.cancel_wanted.emit)
        self.cancel_button.hide()
        for button in (self.choose_button, self.cancel_button):
            self._row.addWidget(button, 0, centre)

    def set_compact(self, *, compact: bool) -> None:
        """Use a single row if `compact`, for a place below tiles; otherwise a centred column."""
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if compact else direction.TopToBottom)
        self._row.setSpacing(M if compact else S)
        side = Qt.AlignmentFlag.AlignLeft if compact else Qt.AlignmentFlag.AlignHCenter
        for label in (self.title, self.text):
            label.setAlignment(side)

    def show_progress(self, at: int, count: int) -> None:
        """Show that `at` of `count` files are saved, with a button to cancel."""
        self.text.setText(_("Saving file {at} of {count}…").format(at=at + 1, count=count))
        self.choose_button.hide()
        self.cancel_button.show()

    def show_idle(self) -> None:
        """Show the hint and the button to choose files."""
        self.text.setText(self._idle_text)
        self.choose_button.show()
        self.cancel_button.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept what can be evidence; leave anything else to the window."""
        if is_offered(event.mimeData()):
            event.acceptProposedAction()
            self._show_over(over=True)
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Remove the highlight."""
        self._show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit the dropped sources."""
        self._show_over(over=False)
        sources = offered(event.mimeData())
        if sources:
            event.acceptProposedAction()
            self.dropped.emit(sources)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame, highlighted while something is dragged over it."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(t.accent if self._over else t.field_edge), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(t.accent_soft) if self._over else Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, CARD_RADIUS, CARD_RADIUS)

    def _show_over(self, *, over: bool) -> None:
        self._over = over
        self.update()
