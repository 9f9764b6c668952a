"""Counting the records that a restore would change."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from desktop.base.progress import CancelToken
from desktop.domain.backups import TableDifference
from desktop.records.backups.copying import open_to_read
from desktop.records.file.connect import SNAPSHOT, cancellable
from desktop.records.file.errors import translate_errors
from desktop.records.file.schema import check_schema, open_foreign

_ACCOUNT = "(SELECT uid FROM {side}.accounts WHERE id = account_id)"
_IDENTITIES = {  # SQL for a record's identity: row keys may differ after a restore
    "accounts": "uid",
    "partners": "name",
    "projects": f"{_ACCOUNT} || ' ' || coalesce(number, 'row ' || id)",
    "orders": f"{_ACCOUNT} || ' ' || number",
    "receipts": "received_at || ' ' || amount || ' ' || note",
    "cashback": f"{_ACCOUNT} || ' ' || order_number || ' ' || received_at || ' ' || amount",
    "sightings": f"{_ACCOUNT} || ' ' || order_number || ' ' || seen_at",
    "comparisons": f"{_ACCOUNT} || ' ' || compared_at",
    "partner_answers": f"{_ACCOUNT} || ' ' || order_number",
    "evidence": "kind || ' ' || sha256 || ' ' || added_at",
}
_KEYS = {"id", "account_id", "partner_id", "deleted_at", "receipt_id", "subject_key"}
_PARTNER = "(SELECT name FROM {side}.partners WHERE id = partner_id)"


def compare(
    backup: Path, data: Path, cancel: CancelToken | None = None
) -> dict[str, TableDifference]:
    """Return what restoring `backup` would change in `data`, by table.

    Tables without a difference are left out, and orders in the trash do not count. If one of the
    two has an older schema, only the tables and columns of both are compared. Raises StorageError
    if one of them cannot be read or its schema was changed, and Cancelled.
    """
    with translate_errors(backup), open_foreign(backup, cancel) as copy:
        check_schema(copy, backup)
    with (
        translate_errors(data),
        closing(open_to_read(data)) as connection,
        cancellable(connection, cancel),
    ):
        check_schema(connection, data)
        then = f"{backup.absolute().as_uri()}?{SNAPSHOT.parameters}"
        connection.execute("ATTACH ? AS backup", [then])
        connection.execute("BEGIN")  # so that all queries see the same moment
        found = {
            table: _difference(connection, table)
            for table in _IDENTITIES
            if all(_columns(connection, side, table) for side in ("main", "backup"))
        }
        connection.execute("ROLLBACK")
    return {table: difference for table, difference in found.items() if difference}


def _difference(connection: sqlite3.Connection, table: str) -> TableDifference:
    shared = _columns(connection, "main", table) & _columns(connection, "backup", table)
    now, then = (_rows(table, side, shared) for side in ("main", "backup"))
    here, there = f"SELECT who FROM ({now})", f"SELECT who FROM ({then})"

    def count(query: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM ({query})").fetchone()[0])

    return TableDifference(
        fewer=count(f"{here} EXCEPT {there}"),
        more=count(f"{there} EXCEPT {here}"),
        changed=count(f"SELECT who FROM ({now} EXCEPT {then}) INTERSECT {there}"),
    )


def _columns(connection: sqlite3.Connection, side: str, table: str) -> set[str]:
    query = "SELECT name FROM pragma_table_info(?, ?)"
    return {str(name) for (name,) in connection.execute(query, [table, side])}


def _rows(table: str, side: str, shared: set[str]) -> str:
    """Return a query for every record: its identity, and the columns that both sides have."""
    facts = [f'"{name}"' for name in sorted(shared - _KEYS)]
    if "partner_id" in shared:
        facts.append(_PARTNER.format(side=side))
    who = _IDENTITIES[table].format(side=side)
    live = " WHERE deleted_at IS NULL" if "deleted_at" in shared else ""
    return f"SELECT {', '.join([f'{who} AS who', *facts])} FROM {side}.{table}{live}"
