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

_CONFIRMATION_MS = 2000
_ICON_GAP = 4
"""Pixels added to the gap that Qt leaves between an icon and its text."""


class _Button(RingedButton):
    icon_gap = _ICON_GAP
    repeats = False
    """Whether the second press of a double click counts.

    By default it does not: after the first press another button may be in this place, such as that
    of the next order, or this one may do something else.
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
        """Show exactly this text; an ampersand makes no mnemonic."""
        super().setText(_literal(text))

    def text(self) -> str:
        """Return the text as shown, with single ampersands."""
        return super().text().replace("&&", "&")

    def set_glyph(self, glyph: Glyph) -> None:
        """Show another icon before the text."""
        self._glyph = glyph
        self._colour_icon()

    def set_primary(self, primary: bool) -> None:
        """Show this as the primary button of its screen, or as a plain one."""
        kind = "primary" if primary else "plain"
        if kind != self.property("kind"):
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self._colour_icon()

    def sizeHint(self) -> QSize:
        """Return the size of the text, at least that of the smallest target."""
        height = round(self._height * growth(self.fontMetrics()))
        return super().sizeHint().expandedTo(QSize(SMALLEST_TARGET, height))

    def minimumSizeHint(self) -> QSize:
        """Keep the button from being squashed below its text."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button by Enter as by Space, once however long Enter is held.

        The repeats of a held key would press the buttons of the following steps as well.
        """
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Handle the second press of a double click as a click where `repeats` is set."""
        if self.repeats:
            super().mouseDoubleClickEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icon when the theme changes."""
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
    """A button with a border. `name` is its accessible name where the text is not enough."""


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
    """A minor action, shown as a coloured word; a `quiet` one is grey."""

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
    """A heading with a chevron that expands or collapses the content below it."""

    icon_gap = 2 * _ICON_GAP

    def __init__(self, text: str, clicked: Callable[[], object]) -> None:
        super().__init__(text, clicked, kind="fold", height=ROW_BUTTON_HEIGHT)
        self.show_unfolded(False)

    def show_unfolded(self, unfolded: bool) -> None:
        """Point the chevron down if `unfolded`, else right."""
        self.set_glyph(Glyph.CHEVRON_DOWN if unfolded else Glyph.CHEVRON_RIGHT)


class AnswerChip(_Button):
    """A small answer that fills in the field above it."""

    def __init__(self, text: str, clicked: Callable[[], object], *, name: str = "") -> None:
        super().__init__(text, clicked, kind="chip", name=name, height=ICON_BUTTON)


class IconButton(TipMixin, _Button):
    """A small button that shows an icon only; `name` is its accessible name and its tooltip."""

    repeats = True  # every press does one step, such as to the next month

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
        """Set the accessible name and the tooltip."""
        self.tip = name
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        side = round(ICON_BUTTON * growth(self.fontMetrics()))
        return QSize(side, side)

    def _ink(self) -> str:
        return tokens().muted


class CopyIcon(IconButton):
    """Copies the text beside it, announces `confirmation`, and shows a check mark for 2 seconds."""

    def __init__(
        self, name: str, confirmation: str, text: str, parent: QWidget | None = None
    ) -> None:
        self._confirmation = confirmation
        self._text = text
        super().__init__(Glyph.COPY, name, self._copy, parent)
        self._timer = QTimer(self, singleShot=True, interval=_CONFIRMATION_MS)
        self._timer.timeout.connect(lambda: self.set_glyph(Glyph.COPY))

    @property
    def copied(self) -> bool:
        """Whether it copied within the last two seconds."""
        return self._timer.isActive()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.set_glyph(Glyph.CHECK)
        announce(self, self._confirmation)
        self._timer.start()


class CopyButton(LinkButton):
    """Copies a text, and shows and announces `confirmation` for two seconds."""

    def __init__(
        self,
        label: str,
        confirmation: str,
        text: str,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        self._label = label
        self._confirmation = confirmation
        self._text = text
        super().__init__(label, self._copy, parent, name=name)
        self._timer = QTimer(self, singleShot=True, interval=_CONFIRMATION_MS)
        self._timer.timeout.connect(lambda: self.setText(self._label))

    def sizeHint(self) -> QSize:
        """Return the size of the wider of both texts, so that nothing beside it moves."""
        shown = super().sizeHint()
        metrics = self.fontMetrics()
        current = metrics.horizontalAdvance(self.text())
        widest = max(metrics.horizontalAdvance(text) for text in (self._label, self._confirmation))
        return QSize(shown.width() + widest - current, shown.height())

    def set_copied(self, text: str) -> None:
        """Set the text that the next press copies."""
        self._text = text

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.setText(self._confirmation)
        announce(self, self._confirmation)
        self._timer.start()


def _literal(text: str) -> str:
    """Return the text with its ampersands escaped, which Qt would take for mnemonics."""
    return text.replace("&", "&&")
