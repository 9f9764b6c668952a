"""The navigation at the left: the pages, badges with counts, and a foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.kit.cards import Hairline
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import PlainLabel, Role, plain_tooltip, scaled
from desktop.ui.kit.sidebar_foot import SidebarFoot
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import (
    CONTROL_RADIUS,
    ICON,
    NARROW_WINDOW,
    NAVIGATION_HEIGHT,
    SMALL_SIZE,
    XS,
    L,
    M,
    S,
)
from desktop.wording.i18n import _

_LOGO, _FOLDED_LOGO = 24, 32
_WIDTH, _FOLDED_WIDTH = 208, 64
_ICON_INSET = 12
_BAR = 3
_HIGHEST_BADGE = 999
_KEY, _GLYPH, _COUNT = (Qt.ItemDataRole.UserRole + n for n in range(3))

Index = QModelIndex | QPersistentModelIndex


class Entry(NamedTuple):
    """An entry of the navigation; one with an empty key is a heading for those below it."""

    key: str
    text: str
    glyph: Glyph


class _Delegate(QStyledItemDelegate):
    """Paints an entry: background, bar, icon, word and badge."""

    folded = False

    def __init__(self, pages: NavigationList, height: int) -> None:
        super().__init__(pages)
        self._pages = pages
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of an entry, including the space below it."""
        scale = growth(option.fontMetrics)  # type: ignore[attr-defined]
        height = self._height if index.data(_KEY) else self._height - S + (M if index.row() else 0)
        return QSize(0, round((height + XS) * scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the entry."""
        t = tokens()
        scale = growth(option.fontMetrics)  # type: ignore[attr-defined]
        box = QRectF(option.rect).adjusted(0, 0, 0, -XS)  # type: ignore[attr-defined]
        if not index.data(_KEY):
            painter.setPen(QColor(t.muted))
            painter.setFont(scaled(SMALL_SIZE))
            low = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box.adjusted(_ICON_INSET * scale, 0, 0, -XS), low, str(index.data()))
            return
        # Not from `option.state`: reading it makes PySide create the twenty enums of QStyle.
        chosen = index == self._pages.currentIndex()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or index.row() == self._pages.pointed_row:
            painter.setBrush(QColor(t.selected if chosen else t.hover))
            painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
        if chosen:
            painter.setBrush(QColor(t.accent))
            inset = box.height() / 4
            bar = QRectF(box.left(), box.top() + inset, _BAR, box.height() - 2 * inset)
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        if chosen and self._pages.hasFocus():
            painter.setPen(QColor(t.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for inset in (0.5, 1.5):
                painter.drawRoundedRect(
                    box.adjusted(inset, inset, -inset, -inset), CONTROL_RADIUS, CONTROL_RADIUS
                )
        glyph = Glyph(index.data(_GLYPH))
        side = ICON * scale if glyph is not Glyph.NONE else 0.0
        left = (box.width() - side) / 2 if self.folded else _ICON_INSET * scale
        place = QRectF(box.left() + left, box.top() + (box.height() - side) / 2, side, side)
        draw(painter, glyph, place, QColor(t.accent if chosen else t.muted))
        if not self.folded:
            painter.setPen(QColor(t.accent if chosen else t.text))
            painter.setFont(scaled(1.0, bold=chosen))
            words = box.adjusted(left + side + (_ICON_INSET * scale if side else 0.0), 0, 0, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            end, room = Qt.TextElideMode.ElideRight, int(words.width()) - XS
            text = painter.fontMetrics().elidedText(str(index.data()), end, room)
            painter.drawText(words, flags, text)
        if index.data(_COUNT):
            self._paint_badge(painter, box, int(index.data(_COUNT)), scale)
        painter.restore()

    def _paint_badge(self, painter: QPainter, box: QRectF, count: int, scale: float) -> None:
        t = tokens()
        painter.setFont(scaled(SMALL_SIZE, bold=True))
        text = str(count) if count <= _HIGHEST_BADGE else f"{_HIGHEST_BADGE}+"
        height = (L if self.folded else ICON) * scale
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + S * scale)
        right = box.right() - (0 if self.folded else M * scale)
        top = box.top() - XS if self.folded else box.top() + (box.height() - height) / 2
        badge = QRectF(right - width, max(top, box.top()), width, height)
        painter.setPen(QColor(t.amber) if t.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.amber_soft))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setPen(QColor(t.amber))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


class NavigationList(QListWidget):
    """A list of entries with one current entry, which the arrow keys change."""

    chosen = Signal(str)
    """The key of the new current entry."""
    left = Signal(int)
    """An arrow key was pressed beyond the last entry (1) or the first one (-1)."""

    def __init__(
        self,
        name: str,
        entries: Sequence[Entry],
        parent: QWidget,
        *,
        height: int = NAVIGATION_HEIGHT,
    ) -> None:
        """`height` is the height of an entry, in pixels at 100 %."""
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.pointed_row = -1
        self.entered.connect(lambda index: self._set_pointed_row(index.row()))
        self.viewportEntered.connect(lambda: self._set_pointed_row(-1))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.delegate = _Delegate(self, height)
        self.setItemDelegate(self.delegate)
        for entry in entries:
            item = QListWidgetItem(entry.text, self)
            item.setData(_KEY, entry.key)
            item.setData(_GLYPH, entry.glyph)
            if not entry.key:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.currentItemChanged.connect(self._current_changed)

    def fold(self, *, folded: bool) -> None:
        """Show icons only, with the words as tooltips, or icons with words."""
        self.delegate.folded = folded
        for row in range(self.count()):
            item = self.item(row)
            item.setToolTip(plain_tooltip(item.text()) if folded else "")
        self.repaint_entries()

    def select(self, key: str) -> None:
        """Make the entry with this key the current one, without sending `chosen`."""
        self.blockSignals(True)
        for row in range(self.count()):
            if self.item(row).data(_KEY) == key:
                self.setCurrentRow(row)
        self.blockSignals(False)
        self.repaint_entries()

    def sizeHint(self) -> QSize:
        """Return the height of all entries."""
        shown = (row for row in range(self.count()) if not self.isRowHidden(row))
        return QSize(0, sum(self.sizeHintForRow(row) for row in shown))

    def minimumSizeHint(self) -> QSize:
        """Return the height of all entries, so that none is hidden."""
        return self.sizeHint()

    def _current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_KEY)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send `left` for an arrow key beyond either end."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and not 0 <= self.currentRow() + step < self.count():
            self.left.emit(step)
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Remove the hover highlight."""
        super().leaveEvent(event)
        self._set_pointed_row(-1)

    def repaint_entries(self) -> None:
        """Repaint all entries, without calling `viewport()`.

        That would make PySide load every widget class, to find the one of the viewport, before the
        first frame.
        """
        QWidget.update(self)

    def _set_pointed_row(self, row: int) -> None:
        self.pointed_row = row
        self.repaint_entries()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus on the current entry."""
        super().focusInEvent(event)
        self.repaint_entries()


class Sidebar(QWidget):
    """The navigation as one tab stop; Up and Down move between all entries.

    In a narrow window it is folded to icons, with the words as tooltips.
    """

    chosen = Signal(str)
    clicked = Signal()
    """An entry was clicked. Unlike after an arrow key, the focus should move to the page."""

    def __init__(
        self,
        name: str,
        icon: QIcon,
        upper: Sequence[Entry],
        lower: Sequence[Entry],
        foot: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`upper` and `lower` are the entries at the top and at the bottom, `icon` is the logo."""
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._icon = icon
        self.folded = False
        self._lists = [NavigationList(_("Navigation"), entries, self) for entries in (upper, lower)]
        self._items: dict[str, tuple[NavigationList, QListWidgetItem]] = {}
        for pages in self._lists:
            pages.chosen.connect(self._choose)
            pages.left.connect(self._move_across)
            pages.clicked.connect(lambda _index: self.clicked.emit())
            for row in range(pages.count()):
                item = pages.item(row)
                self._items[item.data(_KEY)] = (pages, item)
        self._picture = PlainLabel(wrap=False)
        self._name = PlainLabel(name, Role.HEADING, wrap=False)
        self.foot = foot
        self._lay_out()
        self.fold(folded=False)

    def fold(self, *, folded: bool) -> None:
        """Show icons only, or icons and words."""
        self.folded = folded
        scale = growth(self.fontMetrics())
        self._name.setHidden(folded)
        side = round((_FOLDED_LOGO if folded else _LOGO) * scale)
        self._picture.setPixmap(self._icon.pixmap(side, side))
        self._head.setDirection(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(*((0, 0, 0, 0) if folded else (S, 0, 0, 0)))
        self._head.setAlignment(
            self._picture, Qt.AlignmentFlag.AlignHCenter if folded else Qt.AlignmentFlag.AlignLeft
        )
        for pages in self._lists:
            pages.fold(folded=folded)
        if isinstance(self.foot, SidebarFoot):
            self.foot.fold(folded=folded)
        self.setFixedWidth(round((_FOLDED_WIDTH if folded else self._wide()) * scale))

    def fit(self, window_width: int) -> None:
        """Fold or unfold for a window of this width."""
        folded = window_width < NARROW_WINDOW * growth(self.fontMetrics())
        if folded is not self.folded:
            self.fold(folded=folded)

    def select(self, key: str) -> None:
        """Mark a page as the current one, without sending `chosen`."""
        pages, item = self._items[key]
        for other in self._lists:
            other.blockSignals(True)
            if other is not pages:
                other.setCurrentRow(-1)
                other.clearSelection()
        pages.setCurrentItem(item)
        for other in self._lists:
            other.blockSignals(False)
            policy = Qt.FocusPolicy.StrongFocus if other is pages else Qt.FocusPolicy.ClickFocus
            other.setFocusPolicy(policy)
            other.repaint_entries()

    def selected(self) -> str:
        """Return the key of the current page; empty where there is none."""
        return next((k for k, (_p, item) in self._items.items() if item.isSelected()), "")

    def text(self, key: str) -> str:
        """Return the text of an entry."""
        return self._items[key][1].text()

    def focus_list(self) -> QListWidget:
        """Return the list that Tab enters."""
        return self._items[self.selected() or next(iter(self._items))][0]

    def set_count(self, key: str, count: int, description: str) -> None:
        """Show a number in a badge, none for 0; `description` is read out with the entry."""
        pages, item = self._items[key]
        item.setData(_COUNT, count)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, description if count else "")
        pages.repaint_entries()

    def description(self, key: str) -> str:
        """Return the accessible description of an entry."""
        return str(self._items[key][1].data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")

    def _wide(self) -> int:
        """Return the unfolded width, in pixels at 100 %, which fits the longest word."""
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(item.text()) for _p, item in self._items.values())
        words = longest / growth(metrics) * 1.1 + ICON + 2 * _ICON_INSET + 4 * M
        return max(_WIDTH, round(words))

    def _choose(self, key: str) -> None:
        self.select(key)
        self.chosen.emit(key)

    def _move_across(self, step: int) -> None:
        """Go on from one end of a list to the next entry, in the other list."""
        keys = list(self._items)
        key = keys[(keys.index(self.selected()) + step) % len(keys)]
        self.select(key)
        self.focus_list().setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(key)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(M, S, M, S)
        column.setSpacing(0)
        self._top, self._bottom = QWidget(self), QWidget(self)
        top, bottom = QVBoxLayout(self._top), QVBoxLayout(self._bottom)
        top.setContentsMargins(0, M, 0, L + S)
        bottom.setContentsMargins(0, S, 0, S)
        bottom.setSpacing(S)
        self._head = QHBoxLayout()
        self._head.setSpacing(M)
        self._head.addWidget(self._picture)
        self._head.addWidget(self._name, 1)
        top.addLayout(self._head)
        if self.foot is not None:
            bottom.addWidget(Hairline())
            bottom.addWidget(self.foot)
        column.addWidget(self._top)
        column.addWidget(self._lists[0])
        column.addStretch(1)
        column.addWidget(self._lists[1])
        column.addWidget(self._bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide first the name, then the foot where the window is too low for all entries."""
        super().resizeEvent(event)
        entries = sum(pages.sizeHint().height() for pages in self._lists)
        room = event.size().height() - 2 * S - entries
        foot = self._bottom.sizeHint().height()
        self._bottom.setVisible(self.foot is not None and room >= foot)
        self._top.setVisible(room >= foot + self._top.sizeHint().height())
