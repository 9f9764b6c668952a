"""Rows of settings: title and one grey line at the left, the controls at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, spoken
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.switch import Switch
from desktop.ui.theme.tokens import LIST_ROW, ROW_BUTTON_HEIGHT, XL, M, S, Tone

_COMFORT = 18
"""Characters that the texts need at least to be beside a control."""


def row_button(
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    glyph: Glyph = Glyph.NONE,
    name: str = "",
) -> PlainButton:
    """Return a button for a row, lower than those that stand alone."""
    return PlainButton(text, clicked, glyph=glyph, name=name, height=ROW_BUTTON_HEIGHT)


class SettingRow(QWidget):
    """A title, a grey line that may be empty, and controls."""

    def __init__(
        self, title: str, text: str = "", controls: Sequence[QWidget] = (), heading: bool = False
    ) -> None:
        super().__init__()
        self.title = PlainLabel(title, Role.HEADING if heading else Role.BODY)
        self.text = PlainLabel("", Role.SMALL)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)  # excess height must not come between title and line
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addStretch(1)
        side = QHBoxLayout()
        side.setSpacing(S)
        for control in controls:
            side.addWidget(control)
        side.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(XL, M, XL, M)
        outer.addWidget(ResponsiveRow([words, side], 0, M, comfort=_COMFORT))
        self.setMinimumHeight(LIST_ROW)
        self.setAccessibleName(title)
        self.set_text(text)

    def set_text(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show another text in the grey line, in the colour of `tone`."""
        self.text.setText(text)
        self.text.set_tone(tone)
        self.text.setVisible(bool(text))
        self.setAccessibleDescription(spoken(text))


class SwitchRow(SettingRow):
    """A row that a click anywhere switches on or off. `flipped` gets the new state."""

    def __init__(
        self,
        title: str,
        text: str,
        flipped: Callable[[bool], object],
        controls: Sequence[QWidget] = (),
        heading: bool = False,
    ) -> None:
        self.switch = Switch(title)
        super().__init__(title, text, (*controls, self.switch), heading)
        self.switch.clicked.connect(lambda: flipped(self.switch.isChecked()))

    def set_on(self, on: bool) -> None:
        """Show whether it is on, without calling `flipped`."""
        self.switch.setChecked(on)

    def set_text(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show another text in the grey line, and describe the switch by it."""
        super().set_text(text, tone)
        self.switch.setAccessibleDescription(spoken(text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click the switch wherever the row is clicked."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and self.switch.isEnabled():
            self.switch.click()
        super().mouseReleaseEvent(event)


class RowsCard(Card):
    """A card of rows with lines between them; hiding a row hides its line."""

    def __init__(self, rows: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self._rows = tuple(rows)
        self._lines: dict[QWidget, Hairline] = {}
        for number, row in enumerate(rows):
            if number:
                self._lines[row] = Hairline()
                self.body.addWidget(self._lines[row])
            self.body.addWidget(row)

    def show_row(self, row: QWidget, *, shown: bool) -> None:
        """Show or hide a row; lines are only between visible rows."""
        row.setVisible(shown)
        above = False
        for each in self._rows:
            if each in self._lines:
                self._lines[each].setVisible(above and not each.isHidden())
            above = above or not each.isHidden()
