"""The tables of records: the query for each, and the type of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
    from desktop.domain.evidence_records import Evidence
    from desktop.domain.model import Account, Order, Partner, Project
    from desktop.domain.money_records import Cashback, PartnerAnswer, Receipt
    from desktop.domain.record import Record

R_co = TypeVar("R_co", covariant=True)
"""One kind of record, named only in type hints, so that no record class is imported here."""


class RecordTable(NamedTuple, Generic[R_co]):
    """A table of records of one kind.

    `query` selects its rows with the names of account and partner in addition to their keys, and
    without orders in the trash; `where` is the keyword before a further condition.
    """

    name: str
    query: str
    where: str = "WHERE"


def _of_account(name: str, join: str = "JOIN") -> str:
    return (
        f"SELECT {name}.*, accounts.uid AS account FROM {name} "
        f"{join} accounts ON accounts.id = account_id"
    )


ACCOUNTS: RecordTable[Account] = RecordTable("accounts", "SELECT * FROM accounts")
PARTNERS: RecordTable[Partner] = RecordTable("partners", "SELECT * FROM partners")
PROJECTS: RecordTable[Project] = RecordTable(
    "projects",
    "SELECT projects.*, accounts.uid AS account, partners.name AS partner FROM projects "
    "JOIN accounts ON accounts.id = account_id LEFT JOIN partners ON partners.id = partner_id",
)
ORDERS: RecordTable[Order] = RecordTable(
    "orders", f"{_of_account('orders')} WHERE deleted_at IS NULL", "AND"
)
RECEIPTS: RecordTable[Receipt] = RecordTable("receipts", "SELECT * FROM receipts")
CASHBACK: RecordTable[Cashback] = RecordTable("cashback", _of_account("cashback"))
SIGHTINGS: RecordTable[Sighting] = RecordTable("sightings", _of_account("sightings"))
PARTNER_ANSWERS: RecordTable[PartnerAnswer] = RecordTable(
    "partner_answers", _of_account("partner_answers")
)
EVIDENCE: RecordTable[Evidence] = RecordTable("evidence", _of_account("evidence", "LEFT JOIN"))
ANSWERS: RecordTable[ChecklistAnswer] = RecordTable("answers", _of_account("answers"))
COMPARISONS: RecordTable[Comparison] = RecordTable("comparisons", _of_account("comparisons"))

TABLES: tuple[RecordTable[Record], ...] = (
    ACCOUNTS,
    PARTNERS,
    PROJECTS,
    ORDERS,
    RECEIPTS,
    CASHBACK,
    SIGHTINGS,
    PARTNER_ANSWERS,
    EVIDENCE,
    ANSWERS,
    COMPARISONS,
)
NAMES = tuple(table.name for table in TABLES)
