"""What the card and the rows of the home screen share: an order, its countdown, its acts."""

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
"""Of the column at the left with the time that is left, in pixels at 100 %."""
_LEAST_ACT_WIDTH = 112
_ACT_PADDING = 44


class OpenOrder(QFrame):
    """An open order; `show_time` renews what its `show_texts` shows."""

    def __init__(self, context: Context, assessment: Assessment, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context = context
        self.assessment = assessment
        self._told = ("", "")
        self._proof: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    @cached_property
    def menu(self) -> OrderMenu:
        """What else can be done; made when it is first wanted."""
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
        """Show what is left at `now` (UTC)."""
        deadline = self.assessment.deadline
        if deadline is None:
            return
        told = self.left_text(deadline, now), self.until_text(deadline, now)
        if told == self._told:
            return
        self._told = told
        self.show_texts(*told)
        title = orders.title(self.assessment.order)
        self.setAccessibleName(labelled(f"{title} {self.assessment.order.number}", clauses(*told)))

    def show_texts(self, left: str, until: str) -> None:
        """Show how much time is left, and until when."""
        raise NotImplementedError

    def left_text(self, deadline: datetime, now: datetime) -> str:
        """Return how much time is left."""
        return _("{left} left").format(left=moments.time_left(deadline, now))

    def until_text(self, deadline: datetime, now: datetime) -> str:
        """Return until when there is time."""
        return moments.deadline(deadline, now)

    @property
    def urgent(self) -> bool:
        """Whether the order is due soon."""
        return orders.due_soon(self.assessment)

    @property
    def guide_name(self) -> str:
        """What the button that leads through associating is called."""
        return _("Associate now: order {number}").format(number=self.assessment.order.number)

    def open_guide(self) -> None:
        """Lead through associating the order in the console."""
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


def act_width() -> int:
    """Return the one width of all buttons of the column at the right."""
    metrics = QFontMetrics(scaled(1.0, bold=True))
    texts = (_("Associate now"), _("I have associated it"))
    words = max(metrics.horizontalAdvance(text) for text in texts)
    return max(round(_LEAST_ACT_WIDTH * growth(metrics)), words + _ACT_PADDING)
