"""A next schema for tests, as the next release may bring: columns added and filled."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Migrations

from desktop.base.storage import SCHEMA_VERSION
from desktop.domain import backups
from desktop.records import store
from desktop.records.backups import restore, upgrade
from desktop.records.file import database, schema
from desktop.records.tables import migrations

Migration = Callable[[Any], None]
NEXT = SCHEMA_VERSION + 1
STEPS = (
    migrations.records,
    migrations.history,
    migrations.console,
    migrations.register,
    migrations.reminders,
)


def colours(db: Any) -> None:
    """Give every account a colour, and write its name anew."""
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
    """Build the journal anew, and leave its first entries out."""
    colours(db)
    db.execute("DROP TRIGGER changes_no_delete")
    db.execute("DELETE FROM changes WHERE id < 3")


def orphaning(db: Any) -> None:
    """Delete what others refer to, and fill the count up."""
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
    """Write an unknown status where only deleted orders have it."""
    colours(db)
    db.execute("UPDATE orders SET status = 'gone' WHERE deleted_at IS NOT NULL")


def impossible(db: Any) -> None:
    """Run what is no SQL."""
    db.execute("ALTER TABLE nothing ADD COLUMN colour TEXT")


def other_schema(db: Any) -> None:
    """Make a table that the new schema does not have."""
    colours(db)
    db.execute("CREATE TABLE more (x)")


def release(patch: pytest.MonkeyPatch, migration: Migration = colours) -> None:
    """Make the program one of schema `NEXT`, whose migration may be a bad one."""

    def history(added: Migration) -> Migrations:
        made = Migrations("linkdue")
        for step in STEPS:
            made()(step)
        made(name="colours")(added)
        return made

    with_colours = sqlite3.connect(":memory:", isolation_level=None)
    patch.setattr(migrations, "migrations", history(colours))
    migrations.migrate(with_colours)
    patch.setitem(schema.FINGERPRINTS, NEXT, schema.fingerprint(with_colours))
    with_colours.close()
    patch.setattr(migrations, "migrations", history(migration))
    for module in (database, migrations, backups, restore, upgrade, store):
        patch.setattr(module, "SCHEMA_VERSION", NEXT)
