"""Finds what a user could not read on a screen: cut-off or overlapping texts, windows too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QScrollArea,
    QWidget,
)

_EMPTY_EDGE = 24
"""Pixels at the right of a page in which nothing stands: its margin, and room for a bar."""
_TOLERANCE = 1
"""Pixels by which a text may miss its size hint: rounding at fractional scales."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong on a screen: what kind, on which widget, with which text."""

    kind: str
    widget: str
    text: str


def findings(screen: QWidget) -> list[Finding]:
    """Return what is wrong on a screen that is shown now."""
    return [*_beyond_the_screen(screen), *_cut_off(screen), *_overlapping(screen)]


def _beyond_the_screen(screen: QWidget) -> Iterator[Finding]:
    window = screen.window()
    available = window.screen().availableGeometry().size()
    size = window.frameGeometry().size()
    if size.width() > available.width() or size.height() > available.height():
        said = f"{size.width()}×{size.height()} on {available.width()}×{available.height()}"
        yield Finding("beyond the screen", _name(window), said)


def _cut_off(screen: QWidget) -> Iterator[Finding]:
    for label in screen.findChildren(QLabel):
        if _is_read(label) and _label_is_cut(label) and not _shows_enough(label):
            yield Finding("cut off", _name(label), label.text())
    for button in screen.findChildren(QAbstractButton):
        if not _is_read(button) or not button.text() or button.property("elides"):
            continue
        hint = button.sizeHint()
        if (
            hint.width() > button.width() + _TOLERANCE
            or hint.height() > button.height() + _TOLERANCE
        ):
            yield Finding("cut off", _name(button), button.text())
    for area in screen.findChildren(QScrollArea):
        if not area.isVisible():
            continue
        around = area.parentWidget()
        beyond = 0 if around is None else area.geometry().right() + 1 - around.width()
        beyond = max(beyond - _EMPTY_EDGE, area.horizontalScrollBar().maximum())
        if beyond > _TOLERANCE:
            yield Finding("wider than its page", _name(area), f"by {beyond} pixels")


def _shows_enough(label: QLabel) -> bool:
    """Whether a name is cut where it may be: after as many characters as it says itself."""
    least = label.property("elides")
    if not isinstance(least, int):
        return False
    end = Qt.TextElideMode.ElideRight
    return len(label.fontMetrics().elidedText(label.text(), end, label.width())) > least


def _label_is_cut(label: QLabel) -> bool:
    if not label.text():
        return False
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + _TOLERANCE
    hint = label.sizeHint()
    return hint.width() > label.width() + _TOLERANCE or hint.height() > label.height() + _TOLERANCE


def _overlapping(screen: QWidget) -> Iterator[Finding]:
    """Find texts of one parent that lie over each other; parents are looked at one by one."""
    by_parent: dict[QWidget, list[QWidget]] = {}
    texts = [*screen.findChildren(QLabel), *screen.findChildren(QAbstractButton)]
    for widget in texts:
        parent = widget.parentWidget()
        if _is_read(widget) and _text(widget) and parent is not None:
            by_parent.setdefault(parent, []).append(widget)
    for widgets in by_parent.values():
        for at, one in enumerate(widgets):
            for other in widgets[at + 1 :]:
                if _visible_part(one).intersects(_visible_part(other)):
                    yield Finding("overlapping", _name(one), f"{_text(one)} | {_text(other)}")


def _visible_part(widget: QWidget) -> QRect:
    margin = _TOLERANCE
    return widget.geometry().adjusted(margin, margin, -margin, -margin)


def _is_read(widget: QWidget) -> bool:
    """Whether a user reads it now; what a list paints by itself is not made of widgets."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractItemView | QAbstractScrollArea):
        return False
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()
