"""The views of the orders as chips, each with the number of orders in it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from desktop.domain.views import View
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import S
from desktop.wording.i18n import _
from desktop.wording.records import views

SHOWN = (
    View.TO_ASSOCIATE,
    View.TODAY,
    View.ATTENTION,
    View.ASSOCIATED,
    View.ALL,
)
OTHERS = (
    View.MONTH,
    View.MISSED,
    View.CHECK,
    View.WAITING,
    View.SETTLED,
    View.TRASH,
)
"""Views that a menu leads to; a chip of its own stands there while one of them is shown."""
_HEIGHT = 32
_PADDING = 14
_GAP = 6


class Chip(QAbstractButton):
    """A view to choose: its name, and how many orders it holds."""

    def __init__(self, view: View, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = view
        self._count = 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Say how many orders the view holds."""
        self._count = count
        self.setText(views.name_and_count(self.view, count))
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for name and count, as wide as when it is chosen."""
        metrics = QFontMetrics(scaled(1.0, bold=True))
        width = metrics.horizontalAdvance(self._name()) + 2 * _PADDING
        if self._count:
            width += metrics.horizontalAdvance(self._number()) + _GAP
        return QSize(width, round(_HEIGHT * growth(metrics)))

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew with each change of the theme."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint edge, name and count."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        focus = self.hasFocus()
        edge = t.accent if chosen or focus else t.button_edge
        painter.setPen(QPen(QColor(edge), 2 if focus else 1))
        ground = t.selected if chosen else t.hover if self.underMouse() else t.raised
        painter.setBrush(QColor(ground))
        inset = 1.0 if focus else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(scaled(1.0, bold=chosen))
        metrics = painter.fontMetrics()
        gap = _GAP + metrics.horizontalAdvance(self._number()) if self._count else 0
        words = metrics.horizontalAdvance(self._name())
        left = (self.width() - words - gap) / 2
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(t.accent if chosen else t.text))
        painter.drawText(QRectF(left, 0, words + 2, self.height()), middle, self._name())
        if self._count:
            painter.setPen(QColor(t.accent if chosen else t.muted))
            rest = QRectF(left + words + _GAP, 0, self.width(), self.height())
            painter.drawText(rest, middle, self._number())

    def _name(self) -> str:
        return views.name(self.view)

    def _number(self) -> str:
        return f"{self._count:,}"


class ViewBar(QWidget):
    """One of the chips is chosen; Left and Right go through them, Tab leaves them."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Views"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._view = View.TO_ASSOCIATE
        self._group = QButtonGroup(self)
        self.chips = {view: Chip(view, self) for view in (*SHOWN, *OTHERS)}
        for view, chip in self.chips.items():
            self._group.addButton(chip)
            chip.setVisible(view in SHOWN)
            chip.toggled.connect(lambda on, view=view: self._toggled(view, on=on))
        self.chips[self._view].setChecked(True)

    def view(self) -> View:
        """Return the view shown."""
        return self._view

    def select(self, view: View) -> None:
        """Show a view."""
        self.chips[view].setChecked(True)

    def texts(self) -> list[str]:
        """Return the chips in sight, as they read."""
        return [chip.text() for chip in self.chips.values() if not chip.isHidden()]

    def set_counts(self, counts: Mapping[View, int]) -> None:
        """Say how many orders each view holds."""
        for view, chip in self.chips.items():
            chip.set_count(counts[view])
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Return all chips in one line."""
        shown = self._shown()
        width = sum(chip.sizeHint().width() + S for chip in shown) - S
        return QSize(width, shown[0].sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the widest chip: they wrap."""
        return QSize(
            max(chip.sizeHint().width() for chip in self._shown()), self.sizeHint().height()
        )

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines of chips."""
        return max(box.bottom() + 1 for _chip, box in self._places(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the chips."""
        super().resizeEvent(event)
        self._lay_out()

    def _toggled(self, view: View, *, on: bool) -> None:
        self.chips[view].setVisible(on or view in SHOWN)
        if not on:
            return
        self._view = view
        self._lay_out()
        self.chosen.emit(view)

    def _shown(self) -> list[Chip]:
        return [chip for chip in self.chips.values() if not chip.isHidden()]

    def _lay_out(self) -> None:
        for chip, box in self._places(self.width()):
            chip.setGeometry(box)
        self.updateGeometry()

    def _places(self, width: int) -> list[tuple[Chip, QRect]]:
        places: list[tuple[Chip, QRect]] = []
        left = top = 0
        for chip in self._shown():
            size = chip.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + size.height() + S
            places.append((chip, QRect(left, top, size.width(), size.height())))
            left += size.width() + S
        return places
