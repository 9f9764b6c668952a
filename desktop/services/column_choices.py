"""The facts that a user chose for the columns of a table, remembered by the table's titles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from desktop.base.settings import SettingKey
from desktop.base.small_json import parse_object
from desktop.records.store import Store

if TYPE_CHECKING:
    from desktop.exchange.document.table import Table


def column_facts(
    store: Store, key: SettingKey, table: Table, known: Collection[str]
) -> dict[int, str]:
    """Return the fact in each column, by its index: as last chosen, else as guessed.

    Chosen facts that are not `known` are left out.
    """
    kept = parse_object(store.setting(key, _titles_hash(table)))
    if kept is None:
        return dict(table.facts)
    chosen = ((at, kept.get(str(at))) for at in range(len(table.titles)))
    return {at: fact for at, fact in chosen if isinstance(fact, str) and fact in known}


def remember_columns(
    store: Store, key: SettingKey, table: Table, columns: Mapping[int, str]
) -> None:
    """Remember which facts the columns of tables with these titles hold."""
    store.set_setting(key, json.dumps(dict(columns)), _titles_hash(table))


def _titles_hash(table: Table) -> str:
    titles = json.dumps(table.titles, ensure_ascii=False)
    return hashlib.sha256(titles.encode()).hexdigest()[:16]
