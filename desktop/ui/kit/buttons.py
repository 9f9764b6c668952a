"""Buttons: one primary action a screen, plain ones beside it, links for the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.theme.theme import tokens

_SMALLEST_TARGET = 28
_SAID_MS = 2000


class _Button(QPushButton):
    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        kind: str = "plain",
        name: str = "",
    ) -> None:
        super().__init__(_literal(text), parent)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setAccessibleName(name or text)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def setText(self, text: str) -> None:
        """Show exactly this text: an ampersand is no shortcut."""
        super().setText(_literal(text))

    def text(self) -> str:
        """Return the text as it is read."""
        return super().text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        """Room for the text, and never too small to be hit."""
        return super().sizeHint().expandedTo(QSize(_SMALLEST_TARGET, _SMALLEST_TARGET))

    def minimumSizeHint(self) -> QSize:
        """Keep the button from being squashed below its text."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class PlainButton(_Button):
    """A button with a border. Screen readers say `name` where the text alone is not enough."""


class PrimaryButton(_Button):
    """The one action that the screen is for."""

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(text, clicked, parent, kind="primary", name=name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """With the focus, a ring inside: around the coloured ground no ring would stand out."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().on_accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 4, 4)


class LinkButton(_Button):
    """An action of little weight, shown as a coloured word."""

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(text, clicked, parent, kind="link", name=name)


class CopyButton(LinkButton):
    """Copies a text, and says so for two seconds."""

    def __init__(
        self, label: str, said: str, text: str, parent: QWidget | None = None, *, name: str = ""
    ) -> None:
        self._label = label
        self._said = said
        self._text = text
        super().__init__(label, self._copy, parent, name=name)
        self._timer = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._timer.timeout.connect(lambda: self.setText(self._label))

    def sizeHint(self) -> QSize:
        """Room for both texts, so that nothing beside it moves."""
        shown = super().sizeHint()
        metrics = self.fontMetrics()
        now = metrics.horizontalAdvance(self.text())
        widest = max(metrics.horizontalAdvance(text) for text in (self._label, self._said))
        return QSize(shown.width() + widest - now, shown.height())

    def set_copied(self, text: str) -> None:
        """Set the text that the next press copies."""
        self._text = text

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.setText(self._said)
        announce(self, self._said)
        self._timer.start()


def _literal(text: str) -> str:
    return text.replace("&", "&&")
