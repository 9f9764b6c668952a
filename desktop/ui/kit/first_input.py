"""Work deferred until somebody uses the program, so that an unused window does without it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject

_INPUTS = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.Drop,
)


class _FirstInput(QObject):
    def __init__(self, owner: QObject, then: Callable[[], None]) -> None:
        super().__init__(owner)
        self._then = then
        self._application = QCoreApplication.instance()
        if self._application is not None:
            self._application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUTS and self._application is not None:
            self._application.removeEventFilter(self)
            self._application = None
            self._then()
        return False


def after_first_input(owner: QObject, then: Callable[[], None]) -> None:
    """Call `then` once, when a key or a button is first pressed in any window of the program.

    It is not called after `owner` has been deleted.
    """
    _FirstInput(owner, then)
