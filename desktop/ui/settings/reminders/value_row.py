"""A part of a sentence with one or several values as combo boxes: “at 10:00 and 18:00”."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import IconButton
from desktop.ui.kit.flow import Flow
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role, scaled
from desktop.ui.settings.reminders.plan_editor import InlineCombo
from desktop.ui.theme.tokens import HEADING_SIZE
from desktop.wording.i18n import _

_NONE = ""


@dataclass(frozen=True, slots=True)
class Values:
    """The values on offer, their text and sort key, and the most that can be chosen together."""

    offered: Sequence[str]
    text: Callable[[str], str]
    key: Callable[[str], Any]
    most: int

    def choices(self, value: str, without: Sequence[str]) -> list[tuple[str, str]]:
        """Return texts and values in order, except `without`; `value` is always included."""
        found = {one for one in (*self.offered, value) if one not in (*without, _NONE)}
        return [(self.text(one), one) for one in sorted(found, key=self.key)]


class ValueRow(QWidget):
    """Words, combo boxes for the values, a plus to add another, and more words.

    `none` is the choice that means no value.
    """

    edited = Signal(list)
    """The values after a change by the user."""

    def __init__(
        self,
        name: str,
        words: tuple[str, str],
        none: str,
        add: str,
        values: Values,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._name, self._none, self._offered = name, none, values
        self._values: list[str] = []
        self.combos: list[InlineCombo] = []
        self._before, self._after = (PlainLabel(one, Role.SENTENCE, wrap=False) for one in words)
        self._after.setVisible(bool(words[1]))
        self.plus = IconButton(Glyph.PLUS, add, self._add)
        self._flow = Flow(self)
        for widget in (self._before, self.plus, self._after):
            self._flow.addWidget(widget)

    def set_values(self, values: Sequence[str]) -> None:
        """Show these values, without emitting `edited`."""
        self._values = list(values)
        shown = max(1, len(self._values))
        focused = next((n for n, one in enumerate(self.combos) if one.hasFocus()), None)
        if shown != len(self.combos):
            self._make(shown)
        for number, combo in enumerate(self.combos):
            value = self._values[number] if self._values else _NONE
            others = [one for one in self._values if one != value]
            nothing = _("Remove") if others else self._none
            combo.offer([*self._offered.choices(value, others), (nothing, _NONE)], value)
        self.plus.setVisible(0 < len(self._values) < self._offered.most)
        if focused is not None and focused >= len(self.combos):
            self.combos[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, count: int) -> None:
        """Add or remove combo boxes until there are `count`, in the order of the sentence."""
        while len(self.combos) > count:
            gone = self.combos.pop()
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.combos) < count:
            combo = InlineCombo(self._name, self._read)
            combo.setFont(scaled(HEADING_SIZE))
            combo.setParent(self)
            combo.show()
            self.combos.append(combo)
        while self._flow.takeAt(0) is not None:
            pass
        in_order = [self._before, *self.combos, self.plus, self._after]
        for widget in in_order:
            self._flow.addWidget(widget)
        # New combo boxes are last in the window's tab order: move them before the plus.
        stops: list[QWidget] = [self.plus, *self.combos, self.plus]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _read(self) -> None:
        chosen = [str(combo.currentData()) for combo in self.combos]
        self.edited.emit([one for one in chosen if one != _NONE])

    def _add(self) -> None:
        """Add the next value after the last, and focus its combo box."""
        key = self._offered.key
        free = [value for _text, value in self._offered.choices(_NONE, self._values)]
        later = [one for one in free if key(one) > max(key(known) for known in self._values)]
        for new in (later or free)[:1]:
            self.edited.emit([*self._values, new])
            for combo in self.combos:
                if combo.currentData() == new:
                    combo.setFocus(Qt.FocusReason.OtherFocusReason)
