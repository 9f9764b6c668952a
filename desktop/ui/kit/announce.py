"""What a screen reader says of its own accord, because nothing else on the screen tells."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have a sentence read out, without moving the focus."""
    # Not for the first frame: their enums take a millisecond to make.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
