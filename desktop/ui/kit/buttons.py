"""Buttons: one primary action a screen, plain ones beside it, links for the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.kit.focus_ring import RingedButton
from desktop.ui.kit.glyphs import Glyph, icon
from desktop.ui.kit.labels import TipMixin
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import (
    BUTTON_HEIGHT,
    ICON,
    ICON_BUTTON,
    ROW_BUTTON_HEIGHT,
    SMALLEST_TARGET,
)

_SAID_MS = 2000
_ICON_GAP = 4
"""What Qt leaves too little between an icon and its text, in pixels."""


class _Button(RingedButton):
    icon_gap = _ICON_GAP
    repeats = False
    """Whether the second press of a double click counts.

    By default it does not: by then another button may stand in this place, such as that of the
    next order, or this one may mean something else.
    """

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        kind: str = "plain",
        name: str = "",
        glyph: Glyph = Glyph.NONE,
        height: int = BUTTON_HEIGHT,
    ) -> None:
        super().__init__(_literal(text), parent)
        self._glyph = glyph
        self._height = height
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setAccessibleName(name or text)
        self._colour_icon()
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def setText(self, text: str) -> None:
        """Show exactly this text: an ampersand is no shortcut."""
        super().setText(_literal(text))

    def text(self) -> str:
        """Return the text as it is read."""
        return super().text().replace("&&", "&")

    def set_glyph(self, glyph: Glyph) -> None:
        """Show another icon before the text."""
        self._glyph = glyph
        self._colour_icon()

    def set_primary(self, primary: bool) -> None:
        """Show this as the one act of its screen, or as one of several."""
        kind = "primary" if primary else "plain"
        if kind != self.property("kind"):
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self._colour_icon()

    def sizeHint(self) -> QSize:
        """Return room for the text, and never less than can be hit."""
        height = round(self._height * growth(self.fontMetrics()))
        return super().sizeHint().expandedTo(QSize(SMALLEST_TARGET, height))

    def minimumSizeHint(self) -> QSize:
        """Keep the button from being squashed below its text."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus by Enter, as Space does; once as long as it is held.

        Held down, it would do the next step as well, and the one after that.
        """
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press for a press only where that can do no harm."""
        if self.repeats:
            super().mouseDoubleClickEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew with each change of the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour_icon()

    def _ink(self) -> str:
        return tokens().on_accent if self.property("kind") == "primary" else tokens().text

    def _colour_icon(self) -> None:
        if self._glyph is Glyph.NONE:
            if not self.icon().isNull():
                self.setIcon(QIcon())
            return
        side = round(ICON * growth(self.fontMetrics()))
        gap = self.icon_gap if super().text() else 0
        self.setIconSize(QSize(side + gap, side))
        self.setIcon(icon(self._glyph, self._ink(), tokens().muted, gap=gap, side=side))


class PlainButton(_Button):
    """A button with an edge. Screen readers say `name` where the text alone is not enough."""


class PrimaryButton(_Button):
    """The one action that the screen is for."""

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
        glyph: Glyph = Glyph.NONE,
        height: int = BUTTON_HEIGHT,
    ) -> None:
        super().__init__(
            text, clicked, parent, kind="primary", name=name, glyph=glyph, height=height
        )


class LinkButton(_Button):
    """An action of little weight, shown as a coloured word; a `quiet` one is grey."""

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
        quiet: bool = False,
    ) -> None:
        kind = "quiet" if quiet else "link"
        super().__init__(text, clicked, parent, kind=kind, name=name, height=ROW_BUTTON_HEIGHT)

    def _ink(self) -> str:
        return tokens().muted if self.property("kind") == "quiet" else tokens().accent


class FoldButton(_Button):
    """A heading that unfolds what is below it, as a chevron says."""

    icon_gap = 2 * _ICON_GAP

    def __init__(self, text: str, clicked: Callable[[], object]) -> None:
        super().__init__(text, clicked, kind="fold", height=ROW_BUTTON_HEIGHT)
        self.show_unfolded(False)

    def show_unfolded(self, unfolded: bool) -> None:
        """Turn the chevron."""
        self.set_glyph(Glyph.CHEVRON_DOWN if unfolded else Glyph.CHEVRON_RIGHT)


class AnswerChip(_Button):
    """A small answer that fills in the field above it."""

    def __init__(self, text: str, clicked: Callable[[], object], *, name: str = "") -> None:
        super().__init__(text, clicked, kind="chip", name=name, height=ICON_BUTTON)


class IconButton(TipMixin, _Button):
    """A small button that shows an icon only; `name` is said, and shown as its tooltip."""

    repeats = True  # one step further with each press

    def __init__(
        self,
        glyph: Glyph,
        name: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "", clicked, parent, kind="icon", name=name, glyph=glyph, height=ICON_BUTTON
        )
        self.tip = name

    def set_name(self, name: str) -> None:
        """Say, and show as the tooltip, what it does now."""
        self.tip = name
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        side = round(ICON_BUTTON * growth(self.fontMetrics()))
        return QSize(side, side)

    def _ink(self) -> str:
        return tokens().muted


class CopyIcon(IconButton):
    """Copies the text beside it; shows a check mark and says so for two seconds."""

    def __init__(self, name: str, said: str, text: str, parent: QWidget | None = None) -> None:
        self._said = said
        self._text = text
        super().__init__(Glyph.COPY, name, self._copy, parent)
        self._timer = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._timer.timeout.connect(lambda: self.set_glyph(Glyph.COPY))

    @property
    def copied(self) -> bool:
        """Return whether it has just copied."""
        return self._timer.isActive()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.set_glyph(Glyph.CHECK)
        announce(self, self._said)
        self._timer.start()


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
        """Return room for both texts, so that nothing beside it moves."""
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
