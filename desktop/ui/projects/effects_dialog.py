"""The dialog that lists all effects of an unsaved edit on orders."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.list_table import ListTable
from desktop.ui.projects.effects import Effect, cells, sums
from desktop.ui.shared.list_dialog import ListDialog
from desktop.wording.i18n import _, ngettext

_SIZE = QSize(820, 480)


class EffectsDialog(ListDialog):
    """Lists each affected order with its assessment before and after."""

    def __init__(self, found: tuple[Effect, ...], parent: QWidget | None = None) -> None:
        title = ngettext(
            "This changes {count} order", "This changes {count} orders", len(found)
        ).format(count=len(found))
        titles = (_("Order"), _("What changes"), _("Paid on"), _("Cashback"))
        text = sums(found) if any(each.difference for each in found) else ""
        table = ListTable(title, titles, figures=[_("Cashback")])
        super().__init__(_SIZE, title, title, text, table, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        close = PlainButton(_("Close"), self.accept)
        self.add_buttons([], [close], close)
        self.table.setRowCount(len(found))
        for row, effect in enumerate(found):
            texts = cells(effect)
            self.table.show_row(row, texts, ("", texts[1], "", ""))
        if found:
            self.table.choose(0)
