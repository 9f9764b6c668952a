"""The migrations of the first released schema, which never change, and the helper of all."""

from __future__ import annotations

from typing import Any

from desktop.domain.views import OrderColumn
from desktop.records.tables.search_text import TOKENIZER


def create_table(db: Any, name: str, columns: dict[str, type], **options: Any) -> None:
    """Create a strict table with an integer primary key `id`."""
    db[name].create({"id": int, **columns}, pk="id", strict=True, **options)


def records(db: Any) -> None:
    """Create accounts, partners, projects, orders and cashback receipts."""
    create_table(
        db,
        "accounts",
        {"uid": str, "name": str, "window": str, "window_checked_at": str, "note": str},
        not_null={"uid", "name", "window", "note"},
    )
    db["accounts"].create_index(["uid"], unique=True)
    create_table(
        db,
        "partners",
        {"name": str, "contact": str, "note": str},
        not_null={"name", "contact", "note"},
    )
    db["partners"].create_index(["name"], unique=True)
    create_table(
        db,
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
    create_table(
        db,
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
            "deleted_at": str,
        },
        not_null={"account_id", "number", "kind", "billing", "status", "created_at"},
        foreign_keys=[("account_id", "accounts", "id")],
    )
    # An order in the trash does not prevent recording the same number again.
    db.execute(
        "CREATE UNIQUE INDEX orders_one_of_a_number ON orders (account_id, number) "
        "WHERE deleted_at IS NULL"
    )
    for column in ("number", "parent", "project"):
        db["orders"].create_index(["account_id", column] if column == "parent" else [column])
    create_table(
        db,
        "cashback",
        {"account_id": int, "order_number": str, "received_at": str, "amount": int, "note": str},
        not_null={"account_id", "order_number", "received_at", "amount"},
        foreign_keys=[("account_id", "accounts", "id")],
    )
    db["cashback"].create_index(["account_id", "order_number"])


def history(db: Any) -> None:
    """Create the append-only journal, and answers, drafts and settings."""
    create_table(
        db,
        "journal",
        {"at": str, "act": str, "subject": str, "undoes": int},
        not_null={"at", "act", "subject"},
        foreign_keys=[("undoes", "journal", "id")],
    )
    db["journal"].create_index(["undoes"])
    create_table(
        db,
        "changes",
        {"entry_id": int, "record": str, "record_id": int, "before": str, "after": str},
        not_null={"entry_id", "record", "record_id"},
        foreign_keys=[("entry_id", "journal", "id")],
    )
    db["changes"].create_index(["entry_id"])
    db["changes"].create_index(["record", "record_id"])
    for table in ("journal", "changes"):
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
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


def console(db: Any) -> None:
    """Create the table of what the console showed when it refused an order."""
    create_table(
        db,
        "sightings",
        {"account_id": int, "order_number": str, "seen_at": str, "window": str, "said": str},
        not_null={"account_id", "order_number", "seen_at", "said"},
        foreign_keys=[("account_id", "accounts", "id")],
    )
    db["sightings"].create_index(["account_id", "order_number"])


def register(db: Any) -> None:
    """Create the order index, by which orders are sorted, counted and searched.

    Instants are seconds since 1970, so that they are short and compare fast.
    """
    db["register"].create(
        {
            "order_id": int,
            "shelf": int,
            "verdict": str,
            "deadline": int,
            "cashback": int,
            "number": str,
            "title": str,
            "product": str,
            "account": str,
            "project": str,
            "created_at": int,
            "paid_at": int,
            "amount": int,
            "associated_at": int,
            "note": str,
        },
        pk="order_id",
        strict=True,
    )
    for column in OrderColumn:
        # The deadline at the end makes the index covering for views of dated orders.
        rest = "cashback" if column is OrderColumn.DEADLINE else "deadline"
        db["register"].create_index(["shelf", column.value, "order_id", rest])
    db.execute(f'CREATE VIRTUAL TABLE search USING fts5 (text, tokenize="{TOKENIZER}")')


FIRST_SCHEMA = (records, history, console, register)
"""The migrations in the order in which they run."""
