"""The schema's history: append only, one function a change, run by sqlite-utils."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlite_utils import Database, Migrations

from desktop.records.database import APPLICATION_ID, SCHEMA_VERSION

migrations = Migrations("linkdue")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to `SCHEMA_VERSION`, in one transaction a migration; 0 means a new file."""
    db = Database(connection)
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with db.atomic():
            migrations.apply(db)
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise sqlite3.IntegrityError(f"{len(broken)} broken references")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


@migrations()
def records(db: Any) -> None:
    """Accounts, partners, projects, orders and cashback receipts."""
    make = _maker(db)
    make(
        "accounts",
        {"uid": str, "name": str, "window": str, "window_checked_at": str, "note": str},
        not_null={"uid", "name", "window", "note"},
    )
    db["accounts"].create_index(["uid"], unique=True)
    make(
        "partners", {"name": str, "contact": str, "note": str}, not_null={"name", "contact", "note"}
    )
    db["partners"].create_index(["name"], unique=True)
    make(
        "projects",
        {
            "account_id": int,
            "number": str,
            "title": str,
            "partner_id": int,
            "status": str,
            "requested_at": str,
            "created_at": str,
            "created_assumed": int,
            "valid_until": str,
            "cashback_rate": str,
            "product_rates": str,
            "request_text": str,
            "note": str,
        },
        not_null={"account_id", "title", "status", "created_assumed", "product_rates"},
        foreign_keys=[("account_id", "accounts", "id"), ("partner_id", "partners", "id")],
    )
    db["projects"].create_index(["account_id", "number"], unique=True)
    make(
        "orders",
        {
            "account_id": int,
            "number": str,
            "kind": str,
            "billing": str,
            "status": str,
            "created_at": str,
            "product": str,
            "title": str,
            "paid_at": str,
            "payable": int,
            "cash_paid": int,
            "parent": str,
            "project": str,
            "window": str,
            "associated_at": str,
            "note": str,
        },
        not_null={"account_id", "number", "kind", "billing", "status", "created_at"},
        foreign_keys=[("account_id", "accounts", "id")],
    )
    db["orders"].create_index(["account_id", "number"], unique=True)
    make(
        "cashback",
        {"account_id": int, "order_number": str, "received_at": str, "amount": int, "note": str},
        not_null={"account_id", "order_number", "received_at", "amount"},
        foreign_keys=[("account_id", "accounts", "id")],
    )
    db["cashback"].create_index(["account_id", "order_number"])


@migrations()
def history(db: Any) -> None:
    """The journal, which only grows, and what is no record: answers, drafts, settings."""
    db["journal"].create(
        {"id": int, "at": str, "act": str, "subject": str, "changes": str, "undoes": int},
        pk="id",
        not_null={"at", "act", "subject", "changes"},
        foreign_keys=[("undoes", "journal", "id")],
        strict=True,
    )
    db["journal"].create_index(["undoes"])
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER journal_no_{verb.lower()} BEFORE {verb} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
        )
    db["answers"].create(
        {"id": int, "account_id": int, "item": str, "value": int, "answered_at": str},
        pk="id",
        not_null={"account_id", "item", "value", "answered_at"},
        foreign_keys=[("account_id", "accounts", "id")],
        strict=True,
    )
    db["answers"].create_index(["account_id", "item"], unique=True)
    db["drafts"].create({"name": str, "fields": str}, pk="name", strict=True)
    db["settings"].create({"name": str, "value": str}, pk="name", strict=True)


def _maker(db: Any) -> Any:
    """Makes a strict table with an integer key of its own."""

    def make(name: str, columns: dict[str, type], **options: Any) -> None:
        db[name].create({"id": int, **columns}, pk="id", strict=True, **options)

    return make
