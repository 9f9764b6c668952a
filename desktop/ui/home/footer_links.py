"""The last line of the home screen: quiet links to the other orders, and a disclaimer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import beijing
from desktop.domain.daily_summary import DailySummary
from desktop.domain.views import Query, View
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.link_row import LinkRow
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import L
from desktop.wording.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.domain.compare import LastCompared


class FooterLinks(QWidget):
    """One tab stop; a link is shown only if there is something behind it."""

    def __init__(
        self,
        context: Context,
        daily_summary: DailySummary,
        compared: LastCompared | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.in_turn: LinkButton | None = None
        self.copy_all: LinkButton | None = None
        self.links = LinkRow(L)
        self._add_actions(daily_summary)
        self._add_views(daily_summary)
        if compared is not None and not compared.first:
            self._add_comparison(daily_summary, compared)
        self.disclaimer = PlainLabel(
            _("The console has the last word; cashback is your partner's promise."), Role.SMALL
        )
        self.disclaimer.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        links, aside = QHBoxLayout(), QHBoxLayout()
        links.addWidget(self.links)
        aside.addWidget(self.disclaimer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ResponsiveRow([links, aside], widening=1, spacing=L))

    def _add_actions(self, daily_summary: DailySummary) -> None:
        """Offer actions on all orders at once, if several are open."""
        due_today = daily_summary.counts[View.TODAY]
        if due_today > 1:
            text = ngettext(
                "Associate today's {count} in turn", "Associate today's {count} in turn", due_today
            )
            self.in_turn = self.links.add(text.format(count=f"{due_today:,}"), self._guide_in_turn)
        count = daily_summary.counts[View.TO_ASSOCIATE]
        if count > 1:
            text = ngettext("Copy {count} order number", "Copy all {count} order numbers", count)
            self.copy_all = self.links.add(text.format(count=f"{count:,}"), self._copy_all)

    def _add_views(self, daily_summary: DailySummary) -> None:
        for view, text in (
            (View.WAITING, _("Unpaid {count}")),
            (View.CHECK, _("To check {count}")),
            (View.MISSED, _("Missed {count}")),
        ):
            if count := daily_summary.counts.get(view):
                see = partial(self._context.orders_wanted.emit, Query(view))
                self.links.add(text.format(count=f"{count:,}"), see)

    def _add_comparison(self, daily_summary: DailySummary, compared: LastCompared) -> None:
        from desktop.wording import comparing

        again = partial(self._context.compare_wanted.emit, compared.account.uid)
        several = len(self._context.workspace.book().accounts) > 1
        line = comparing.home_line(compared, daily_summary.now, several=several)
        self.links.add(line, again)

    def _guide_in_turn(self) -> None:
        """Open the guide for all of today's orders, one after the other."""
        now = self._context.workspace.clock()
        today = self._context.workspace.open_orders(now, beijing.end_of_day(now))
        self._context.guides_wanted.emit(today)

    def _copy_all(self) -> None:
        found = self._context.workspace.open_orders(self._context.workspace.clock())
        QGuiApplication.clipboard().setText("\n".join(order.number for order in found))
        text = ngettext("{count} order number copied", "{count} order numbers copied", len(found))
        self._context.message.emit(text.format(count=f"{len(found):,}"))
