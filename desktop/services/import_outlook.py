"""The verdicts on planned orders of an import, before anything is written."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.book import Book, OverlaidOrders
from desktop.domain.model import Order
from desktop.domain.order_status import OrderStatusFacts, status_facts
from desktop.domain.parents import ParentChains
from desktop.exchange.merge_plan import MergePlan


class ImportOutlook:
    """Judges orders by the records as they would be after importing the whole plan.

    `now` (UTC) is the moment of the plan. Each order is judged when it is asked for.
    """

    def __init__(self, plan: MergePlan, book: Book, now: datetime) -> None:
        self.now = now
        accounts = dict(book.accounts) | {account.uid: account for account in plan.accounts}
        changed = {project.key for project in plan.projects}
        projects = [each for each in book.projects if each.key not in changed]
        self.book = Book(
            book.programme,
            accounts=accounts.values(),
            partners=book.partners,
            projects=[*projects, *plan.projects],
            orders=OverlaidOrders(book.orders, plan.orders),
        )
        self._parents = ParentChains(self.book)

    def status(self, order: Order) -> OrderStatusFacts:
        """Return the status that an order of the plan will have."""
        return status_facts(order, self.book, self._parents)
