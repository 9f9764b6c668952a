"""The schema of a next release, for tests: columns added and filled, by good and bad migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from desktop.base.storage import SCHEMA_VERSION
from desktop.domain import backups
from desktop.records import store
from desktop.records.backups import restore, upgrade
from desktop.records.file import database, schema
from desktop.records.tables import migrations

Migration = Callable[[Any], None]
NEXT = SCHEMA_VERSION + 1
"""The number of that schema."""


def colours(db: Any) -> None:
    """Give every account a colour, and rewrite its name."""
    db.execute("ALTER TABLE accounts ADD COLUMN colour TEXT")
    for key, name in db.execute("SELECT id, name FROM accounts").fetchall():
        db.execute("UPDATE accounts SET colour = ? WHERE id = ?", [f"of {name}", key])


def raising(db: Any) -> None:
    """Fail half-way."""
    colours(db)
    raise ZeroDivisionError


def losing(db: Any) -> None:
    """Lose an order."""
    colours(db)
    db.execute("DELETE FROM orders WHERE id = (SELECT max(id) FROM orders)")


def losing_history(db: Any) -> None:
    """Rebuild the journal without its first entries."""
    colours(db)
    db.execute("DROP TRIGGER changes_no_delete")
    db.execute("DELETE FROM changes WHERE id < 3")


def orphaning(db: Any) -> None:
    """Delete rows that others refer to, and fill the count up."""
    colours(db)
    db.execute("DELETE FROM accounts WHERE id = 1")
    db.execute(
        "INSERT INTO accounts (id, uid, name, window, note) "
        "VALUES (77, '10000077', '', 'month', '')"
    )


def unreadable(db: Any) -> None:
    """Write a status that the program does not know."""
    colours(db)
    db.execute("UPDATE orders SET status = 'gone'")


def unreadable_bin(db: Any) -> None:
    """Write an unknown status, to deleted orders only."""
    colours(db)
    db.execute("UPDATE orders SET status = 'gone' WHERE deleted_at IS NOT NULL")


def impossible(db: Any) -> None:
    """Run invalid SQL."""
    db.execute("ALTER TABLE nothing ADD COLUMN colour TEXT")


def other_schema(db: Any) -> None:
    """Make a table that the new schema does not have."""
    colours(db)
    db.execute("CREATE TABLE more (x)")


def release(patch: pytest.MonkeyPatch, migration: Migration = colours) -> None:
    """Make the program one of the next schema, with this migration, which may be a bad one."""
    known = migrations.migrations.pending(Database(memory=True))
    steps: list[tuple[str, Migration]] = [(step.name, step.fn) for step in known]

    def history(added: Migration) -> Migrations:
        made = Migrations("linkdue")
        for name, step in (*steps, ("colours", added)):
            made(name=name)(step)
        return made

    with_colours = sqlite3.connect(":memory:", isolation_level=None)
    patch.setattr(migrations, "migrations", history(colours))
    migrations.migrate(with_colours)
    patch.setitem(schema.FINGERPRINTS, NEXT, schema.fingerprint(with_colours))
    with_colours.close()
    patch.setattr(migrations, "migrations", history(migration))
    for module in (database, migrations, backups, restore, upgrade, store):
        patch.setattr(module, "SCHEMA_VERSION", NEXT)
