"""Announcements to screen readers, for changes that no focused widget reports."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader read out `text` without moving the focus; `widget` is its source."""
    # Imported here: creating their enums takes a millisecond, and the first frame needs none.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
