"""All records that verdicts are reached with, looked up in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.domain.beijing import default_validity
from desktop.domain.model import Account, Cashback, Order, Partner, Project, Window
from desktop.domain.programme import Programme


class Book:
    """The records of one data folder at one moment, with the programme in force. Never changes."""

    def __init__(
        self,
        programme: Programme,
        *,
        accounts: Iterable[Account] = (),
        partners: Iterable[Partner] = (),
        projects: Iterable[Project] = (),
        orders: Iterable[Order] = (),
        cashback: Iterable[Cashback] = (),
    ) -> None:
        self.programme = programme
        self.accounts: Mapping[str, Account] = {account.uid: account for account in accounts}
        self.partners: tuple[Partner, ...] = tuple(partners)
        self.projects: tuple[Project, ...] = tuple(projects)
        self.orders: Mapping[tuple[str, str], Order] = {
            (order.account, order.number): order for order in orders
        }
        self.cashback: tuple[Cashback, ...] = tuple(cashback)
        self._validity: dict[datetime, datetime] = {}
        self._usable: dict[str, list[Project]] = defaultdict(list)
        self._numbered: dict[str, list[Project]] = defaultdict(list)
        for project in self.projects:
            if project.usable:
                self._usable[project.account].append(project)
            if project.number is not None:
                self._numbered[project.number].append(project)

    def usable_projects(self, account: str) -> list[Project]:
        """The projects of an account that orders can be associated with at all."""
        return self._usable.get(account, [])

    def projects_of(self, account: str) -> list[Project]:
        """Every project of an account, in the order they were recorded."""
        return [project for project in self.projects if project.account == account]

    def project_numbered(self, number: str, account: str) -> Project | None:
        """The project with this number: the account's own where two accounts recorded it."""
        found = self._numbered.get(number, [])
        best = sorted(found, key=lambda p: (p.account != account, not p.usable))
        return next(iter(best), None)

    def order(self, account: str, number: str) -> Order | None:
        """The order with this number in this account."""
        return self.orders.get((account, number))

    def orders_numbered(self, number: str) -> list[Order]:
        """Every account's order with this number."""
        return [order for order in self.orders.values() if order.number == number]

    def window(self, order: Order) -> Window:
        """The window that counts for an order: its own, else its account's, else unknown."""
        if order.window is not None:
            return order.window
        account = self.accounts.get(order.account)
        return Window.UNKNOWN if account is None else account.window

    def valid_until(self, project: Project) -> datetime:
        """When a usable project expires (UTC): as recorded, else by the programme's validity."""
        if project.valid_until is not None:
            return project.valid_until
        created_at = project.created_at
        if created_at is None:
            raise ValueError("a project that was not created has no validity")
        if created_at not in self._validity:  # asked for once an order: worth remembering
            self._validity[created_at] = default_validity(created_at, self.programme)
        return self._validity[created_at]
