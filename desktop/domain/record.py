"""Any record: what a transaction saves, and what is read of a row."""

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
