"""The card with overdue cashback by age."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.cashback_months import Age, CashbackOverview
from desktop.ui.cashback.figures_card import FigureLabel, side_by_side
from desktop.ui.kit.cards import Card
from desktop.ui.kit.labels import capital
from desktop.ui.theme.tokens import Tone
from desktop.wording import cashback as words
from desktop.wording.i18n import _


class OverdueCard(Card):
    """Three figures: the longer cashback is overdue, the less likely it arrives unasked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = {
            Age.MONTH: FigureLabel(),
            Age.TWO_MONTHS: FigureLabel(Tone.AMBER),
            Age.OLDER: FigureLabel(Tone.AMBER),  # red is for what is lost; this can still come
        }
        self.body.addWidget(side_by_side([*self.figures.values()]))

    def set(self, overview: CashbackOverview) -> bool:
        """Show overdue cashback by age; return whether there is any."""
        late = overview.overdue
        for age, fen in overview.ages.items():
            months = [month for month in late if Age.of(month.days_late(overview.today)) is age]
            keys = [month.key for month in months]
            line = words.months(keys, overview.today) if keys else _("nothing")
            self.figures[age].set(capital(words.age(age)), fen, line)
        return bool(late)
