"""The window of the command palette: a search field, and grouped results below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.base.progress import CancelToken
from desktop.domain.assessment import Assessment
from desktop.domain.views import Query, View
from desktop.forms.palette_search import LONGEST_QUERY, matches, search
from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import Hairline
from desktop.ui.kit.glyphs import Glyph, LeadingIcon, draw
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.kit.worker import Worker
from desktop.ui.palette.items import (
    PaletteItem,
    WindowAction,
    order_items,
    search_item,
    searchables,
)
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import (
    CARD_RADIUS,
    CONTROL_RADIUS,
    ICON,
    MAIN_HEIGHT,
    SMALL_SIZE,
    XS,
    L,
    M,
    S,
)
from desktop.wording import glossary
from desktop.wording.i18n import _, ngettext

_WIDTH, _TOP = 600, 96
_PAUSE_MS = 400
"""Pause in typing after which the number of results is announced."""
_FIELD_HEIGHT = 56
_ORDERS_LIMIT, _OTHERS_LIMIT = 3, 6
_PRODUCTS_LIMIT = 3
"""Products that the search considers for the initials typed."""
_HEADING_HEIGHT = 32
_ITEM = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class _LineDelegate(QStyledItemDelegate):
    """Paints a line: icon, title, detail, and its shortcut at the right; or a heading."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line or of a heading."""
        height = MAIN_HEIGHT if index.data(_ITEM) else _HEADING_HEIGHT
        return QSize(0, round(height * growth(option.fontMetrics)))  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        t, scale = tokens(), growth(option.fontMetrics)  # type: ignore[attr-defined]
        box = QRectF(option.rect).adjusted(S, 0, -S, 0)  # type: ignore[attr-defined]
        item: PaletteItem | None = index.data(_ITEM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item is None:
            painter.setPen(QColor(t.muted))
            painter.setFont(scaled(SMALL_SIZE))
            words = box.adjusted(M, 0, 0, -XS)
            painter.drawText(words, Qt.AlignmentFlag.AlignBottom, str(index.data()))
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if chosen:
            painter.setPen(QColor(t.accent) if t.outlined else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.selected))
            painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
        side = ICON * scale
        place = QRectF(box.left() + M, box.center().y() - side / 2, side, side)
        draw(painter, item.glyph, place, QColor(t.accent if chosen else t.muted))
        left = place.right() + M
        right = box.right() - M
        if item.keys:
            right = self._paint_keys(painter, item.keys, right, box) - M
        painter.setFont(scaled(SMALL_SIZE))
        detail = painter.fontMetrics().horizontalAdvance(item.detail) + M if item.detail else 0
        painter.setFont(scaled(1.0))
        painter.setPen(QColor(t.text))
        # A long name is cut rather than the number behind it.
        cut = max(right - detail, (left + right) / 2)
        left = self._paint_text(painter, item.title, left, cut, box) + M
        painter.setFont(scaled(SMALL_SIZE))
        painter.setPen(QColor(t.muted))
        self._paint_text(painter, item.detail, left, right, box)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, text: str, left: float, right: float, box: QRectF
    ) -> float:
        """Paint a text from `left`, cut at `right`, and return where it ends."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(right - left)))
        place = QRectF(left, box.top(), max(0.0, right - left), box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return left + metrics.horizontalAdvance(shown)

    def _paint_keys(self, painter: QPainter, keys: str, right: float, box: QRectF) -> float:
        """Paint a shortcut that ends at `right`, and return where it begins."""
        t = tokens()
        painter.setFont(scaled(SMALL_SIZE))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(keys) + 2 * 6, metrics.height() + XS
        place = QRectF(right - width, box.center().y() - height / 2, width, height)
        painter.setPen(QColor(t.button_edge))
        painter.setBrush(QColor(t.raised))
        painter.drawRoundedRect(place, XS, XS)
        painter.setPen(QColor(t.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, keys)
        return place.left()


class Palette(QDialog):
    """A dialog over the window; the focus stays in its field, and running an item closes it."""

    def __init__(
        self,
        context: Context,
        actions: Sequence[WindowAction],
        pages: Sequence[WindowAction],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(_("Find anything"))
        self._context = context
        self._window = parent.window()
        self._things = list(searchables(context, actions, pages))
        self._search = context.workspace.order_search()
        self._worker = Worker("palette", self, newest_wins=True)
        self._question = 0
        self._count = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._announce_count)
        self._orders: list[PaletteItem] = []
        self.field = QLineEdit(placeholderText=_("Order, product, page or action"))
        self.field.setMaxLength(LONGEST_QUERY)
        self.field.setFrame(False)
        self.field.setAccessibleName(_("Find anything"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._ask)
        self.list = QListWidget()
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(_("Results"))
        self.list.itemClicked.connect(self._run)
        self._lay_out()
        self._ask("")

    def _lay_out(self) -> None:
        self._frame = frame = QFrame()
        frame.setObjectName("palette")
        self.field.setFixedHeight(self._field_height())
        self.field.setTextMargins(S, 0, L, 0)
        LeadingIcon(Glyph.SEARCH, self.field)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, S)
        inside.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(M, 0, 0, 0)  # aligns the search icon with those of the list
        row.addWidget(self.field)
        inside.addLayout(row)
        inside.addWidget(Hairline())
        inside.addWidget(self.list)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        self._colour()

    def _field_height(self) -> int:
        return round(_FIELD_HEIGHT * growth(self.fontMetrics()))

    def _colour(self) -> None:
        """Set the colours of the frame from the current theme."""
        t, height = tokens(), self._field_height()
        self._frame.setStyleSheet(
            f"#palette {{ background: {t.raised}; border: 1px solid {t.dialog_edge}; "
            f"border-radius: {CARD_RADIUS}px; }} "
            "#palette QLineEdit, #palette QListWidget "
            "{ border: none; background: transparent; padding: 0; margin: 0; } "
            f"#palette QLineEdit {{ min-height: {height}px; max-height: {height}px; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the frame when the theme changes, as with the system's at dusk."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()

    def showEvent(self, event: QShowEvent) -> None:
        """Place the dialog near the top of the window, inside its bounds."""
        super().showEvent(event)
        self._fit()
        self.field.setFocus()

    def _fit(self) -> None:
        window = self._window.geometry()
        width = min(round(_WIDTH * growth(self.fontMetrics())), window.width() - 2 * L)
        lines = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        wanted = self.field.height() + lines + L
        height = min(wanted, max(window.height() - _TOP - L, self.field.height() * 3))
        left = window.left() + (window.width() - width) // 2
        self.setGeometry(left, window.top() + _TOP, width, height)

    # Searching

    def _ask(self, text: str) -> None:
        """Show the results that need no query immediately, and query the orders."""
        self._orders = []
        self._show(text)
        self._question += 1
        question, now = self._question, self._context.workspace.clock()
        queries = _queries(text.strip())
        find = self._search.find

        def work(token: CancelToken) -> list[int]:
            keys: dict[int, None] = {}
            for query in queries:
                page = find(question, query, now, 0, token).page
                keys |= dict.fromkeys(
                    line.order.key for line in page.rows[:_ORDERS_LIMIT] if line.order.key
                )
            return list(keys)[:_ORDERS_LIMIT]

        self._worker.submit(work, lambda keys: self._show_orders(text, keys))

    def _show_orders(self, text: str, keys: Sequence[int]) -> None:
        workspace = self._context.workspace
        now = workspace.clock()
        found: list[Assessment] = [
            workspace.assess(line.order, now) for line in workspace.order_rows(keys)
        ]
        self._orders = order_items(self._context, found)
        self._show(text)

    def _show(self, text: str) -> None:
        """Show all results, the orders first, with a heading above each group."""
        typed = text.strip()
        others = [thing.target for thing in search(typed, self._things, _OTHERS_LIMIT)]
        items = [*self._orders, *others]
        if typed:
            items.append(search_item(self._context, typed))
        self.list.clear()
        for group, members in _grouped(items):
            heading = QListWidgetItem(group)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(heading)
            for item in members:
                line = QListWidgetItem(f"{item.title} {item.detail}".strip())
                line.setData(_ITEM, item)
                self.list.addItem(line)
        self._choose(1)
        if self.isVisible():
            self._fit()
            self._count = len(items)
            self._pause.start()

    def _announce_count(self) -> None:
        """Announce the number of results, after a pause in typing instead of for each key."""
        count = self._count
        announce(self, ngettext("{count} result", "{count} results", count).format(count=count))

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the results and run one, while the field keeps the focus."""
        pressed = event.type() is QEvent.Type.KeyPress
        if watched is self.field and pressed and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._run_keys("Ctrl+Enter")
            else:
                self._run(self.list.currentItem())
            return True
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5}
        step = steps.get(Qt.Key(key), -5 if key == Qt.Key.Key_PageUp else 0)
        if step:
            self._choose(self.list.currentRow() + step, 1 if step > 0 else -1)
        return bool(step)

    def _choose(self, row: int, step: int = 1) -> None:
        """Select a line; instead of a heading, the next line in the direction of `step`."""
        row = max(0, min(row, self.list.count() - 1))
        while 0 <= row < self.list.count() and self.list.item(row).data(_ITEM) is None:
            row += step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _run_keys(self, keys: str) -> None:
        for row in range(self.list.count()):
            item: PaletteItem | None = self.list.item(row).data(_ITEM)
            if item is not None and item.keys == keys:
                self._run(self.list.item(row))
                return

    def _run(self, line: QListWidgetItem | None) -> None:
        item: PaletteItem | None = None if line is None else line.data(_ITEM)
        if item is None:
            return
        self.accept()
        item.run()

    def done(self, result: int) -> None:
        """Close the search, which has the data file open, with the dialog."""
        if self._worker.close():
            self._search.close()
        super().done(result)


def _queries(text: str) -> list[Query]:
    """Return the queries for a text, open orders first; initials also find product names."""
    if not text:
        return [Query(View.TO_ASSOCIATE)]
    products = [name for name, _code in glossary.products() if matches(text, name)]
    wanted = (text, *products[:_PRODUCTS_LIMIT])
    return [Query(view, one) for view in (View.TO_ASSOCIATE, View.ALL) for one in wanted]


def _grouped(items: Iterable[PaletteItem]) -> list[tuple[str, list[PaletteItem]]]:
    """Return the items by group, the groups in the order of their first items."""
    groups: dict[str, list[PaletteItem]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return list(groups.items())
