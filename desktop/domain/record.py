"""The union type of all records that a transaction saves and a row is read into."""

from __future__ import annotations

from desktop.domain.console_records import ChecklistAnswer, Comparison, Sighting
from desktop.domain.evidence_records import Evidence
from desktop.domain.model import Account, Order, Partner, Project
from desktop.domain.money_records import Cashback, PartnerAnswer, Receipt

Record = (
    Account
    | Partner
    | Project
    | Order
    | Receipt
    | Cashback
    | Sighting
    | Comparison
    | Evidence
    | ChecklistAnswer
    | PartnerAnswer
)
