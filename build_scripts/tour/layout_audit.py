"""Finds layout errors on a screen: cut-off or overlapping texts, windows that are too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QScrollArea,
    QWidget,
)

_TOLERANCE = 1
"""Pixels by which a text may be smaller than its size hint: rounding at fractional scales."""
_SMALL_WINDOW = 600
"""Logical pixels: a narrower window is on a small screen at a scale of 200 %."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One layout error: its kind, the widget, and the text."""

    kind: str
    widget: str
    text: str


def findings(screen: QWidget) -> list[Finding]:
    """Return the layout errors of a visible screen."""
    return [*_beyond_the_screen(screen), *_cut_off(screen), *_overlapping(screen)]


def _beyond_the_screen(screen: QWidget) -> Iterator[Finding]:
    window = screen.window()
    available = window.screen().availableGeometry().size()
    size = window.frameGeometry().size()
    if size.width() > available.width() or size.height() > available.height():
        sizes = f"{size.width()}×{size.height()} on {available.width()}×{available.height()}"
        yield Finding("beyond the screen", _name(window), sizes)


def _cut_off(screen: QWidget) -> Iterator[Finding]:
    for label in screen.findChildren(QLabel):
        if _is_visible(label) and _label_is_cut(label) and not _shows_enough(label):
            yield Finding("cut off", _name(label), label.text())
    for button in screen.findChildren(QAbstractButton):
        if not _is_visible(button) or not button.text() or button.property("elides"):
            continue
        hint = button.sizeHint()
        if (
            hint.width() > button.width() + _TOLERANCE
            or hint.height() > button.height() + _TOLERANCE
        ):
            yield Finding("cut off", _name(button), button.text())
    for area in screen.findChildren(QScrollArea):
        if area.isVisible() and _scrolls(area) and not _may_scroll(area):
            yield Finding("wider than its page", _name(area), "")
        elif _is_visible(area) and _ends_beyond(area):
            yield Finding("beyond the edge", _name(area), "")
    for widget in (*screen.findChildren(QLabel), *screen.findChildren(QAbstractButton)):
        if _is_visible(widget) and _text(widget) and _ends_beyond(widget):
            yield Finding("beyond the edge", _name(widget), _text(widget))


def _shows_enough(label: QLabel) -> bool:
    """Return whether a label that may be elided still shows more characters than its minimum."""
    least = label.property("elides")
    if not isinstance(least, int):
        return False
    end = Qt.TextElideMode.ElideRight
    return len(label.fontMetrics().elidedText(label.text(), end, label.width())) > least


def _ends_beyond(widget: QWidget) -> bool:
    """Return whether a widget extends beyond one of its parents and cannot be scrolled to."""
    outer = widget.parentWidget()
    while outer is not None:
        area = outer.parentWidget()
        if isinstance(area, QScrollArea) and outer is area.viewport() and _may_scroll(area):
            return False
        left = widget.mapTo(outer, QPoint(0, 0)).x()
        if left < -_TOLERANCE or left + widget.width() > outer.width() + _TOLERANCE:
            return True
        outer = None if outer.isWindow() else outer.parentWidget()
    return False


def _scrolls(area: QScrollArea) -> bool:
    return area.horizontalScrollBar().maximum() > 0


def _may_scroll(area: QScrollArea) -> bool:
    """Return whether a page may scroll sideways: only in windows too narrow for some languages."""
    small = area.window().width() < _SMALL_WINDOW
    return small and _scrolls(area) and area.horizontalScrollBar().isVisible()


def _label_is_cut(label: QLabel) -> bool:
    if not label.text():
        return False
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + _TOLERANCE
    hint = label.sizeHint()
    return hint.width() > label.width() + _TOLERANCE or hint.height() > label.height() + _TOLERANCE


def _overlapping(screen: QWidget) -> Iterator[Finding]:
    """Yield texts of the same parent that overlap."""
    by_parent: dict[QWidget, list[QWidget]] = {}
    texts = [*screen.findChildren(QLabel), *screen.findChildren(QAbstractButton)]
    for widget in texts:
        parent = widget.parentWidget()
        if _is_visible(widget) and _text(widget) and parent is not None:
            by_parent.setdefault(parent, []).append(widget)
    for widgets in by_parent.values():
        for at, one in enumerate(widgets):
            for other in widgets[at + 1 :]:
                if _visible_part(one).intersects(_visible_part(other)):
                    yield Finding("overlapping", _name(one), f"{_text(one)} | {_text(other)}")


def _visible_part(widget: QWidget) -> QRect:
    margin = _TOLERANCE
    return widget.geometry().adjusted(margin, margin, -margin, -margin)


def _is_visible(widget: QWidget) -> bool:
    """Return whether a user can see a widget; parts of item views and scroll areas do not count."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractItemView | QAbstractScrollArea):
        return False
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()
