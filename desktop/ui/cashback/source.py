"""The query for the page's state: directly for few orders, off the window's thread for many."""

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
from desktop.domain.cashback import OrderMoney
from desktop.domain.cashback_months import CashbackMonth, CashbackOverview, overview
from desktop.domain.model import OrderName
from desktop.domain.money_records import AnswerKind, PartnerAnswer
from desktop.domain.receipts import OpenOrders
from desktop.domain.statement import AnswerSum, answer_sums
from desktop.services.workspace import Workspace
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context

DIRECT_LIMIT = 2_000
"""The greatest number of orders to examine on the window's thread: some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class CashbackState:
    """The cashback of all orders at a moment (UTC).

    `open_orders` looks up orders by amount, `answered` has the claimed orders by the partner's
    answer, `months_received` the Beijing months (`YYYY-MM`) with receipts, and `excluded` the
    orders by month that bring no cashback, as agreed with their partner. `unknown` is the number of
    orders without a rate or an amount, `credit` the received fen that are matched to no order.
    """

    now: datetime
    overview: CashbackOverview
    open_orders: OpenOrders
    answers: Mapping[OrderName, PartnerAnswer]
    answered: Mapping[AnswerKind | None, AnswerSum]
    months_received: frozenset[str]
    excluded: Mapping[str, list[OrderMoney]]
    unknown: int
    credit: int


class CashbackSource(QObject):
    """Queries the state, and passes it to `show`. A newer query replaces a running one."""

    def __init__(
        self, context: Context, show: Callable[[CashbackState], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._show = show
        self._last: CashbackState | None = None
        self._released: list[CashbackMonth] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._release_next)
        self._worker = Worker("cashback", self, newest_wins=True)
        context.closing.connect(self._worker.close)

    @property
    def busy(self) -> bool:
        """Whether a query is running."""
        return self._worker.busy

    def ask(self) -> None:
        """Query the current state."""
        workspace = self._context.workspace
        now = workspace.clock()
        if len(workspace.book().orders) <= DIRECT_LIMIT:
            self._worker.forget()
            self._show(look_up(workspace, now))
            return

        def work(_token: object) -> CashbackState:
            # A garbage collection over so many objects would block the window's thread.
            with closing(workspace.another()) as own, gc_pause.paused():
                return look_up(own, now)

        self._worker.submit(work, self._show_result, failed=self._fail)

    def _show_result(self, state: CashbackState) -> None:
        """Show the state, and release the previous one month by month.

        To free a hundred thousand orders together would block the window for a tenth of a second.
        """
        if self._last is not None:
            self._released += self._last.overview.months
            self._timer.start()
        self._last = state
        self._show(state)

    def _release_next(self) -> None:
        if self._released:
            self._released.pop()
        else:
            self._timer.stop()

    def _fail(self, problem: Exception) -> None:
        if not isinstance(problem, StorageError):
            raise problem
        self._context.report(problem)


def look_up(workspace: Workspace, now: datetime) -> CashbackState:
    """Return the cashback state of a workspace at `now` (UTC)."""
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
        workspace.cashback.count_unknown(now),
        workspace.cashback.credit(),
    )
