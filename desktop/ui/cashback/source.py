"""What the page shows, looked up: a little of it at once, much of it off the window's thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from desktop.base import gc_pause
from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.cashback import OrderMoney, OrderName
from desktop.domain.cashback_months import CashbackMonth, CashbackOverview, overview
from desktop.domain.money_records import AnswerKind, PartnerAnswer
from desktop.domain.receipts import OpenOrders
from desktop.domain.statement import AnswerSum, answer_sums
from desktop.services.workspace import Workspace
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context

AT_ONCE = 2_000
"""Orders that are looked through on the window's thread, in some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class CashbackState:
    """The money at a moment (UTC); all orders have been counted through.

    `said` are the claimed orders by what partners said of them, `open` answers what an amount is
    for, `came_in` are the Beijing months (`YYYY-MM`) that something came in, `excluded` the orders
    of a month that bring no cashback, as agreed with their partner.
    """

    now: datetime
    overview: CashbackOverview
    open: OpenOrders
    answers: Mapping[OrderName, PartnerAnswer]
    said: Mapping[AnswerKind | None, AnswerSum]
    came_in: frozenset[str]
    excluded: Mapping[str, list[OrderMoney]]


class CashbackSource(QObject):
    """Looks the money up, and hands it to `show`. A newer question replaces the one before."""

    def __init__(
        self, context: Context, show: Callable[[CashbackState], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._show = show
        self._last: CashbackState | None = None
        self._going: list[CashbackMonth] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._let_go)
        self._worker = Worker("cashback", self, newest_wins=True)
        context.closing.connect(self._worker.close)

    @property
    def busy(self) -> bool:
        """Whether something is being looked up."""
        return self._worker.busy

    def ask(self) -> None:
        """Look the money up as it is now."""
        workspace = self._context.workspace
        now = workspace.clock()
        if len(workspace.book().orders) <= AT_ONCE:
            self._worker.forget()
            self._show(look_up(workspace, now))
            return

        def work(_token: object) -> CashbackState:
            # The search for cycles among so many objects would hold the window up.
            with closing(workspace.another()) as own, gc_pause.paused():
                return look_up(own, now)

        self._worker.submit(work, self._hand_over, failed=self._fail)

    def _hand_over(self, state: CashbackState) -> None:
        """Show what was found, and let the money before go month by month.

        To free a hundred thousand orders at once would hold the window up for a moment.
        """
        if self._last is not None:
            self._going += self._last.overview.months
            self._timer.start()
        self._last = state
        self._show(state)

    def _let_go(self) -> None:
        if self._going:
            self._going.pop()
        else:
            self._timer.stop()

    def _fail(self, problem: Exception) -> None:
        if not isinstance(problem, StorageError):
            raise problem
        self._context.report(problem)


def look_up(workspace: Workspace, now: datetime) -> CashbackState:
    """Return the money of a workspace at `now` (UTC)."""
    months_to_pay = workspace.programme.cashback_months
    orders = workspace.cashback.orders(now)
    answers = workspace.statements.answers()
    found = overview(orders, beijing.day_of(now), months_to_pay).prepare()
    excluded: dict[str, list[OrderMoney]] = defaultdict(list)
    for order in workspace.cashback.excluded(now):
        excluded[order.month].append(order)
    return CashbackState(
        now,
        found,
        OpenOrders(orders),
        answers,
        answer_sums(answers, (order for month in found.months for order in month.owing)),
        workspace.cashback.months_of_receipts(),
        excluded,
    )
