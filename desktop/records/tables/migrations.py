"""The migrations of the schema: append only, one function for each change, run by sqlite-utils."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlite_utils import Database, Migrations

from desktop.base.storage import SCHEMA_VERSION
from desktop.records.file.database import APPLICATION_ID
from desktop.records.tables.first_schema import FIRST_SCHEMA, create_table

migrations = Migrations("linkdue")
for _step in FIRST_SCHEMA:
    migrations()(_step)


def migrate(connection: sqlite3.Connection) -> None:
    """Migrate the file to `SCHEMA_VERSION`.

    Raises sqlite3.IntegrityError if a reference is broken afterwards; nothing is changed then.
    """
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
def renewals(db: Any) -> None:
    """Add to projects whether renewals count for cashback; for existing projects they do.

    All rows are rewritten, so that each stores every column, which reading a damaged file needs.
    """
    db["projects"].add_column("renewals", int, not_null_default=1)
    db.execute("UPDATE projects SET renewals = 1")


@migrations()
def requests(db: Any) -> None:
    """Add to projects when their request was copied and answered.

    In seconds since 1970; 0 for never.
    All rows are rewritten, so that each stores every column, which reading a damaged file needs.
    """
    for column in ("copied_at", "answered_at"):
        db["projects"].add_column(column, int, not_null_default=0)
    db.execute("UPDATE projects SET copied_at = 0, answered_at = 0")


@migrations()
def reminders(db: Any) -> None:
    """Create the tables of reminders, which are no records and not in the journal.

    Instants are seconds since 1970. `made_at` is the clock's moment when the row was written, by
    which rows written under a wrong clock are recognised. `expected_at` of a subject's last claim
    is the next moment at which it should ring, 0 once that was handled.
    """
    db["reminder_claims"].create(
        {"subject": str, "moment": int, "made_at": int, "expected_at": int},
        pk=("subject", "moment"),
        not_null={"made_at", "expected_at"},
        strict=True,
    )
    db.execute(
        "CREATE INDEX reminder_claims_expected ON reminder_claims (expected_at) "
        "WHERE expected_at > 0"
    )
    db["reminder_snoozes"].create(
        {"subject": str, "until": int, "made_at": int},
        pk="subject",
        not_null={"until", "made_at"},
        strict=True,
    )
    create_table(
        db,
        "reminder_log",
        {
            "at": int,
            "moment": int,
            "kind": str,
            "step": str,
            "outcome": str,
            "reason": str,
            "subject": str,
            "count": int,
        },
        not_null={"at", "moment", "kind", "step", "outcome", "reason", "subject", "count"},
    )
    db["reminder_log"].create_index(["moment", "kind", "step"])


@migrations()
def receipts(db: Any) -> None:
    """Add receipts that are matched to several orders, or to none yet, and keep undone matches.

    A row of `cashback` is a part of a receipt; existing rows remain complete receipts.
    All rows are rewritten, so that each stores every column, which reading a damaged file needs.
    """
    create_table(
        db,
        "receipts",
        {"received_at": str, "amount": int, "note": str},
        not_null={"received_at", "amount", "note"},
    )
    db["cashback"].add_column("undone", int, not_null_default=0)
    db.execute("ALTER TABLE cashback ADD COLUMN receipt_id INTEGER REFERENCES receipts (id)")
    db.execute("UPDATE cashback SET undone = 0")
    db["cashback"].create_index(["receipt_id", "received_at"])
    for column in ("received_at", "amount"):
        db["receipts"].create_index([column])


@migrations()
def partner_answers(db: Any) -> None:
    """Create the table of claims for orders on statements, with the answers of partners.

    The last answer for an order counts; `answer` is empty until there is one.
    """
    create_table(
        db,
        "partner_answers",
        {
            "account_id": int,
            "order_number": str,
            "answer": str,
            "amount": int,
            "answered_at": str,
            "statement": str,
            "partner": str,
            "claimed": int,
        },
        not_null={
            *("account_id", "order_number", "answer", "answered_at"),
            *("statement", "partner", "claimed"),
        },
        foreign_keys=[("account_id", "accounts", "id")],
    )
    db["partner_answers"].create_index(["account_id", "order_number"], unique=True)


@migrations()
def observations(db: Any) -> None:
    """Add successful attempts to sightings, and create the table of comparisons of accounts.

    `paid_at` is in seconds since 1970; 0 for not known.
    All rows are rewritten, so that each stores every column, which reading a damaged file needs.
    """
    for column in ("worked", "paid_at"):
        db["sightings"].add_column(column, int, not_null_default=0)
    db.execute("UPDATE sightings SET worked = 0, paid_at = 0")
    create_table(
        db,
        "comparisons",
        {"account_id": int, "compared_at": str},
        not_null={"account_id", "compared_at"},
        foreign_keys=[("account_id", "accounts", "id")],
    )
    db["comparisons"].create_index(["account_id", "compared_at"])


@migrations()
def search_memory(db: Any) -> None:
    """Let the full-text search buffer 8 MB instead of 1 MB in a transaction before it writes.

    Only an import of many thousand orders needs as much, and FTS5 then merges fewer segments.
    See https://sqlite.org/fts5.html#the_hashsize_configuration_option.
    """
    db.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", [8 << 20])


@migrations()
def rates(db: Any) -> None:
    """Add rates that hold from a day on to projects, and rates and wanted facts to partners.

    Rates are JSON lists of product, rate and day; excluded products a JSON list of codes.
    All rows are rewritten, so that each stores every column, which reading a damaged file needs.
    """
    for table, column, default in (
        ("projects", "later_rates", "[]"),
        ("projects", "excluded_products", "[]"),
        ("partners", "wants", ""),
        ("partners", "rates", "[]"),
        ("partners", "excluded_products", "[]"),
    ):
        db[table].add_column(column, str, not_null_default=default)
        db.execute(f"UPDATE {table} SET {column} = ?", [default])


@migrations()
def evidence(db: Any) -> None:
    """Create the table of evidence, and that of its files, which only complete copies fill.

    Projects and receipts are named by their keys without a foreign key, so that evidence survives a
    salvage that loses them.
    """
    create_table(
        db,
        "evidence",
        {
            "kind": str,
            "account_id": int,
            "order_number": str,
            "subject_key": int,
            "sha256": str,
            "media_type": str,
            "size": int,
            "added_at": str,
            "name": str,
            "note": str,
            "voided_at": str,
            "void_reason": str,
        },
        not_null={
            "kind",
            "subject_key",
            "sha256",
            "media_type",
            "size",
            "added_at",
            "name",
            "note",
            "void_reason",
        },
        foreign_keys=[("account_id", "accounts", "id")],
    )
    db["evidence"].create_index(["account_id", "order_number"])
    db["evidence"].create_index(["kind", "subject_key"])
    db["evidence_files"].create(
        {"name": str, "content": bytes}, pk="name", not_null={"content"}, strict=True
    )
