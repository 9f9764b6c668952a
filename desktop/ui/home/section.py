"""A titled part of the home screen that shows its first orders, and leads to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.assessment import Assessment
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.wording.i18n import _, ngettext

_SHOWN = 10


class OrderSection(QWidget):
    """Rows in a card. `count` is how many orders there are, None where nobody counted.

    `see_all` goes to the page that lists them.
    """

    def __init__(
        self,
        title: str,
        assessments: Sequence[Assessment],
        make: Callable[[Assessment], QWidget],
        see_all: Callable[[], object],
        count: int | None = None,
        parent: QWidget | None = None,
        *,
        folded: bool = False,
    ) -> None:
        super().__init__(parent)
        self._assessments = assessments[:_SHOWN]
        self._make = make
        self._count = count
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        column.addWidget(PlainLabel(title, Role.HEADING))
        self._card = Card()
        column.addWidget(self._card)
        self._rest = LinkButton(self._see_all_text(), see_all)
        if folded:
            self._more = LinkButton(_("Show the latest"), self.unfold)
            self._card.body.addWidget(self._more)
        else:
            self.unfold()

    def unfold(self) -> None:
        """Build the rows."""
        if hasattr(self, "_more"):
            self._more.hide()
        for number, assessment in enumerate(self._assessments):
            if number:
                self._card.body.addWidget(Hairline())
            self._card.body.addWidget(self._make(assessment))
        if self._count is None or self._count > len(self._assessments):
            self._card.body.addWidget(Hairline())
            self._card.body.addWidget(self._rest)

    def _see_all_text(self) -> str:
        if self._count is None:
            return _("All of them on the page Orders")
        text = ngettext(
            "See {count} order on the page Orders",
            "See all {count} on the page Orders",
            self._count,
        )
        return text.format(count=self._count)
