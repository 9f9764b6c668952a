"""A titled part of the home screen that shows its orders a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.surfaces import Card
from desktop.wording.language import ngettext

_STEP = 10


class Section(QWidget):
    """Rows in a card. What is not asked for is not built, so thousands of orders cost nothing."""

    def __init__(
        self,
        title: str,
        assessments: Sequence[Assessment],
        make: Callable[[Assessment], QWidget],
        parent: QWidget | None = None,
        *,
        folded: bool = False,
    ) -> None:
        super().__init__(parent)
        self._rest = list(assessments)
        self._make = make
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        column.addWidget(PlainLabel(title, Role.HEADING))
        self._card = Card()
        column.addWidget(self._card)
        self._more = LinkButton("", self.show_more)
        self._card.body.addWidget(self._more)
        if folded:
            self._name_more()
        else:
            self.show_more()

    def show_more(self) -> None:
        """Build the next few rows."""
        shown, self._rest = self._rest[:_STEP], self._rest[_STEP:]
        for assessment in shown:
            self._card.body.insertWidget(self._card.body.count() - 1, self._make(assessment))
        self._name_more()

    def _name_more(self) -> None:
        count = len(self._rest)
        text = ngettext("Show {count} order", "Show {count} more orders", count)
        self._more.setText(text.format(count=count))
        self._more.setAccessibleName(self._more.text())
        self._more.setVisible(count > 0)
