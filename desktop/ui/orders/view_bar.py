"""The views of orders as chips, each with its number of orders."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from desktop.domain.views import View
from desktop.ui.kit.chips import ChipBar, CountChip
from desktop.wording.i18n import _
from desktop.wording.records import views

SHOWN = (
    View.TO_ASSOCIATE,
    View.TODAY,
    View.ATTENTION,
    View.ASSOCIATED,
    View.ALL,
)
OTHERS = (
    View.MONTH,
    View.MISSED,
    View.CHECK,
    View.WAITING,
    View.SETTLED,
    View.CASHBACK_UNKNOWN,
    View.TRASH,
)
"""Views in a menu; such a view has a chip only while it is shown."""


class ViewBar(ChipBar[View]):
    """The bar of views; the selected chip is the view shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        chips = {view: CountChip(views.name(view)) for view in (*SHOWN, *OTHERS)}
        super().__init__(_("Views"), chips, View.TO_ASSOCIATE, parent)
        self.set_counts(dict.fromkeys(chips, 0))

    def always_visible(self, key: View) -> bool:
        """Return whether the view's chip is always shown."""
        return key in SHOWN

    def view(self) -> View:
        """Return the view shown."""
        return self.key()

    def set_counts(self, counts: Mapping[View, int]) -> None:
        """Show the number of orders in each view."""
        for view, chip in self.chips.items():
            chip.set_count(counts[view], views.name_and_count(view, counts[view]))
        self.show_chips()
