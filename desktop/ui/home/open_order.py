"""Base class of the card and the rows of the home screen: order, countdown and actions."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain import countdown
from desktop.domain.assessment import Assessment
from desktop.ui.home.order_menu import OrderMenu
from desktop.ui.kit.buttons import IconButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import scaled
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import XL, L, S
from desktop.wording import moments
from desktop.wording.i18n import _, clauses, labelled
from desktop.wording.records import orders

TIME_WIDTH = 264
"""Width of the left column with the time left, in pixels at 100 %."""
_MIN_BUTTON_WIDTH = 112
_BUTTON_PADDING = 44


class OpenOrder(QFrame):
    """An open order; `show_time` calls `show_texts` whenever the countdown reads differently."""

    def __init__(self, context: Context, assessment: Assessment, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self.assessment = assessment
        self._shown = ("", "")
        self._proof: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    @cached_property
    def menu(self) -> OrderMenu:
        """The menu of further actions."""
        return OrderMenu(self.context, self.assessment.order, self._toggle_proof, self)

    @cached_property
    def more(self) -> IconButton:
        """The button that opens the menu."""
        name = _("More for order {number}").format(number=self.assessment.order.number)
        return IconButton(Glyph.MORE, name, self.open_menu, self)

    def next_change(self, now: datetime) -> datetime | None:
        """Return when the countdown next reads differently."""
        deadline = self.assessment.deadline
        return None if deadline is None else countdown.next_change(deadline, now)

    def show_time(self, now: datetime) -> None:
        """Show the time left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        texts = self.left_text(deadline, now), self.until_text(deadline, now)
        if texts == self._shown:
            return
        self._shown = texts
        self.show_texts(*texts)
        title = orders.title(self.assessment.order)
        self.setAccessibleName(labelled(f"{title} {self.assessment.order.number}", clauses(*texts)))

    def show_texts(self, left: str, until: str) -> None:
        """Show the time left, and the deadline."""
        raise NotImplementedError

    def left_text(self, deadline: datetime, now: datetime) -> str:
        """Return the text of the time left."""
        return _("{left} left").format(left=moments.time_left(deadline, now))

    def until_text(self, deadline: datetime, now: datetime) -> str:
        """Return the text of the deadline."""
        return moments.deadline(deadline, now)

    @property
    def urgent(self) -> bool:
        """Whether the order is due soon."""
        return orders.due_soon(self.assessment)

    @property
    def guide_name(self) -> str:
        """The accessible name of the button that opens the guide."""
        return _("Associate now: order {number}").format(number=self.assessment.order.number)

    def open_guide(self) -> None:
        """Open the guide that leads through associating the order in the console."""
        self.context.guide_wanted.emit(self.assessment.order)

    def open_menu(self) -> None:
        """Open the menu below its button."""
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _toggle_proof(self) -> None:
        from desktop.ui.shared.verdict_view import RuleResultsView

        if self._proof is None:
            self._proof = RuleResultsView(self.assessment, self.context.workspace.book())
            self._proof.setContentsMargins(XL, S, XL, L)
            self.column.addWidget(self._proof)
        else:
            self._proof.setVisible(self._proof.isHidden())


def button_width() -> int:
    """Return the common width of all buttons of the right column."""
    metrics = QFontMetrics(scaled(1.0, bold=True))
    texts = (_("Associate now"), _("I have associated it"))
    words = max(metrics.horizontalAdvance(text) for text in texts)
    return max(round(_MIN_BUTTON_WIDTH * growth(metrics)), words + _BUTTON_PADDING)
