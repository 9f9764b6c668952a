"""Importing orders from a file or a text, and exporting records to a file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base import gc_pause
from desktop.base.atomic_file import write_whole
from desktop.base.progress import Progress, with_progress
from desktop.base.settings import SettingKey
from desktop.base.small_json import parse_object
from desktop.base.storage import StorageError
from desktop.domain.assessment import assess
from desktop.domain.book import Book
from desktop.domain.evidence import subject_of_project
from desktop.domain.evidence_records import EvidenceSubject
from desktop.domain.journal import ActionName, JournalEntry
from desktop.domain.model import Order, Project
from desktop.domain.programme import Programme
from desktop.exchange.options import ReadOptions
from desktop.records.store import Store
from desktop.services.cashback import save_receipt
from desktop.services.column_choices import column_facts, remember_columns

if TYPE_CHECKING:
    from desktop.domain.receipts import MatchedReceipt
    from desktop.exchange.document.table import Table
    from desktop.exchange.formats.ical import Describe
    from desktop.exchange.merge_plan import MergePlan
    from desktop.exchange.read import Document
    from desktop.records.tables.transaction import Transaction

_SENTENCES_LIMIT = 10_000
"""Characters of a text that may be parsed on the window's thread."""
_ORDER_NEEDS = 4096
"""Bytes an imported order needs at most: row, verdict, search, journal, and their WAL frames."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import, or of a dry run; `plan` has the problems, row by row."""

    plan: MergePlan
    entry: JournalEntry | None


class FileService:
    """Imports and exports records. `book` gives the records, `clock` now in UTC.

    Modules of formats are imported on first use, to keep them out of the program's start.
    """

    def __init__(
        self,
        store: Store,
        programme: Programme,
        book: Callable[[], Book],
        clock: Callable[[], datetime],
        before_import: Callable[[], object] = lambda: None,
    ) -> None:
        self._before_import = before_import
        self._store = store
        self._programme = programme
        self._book = book
        self._clock = clock

    # Importing

    def open(
        self,
        source: Path | str,
        choices: ReadOptions | None = None,
        progress: Progress | None = None,
    ) -> Document:
        """Open a file (a path) or a copied text as a document.

        `progress` is called repeatedly while a table is read. Raises ImportRefused if the whole
        file is refused.
        """
        from desktop.exchange import read

        with gc_pause.paused():
            if isinstance(source, Path):
                return read.open_file(source, choices, progress)
            return read.open_text(source, progress)

    def only_order(self, text: str) -> dict[str, str] | None:
        """Return the facts of the only order in a running text, by the order form's fields.

        None for anything else, such as a table or JSON, and for a text that is too long.
        """
        if len(text) > _SENTENCES_LIMIT:
            return None
        from desktop.exchange.document.table import find_table
        from desktop.exchange.formats.order_text import only_order
        from desktop.exchange.snapshot import ImportRefused

        try:
            other = text.lstrip()[:1] in ("{", "[", "<") or find_table(text) is not None
        except ImportRefused:
            return None
        return None if other else only_order(text)

    def columns(self, table: Table) -> dict[int, str]:
        """Return the fact in each column, by its index: as last chosen, else as guessed."""
        from desktop.exchange.document.titles import TITLES

        return column_facts(self._store, SettingKey.COLUMNS, table, {"", *TITLES})

    def remember_columns(self, table: Table, columns: dict[int, str]) -> None:
        """Remember which facts the columns of tables with these titles hold."""
        remember_columns(self._store, SettingKey.COLUMNS, table, columns)

    def account_names(self) -> dict[str, str]:
        """Return the UIDs of accounts by their names in files, as the user chose."""
        kept = parse_object(self._store.setting(SettingKey.ACCOUNT_NAMES)) or {}
        return {name: uid for name, uid in kept.items() if isinstance(uid, str)}

    def remember_account(self, name: str, uid: str) -> None:
        """Remember that this name in files means the account with this UID."""
        self._store.set_setting(
            SettingKey.ACCOUNT_NAMES, json.dumps(self.account_names() | {name: uid})
        )

    def plan(
        self,
        document: Document,
        choices: ReadOptions | None = None,
        progress: Progress | None = None,
    ) -> MergePlan:
        """Return the plan for importing a document; nothing is changed.

        Raises ImportRefused if nothing of it can be imported.
        """
        from desktop.exchange.merge import merge
        from desktop.exchange.read import read

        choices = choices or ReadOptions()
        if document.table is not None and choices.columns is None:
            choices = replace(choices, columns=self.columns(document.table))
        choices = replace(choices, accounts=self.account_names() | dict(choices.accounts))
        book = self._book()
        known = {a.name or a.uid: a.uid for a in book.accounts.values()}
        with gc_pause.paused():
            snapshot = read(document, self._programme, choices, known, progress)
            return merge(book, snapshot, progress, self._clock())

    def import_plan(
        self, plan: MergePlan, source: str, progress: Progress | None = None
    ) -> ImportReport:
        """Import the planned records in one action; the journal names `source` as their origin."""
        self._before_import()
        try:
            return self._import_plan(plan, source, progress)
        except StorageError as problem:
            problem.needed += _ORDER_NEEDS * len(plan.orders)
            raise

    def _import_plan(self, plan: MergePlan, source: str, progress: Progress | None) -> ImportReport:
        known = [order for order in plan.orders if order.key is not None]
        groups: tuple[Sequence[Any], ...] = (plan.accounts, plan.partners, plan.projects, known)
        with self._store.transaction(
            ActionName.IMPORT, subject=source, progress=progress
        ) as transaction:
            for group in groups:
                for record in with_progress(group, progress):
                    transaction.save(record)
            transaction.add_orders([order for order in plan.orders if order.key is None], progress)
            saved: dict[int, MatchedReceipt] = {}
            for receipt in with_progress(plan.receipts, progress):
                saved[id(receipt)] = save_receipt(transaction, receipt)
            for sighting in plan.sightings:
                transaction.save(sighting)
            for answer in plan.answers:
                transaction.save(answer)
            for comparison in plan.comparisons:
                transaction.save(comparison)
            for partner_answer in plan.partner_answers:
                transaction.save(partner_answer)
            if plan.evidence:
                self._save_evidence(transaction, plan, saved)
        return ImportReport(plan, self._store.last_undoable())

    def _save_evidence(
        self, transaction: Transaction, plan: MergePlan, saved: dict[int, MatchedReceipt]
    ) -> None:
        """Save the records of evidence in a plan; the imported file holds no evidence files.

        `saved` has the receipts that were just recorded, by the `id()` of the plan's receipts.
        """
        from desktop.exchange.new_records import project_name
        from desktop.services.evidence import subject_in

        projects = {project_name(each): each for each in self._store.read_book().projects}
        own: dict[int, EvidenceSubject] = {}
        for offered in plan.evidence:
            about = offered.about
            if isinstance(about, Project):
                subject = subject_of_project(projects[project_name(about)].key or 0)
            elif isinstance(about, EvidenceSubject):
                subject = about
            else:
                found = saved.get(id(about), about)
                subject = own.setdefault(id(about), subject_in(transaction, found))
            transaction.save(replace(offered.piece, subject=subject))

    def import_file(
        self, path: Path, account: str | None = None, *, dry_run: bool = False
    ) -> ImportReport:
        """Import a file of orders – JSON or a table – or LinkDue's own JSON, in one action.

        Raises ImportRefused if nothing of it can be imported; the data is then unchanged.
        """
        plan = self.plan(
            self.open(path), ReadOptions(account=account, account_chosen=account is not None)
        )
        return ImportReport(plan, None) if dry_run else self.import_plan(plan, path.name)

    # Exporting

    def export(self, path: Path, language: str, describe: Describe | None = None) -> int:
        """Write the records in the format of the file's ending; return the number of orders.

        ``.json`` is everything, ``.xlsx`` all orders, ``.ics`` the deadlines to come in the words
        of `describe`, which only this format needs, and any other ending all orders as CSV. Titles
        and words of tables are in `language`. An error leaves no partial file. Raises OSError, and
        ExportRefused for values that a format cannot hold.
        """
        orders = self._book().orders
        match path.suffix.lower():
            case ".json":
                from desktop.exchange.formats.linkdue.write import dump as dump_json

                write_whole(path, dump_json(self._book(), self._clock()))
            case ".xlsx":
                from desktop.exchange.formats.order_xlsx import dump as dump_xlsx

                write_whole(path, dump_xlsx(orders.values(), language))
            case ".ics" if describe is not None:
                return self._export_calendar(path, describe)
            case _:
                from desktop.exchange.formats.order_csv import dump as dump_csv

                write_whole(path, dump_csv(orders.values(), language))
        return len(orders)

    def _export_calendar(self, path: Path, describe: Describe) -> int:
        from desktop.exchange.formats.ical import Due, announced_from, dump

        book, now = self._book(), self._clock()
        by_deadline: dict[tuple[str, datetime], list[Order]] = defaultdict(list)
        for order in self._store.open_orders(now, None):
            deadline = assess(order, book, now).deadline
            if deadline is not None:
                by_deadline[order.account, deadline].append(order)
        dues = [
            Due(book.accounts[uid], deadline, tuple(orders))
            for (uid, deadline), orders in by_deadline.items()
        ]
        kept = self._store.setting(SettingKey.CALENDAR_ANNOUNCED)
        before = announced_from(parse_object(kept) or {})
        content, announced = dump(dues, describe, now, before)
        write_whole(path, content)
        if announced != before:
            events = {uid: event.as_json() for uid, event in announced.items()}
            self._store.set_setting(SettingKey.CALENDAR_ANNOUNCED, json.dumps(events))
        return sum(len(due.orders) for due in dues)
