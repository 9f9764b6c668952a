"""A field for a moment in Beijing time, with chips for now, today and yesterday."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.beijing import day_of
from desktop.forms.read_moment import A_MONTH, Moment, read_moment
from desktop.ui.kit.buttons import AnswerChip
from desktop.ui.kit.fields import LineField
from desktop.ui.theme.tokens import XS
from desktop.wording import moments
from desktop.wording.i18n import _, labelled

EXAMPLE = "2026-09-01 14:20"
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*$")


def usual_hint() -> str:
    """Return the default hint of a field."""
    return _("Beijing time, like {example} or 14:20").format(example=EXAMPLE)


def read_as(at: datetime) -> str:
    """Return the hint about how a moment (UTC) was read whose day or year was not typed."""
    return _("Read as {moment}. Please compare.").format(moment=moments.table_moment(at))


class MomentField(LineField):
    """A moment as typed: in full, or colloquially, such as 14:20 or 昨天下午3点半.

    If the day or the year is not typed, the hint shows the moment that was assumed. `ahead` is how
    far in the future a day without its year may be.
    """

    def __init__(
        self,
        label: str,
        hint: str,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
        *,
        ahead: timedelta = A_MONTH,
        latest: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        """Make an empty field; `latest` returns the moment (UTC) that limits “now”, or None."""
        super().__init__(label, hint, EXAMPLE, parent)
        self._clock = clock
        self._ahead = ahead
        self._latest = latest
        self._own_hint = hint
        self.chips = [
            self._chip(_("Now"), self._take_now),
            self._chip(_("Today"), lambda: self._take_day(0)),
            self._chip(_("Yesterday"), lambda: self._take_day(1)),
        ]
        self._chips = QHBoxLayout()
        self._chips.setContentsMargins(0, XS, 0, XS)
        self._chips.setSpacing(XS)
        for chip in self.chips:
            self._chips.addWidget(chip)
        self._chips.addStretch(1)
        self._column().insertLayout(self._column().indexOf(self.line) + 1, self._chips)
        self.line.textChanged.connect(self._show_meaning)

    def set_label(self, label: str) -> None:
        """Change the label."""
        self.label.setText(label)
        self.line.setAccessibleName(label)
        for chip in self.chips:
            chip.setAccessibleName(labelled(chip.text(), label))

    def set_own_hint(self, text: str) -> None:
        """Change the hint that is shown while no moment is assumed."""
        self._own_hint = text
        self._show_meaning()

    def add_chip(self, text: str, take: Callable[[], None]) -> AnswerChip:
        """Add a chip after now, today and yesterday."""
        chip = self._chip(text, take)
        self._chips.insertWidget(self._chips.count() - 1, chip)
        return chip

    def _column(self) -> QVBoxLayout:
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        return column

    def _chip(self, text: str, take: Callable[[], None]) -> AnswerChip:
        """Return a chip. Tab skips it to reach the next field: its word can be typed instead."""
        chip = AnswerChip(text, take, name=labelled(text, self.label.text()))
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return chip

    def _take_now(self) -> None:
        now = self._latest() or self._clock()
        self._type(moments.table_moment(now.replace(second=0, microsecond=0)))

    def _take_day(self, days_back: int) -> None:
        """Put a day before the time that was typed; if there is none, the user types it next."""
        day = day_of(self._clock()) - timedelta(days=days_back)
        clock = _CLOCK.search(self.line.text())
        self._type(f"{day.isoformat()} {clock[0].strip() if clock is not None else ''}")

    def _type(self, text: str) -> None:
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.setCursorPosition(len(text))
        self._user_edited()

    def _show_meaning(self) -> None:
        """Show which moment is assumed if the text lacks its day or its year."""
        read = read_moment(self.line.text(), now=self._clock(), ahead=self._ahead)
        hint = self._own_hint
        if isinstance(read, Moment) and read.assumed is not None and read.at is not None:
            hint = read_as(read.at)
        if hint != self.hint.text():
            self.set_hint(hint)
