"""The records that verdicts are based on, with their look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.domain.beijing import default_validity
from desktop.domain.model import Account, Order, OrderName, Partner, Project, Window
from desktop.domain.programme import Programme

if TYPE_CHECKING:
    from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
    from desktop.domain.evidence_records import Evidence
    from desktop.domain.money_records import Cashback, PartnerAnswer, Receipt


class Orders(Mapping[OrderName, Order]):
    """Orders by account UID and number; an implementation may read them from a file on demand.

    Subclasses override the queries below if they can answer them without visiting all orders.
    """

    def numbered(self, number: str) -> list[Order]:
        """Return the orders with this number, of any account."""
        return [order for order in self.values() if order.number == number]

    def of_account(self, uid: str) -> Iterator[Order]:
        """Yield the orders of an account, in the order they were recorded."""
        return (order for order in self.values() if order.account == uid)

    def several(self, names: Iterable[OrderName]) -> dict[OrderName, Order]:
        """Return the recorded orders among `names`."""
        return {name: order for name in names if (order := self.get(name)) is not None}

    def has_any(self, uid: str) -> bool:
        """Return whether the account has an order."""
        return next(self.of_account(uid), None) is not None


class OrdersInMemory(Orders):
    """A few orders, held in memory."""

    def __init__(self, orders: Iterable[Order]) -> None:
        self._orders = {order.name: order for order in orders}

    def __getitem__(self, name: OrderName) -> Order:
        return self._orders[name]

    def __iter__(self) -> Iterator[OrderName]:
        return iter(self._orders)

    def __len__(self) -> int:
        return len(self._orders)


class OverlaidOrders(Orders):
    """Recorded orders, with unsaved ones (`more`) that replace or add to them."""

    def __init__(self, recorded: Orders, more: Iterable[Order]) -> None:
        self._recorded = recorded
        self._more = {order.name: order for order in more}

    def __getitem__(self, name: OrderName) -> Order:
        found = self._more.get(name)
        return self._recorded[name] if found is None else found

    def __iter__(self) -> Iterator[OrderName]:
        yield from self._more
        yield from (name for name in self._recorded if name not in self._more)

    def __len__(self) -> int:
        return len(self._recorded) + sum(name not in self._recorded for name in self._more)


class Book:
    """The records of one data folder, with the programme in force.

    Accounts, partners and projects are a copy of one moment. Orders may be read from the file on
    demand, since there can be a million of them; all other records are read on first use.
    """

    def __init__(
        self,
        programme: Programme,
        *,
        accounts: Iterable[Account] = (),
        partners: Iterable[Partner] = (),
        projects: Iterable[Project] = (),
        orders: Orders | Iterable[Order] = (),
        cashback: Iterable[Cashback] = (),
        receipts: Iterable[Receipt] = (),
        sightings: Iterable[Sighting] = (),
        answers: Iterable[ChecklistAnswer] = (),
        comparisons: Iterable[Comparison] = (),
        partner_answers: Iterable[PartnerAnswer] = (),
        evidence: Iterable[Evidence] = (),
    ) -> None:
        self.programme = programme
        self.accounts: Mapping[str, Account] = {account.uid: account for account in accounts}
        self.partners: tuple[Partner, ...] = tuple(partners)
        self.projects: tuple[Project, ...] = tuple(projects)
        self.orders = orders if isinstance(orders, Orders) else OrdersInMemory(orders)
        self._cashback = cashback
        self._receipts = receipts
        self._sightings = sightings
        self._answers = answers
        self._comparisons = comparisons
        self._partner_answers = partner_answers
        self._evidence = evidence
        self._validity: dict[datetime, datetime] = {}
        self._usable: dict[str, list[Project]] = defaultdict(list)
        self._numbered: dict[str, list[Project]] = defaultdict(list)
        for project in self.projects:
            if project.usable:
                self._usable[project.account].append(project)
            if project.number is not None:
                self._numbered[project.number].append(project)

    @cached_property
    def cashback(self) -> tuple[Cashback, ...]:
        """The parts of all receipts, read on first use."""
        return tuple(self._cashback)

    @cached_property
    def receipts(self) -> tuple[Receipt, ...]:
        """The receipts, read on first use."""
        return tuple(self._receipts)

    @cached_property
    def sightings(self) -> tuple[Sighting, ...]:
        """The results of attempts to associate orders, read on first use."""
        return tuple(self._sightings)

    @cached_property
    def answers(self) -> tuple[ChecklistAnswer, ...]:
        """The answers to the checklist, read on first use."""
        return tuple(self._answers)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """When accounts were compared with the console, read on first use."""
        return tuple(self._comparisons)

    @cached_property
    def partner_answers(self) -> tuple[PartnerAnswer, ...]:
        """The partners' answers to statements, read on first use."""
        return tuple(self._partner_answers)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence, including voided pieces, read on first use."""
        return tuple(self._evidence)

    def usable_projects(self, account: str) -> list[Project]:
        """Return the projects of an account that orders can be associated with."""
        return self._usable.get(account, [])

    def projects_precede(self, account: str, paid_at: datetime) -> bool:
        """Return whether an order paid then (UTC) is certainly younger than all usable projects.

        True if every project of the account is older than an unpaid order can become before it
        lapses: then the exact creation time of the order does not matter.
        """
        lapse = timedelta(days=self.programme.unpaid_days)
        projects = self.usable_projects(account)
        return bool(projects) and all(
            project.created_at is not None and paid_at - project.created_at >= lapse
            for project in projects
        )

    def projects_of(self, account: str) -> list[Project]:
        """Return every project of an account, in the order they were recorded."""
        return [project for project in self.projects if project.account == account]

    def project_numbered(self, number: str, account: str) -> Project | None:
        """Return the project with this number, preferably the account's and a usable one."""
        found = self._numbered.get(number, [])
        best = sorted(found, key=lambda p: (p.account != account, not p.usable))
        return next(iter(best), None)

    def order(self, account: str, number: str) -> Order | None:
        """Return the order with this number in this account; None if it is not recorded."""
        return self.orders.get((account, number))

    def orders_numbered(self, number: str) -> list[Order]:
        """Return the orders with this number, of any account."""
        return self.orders.numbered(number)

    def has_orders(self, account: str) -> bool:
        """Return whether an order of this account is recorded."""
        return self.orders.has_any(account)

    def window(self, order: Order) -> Window:
        """Return an order's association window: its own, else its account's, else unknown."""
        if order.window is not None:
            return order.window
        account = self.accounts.get(order.account)
        return Window.UNKNOWN if account is None else account.window

    def valid_until(self, project: Project) -> datetime:
        """Return when (UTC) a usable project expires: as recorded, else by the programme.

        Raises ValueError if the project has no creation time.
        """
        if project.valid_until is not None:
            return project.valid_until
        created_at = project.created_at
        if created_at is None:
            raise ValueError("a project that was not created has no validity")
        if created_at not in self._validity:  # needed for every order
            self._validity[created_at] = default_validity(created_at, self.programme)
        return self._validity[created_at]
