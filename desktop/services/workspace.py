"""The service facade for one data folder, used by both the window and the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.resources import resource
from desktop.base.settings import SettingKey
from desktop.base.storage import FILE_NAME, Start, StorageError, StorageErrorKind
from desktop.domain.model import Order
from desktop.domain.programme import Programme, load
from desktop.forms.stored_settings import text_facts
from desktop.records.store import Store
from desktop.services.clock import Clock, ClockCheck, system_clock
from desktop.services.record_actions import RecordActions
from desktop.system.relocation_note import read_note

_NOTHING_WRITTEN = (
    StorageErrorKind.READ_ONLY,
    StorageErrorKind.NO_SPACE,
    StorageErrorKind.UNREACHABLE,
)
if TYPE_CHECKING:
    from desktop.domain.backups import Backup
    from desktop.forms.request_template import RequestTemplate
    from desktop.services.backups import BackupService
    from desktop.services.cashback import CashbackService
    from desktop.services.comparing import CompareService
    from desktop.services.evidence import EvidenceService
    from desktop.services.files import FileService
    from desktop.services.orders import OrderService
    from desktop.services.payments import PaymentService
    from desktop.services.reminders import ReminderService
    from desktop.services.reports import ReportService
    from desktop.services.statements import StatementService


class Workspace(RecordActions):
    """The data of one folder. Use it on one thread only; `another` opens one for another thread.

    Its own methods read and save records; the rest is done by its parts: `orders`, `files`,
    `cashback`, `payments`, `statements`, `comparing`, `evidence`, `reports`, `backups`, `reminders`
    and `clock_check`.
    """

    def __init__(
        self,
        store: Store,
        programme: Programme,
        clock: Clock = system_clock,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """`steady` gives monotonic seconds; with it, a change of the wall clock is noticed."""
        super().__init__(store, programme, clock)
        self.clock_check = ClockCheck(store, programme, clock, steady)

    # Imported on first use, to keep them out of the program's start.

    @cached_property
    def backups(self) -> BackupService:
        """Taking, listing and comparing backups."""
        from desktop.services.backups import BackupService

        return BackupService(self._store, self.clock)

    @cached_property
    def orders(self) -> OrderService:
        """Actions on recorded orders, one or many."""
        from desktop.services.orders import OrderService

        return OrderService(self._store, self.book, self.clock, self._before_many)

    @cached_property
    def files(self) -> FileService:
        """Importing orders and exporting records."""
        from desktop.services.files import FileService

        return FileService(self._store, self.programme, self.book, self.clock, self._before_import)

    @cached_property
    def cashback(self) -> CashbackService:
        """Cashback promised and received."""
        from desktop.services.cashback import CashbackService

        return CashbackService(self._store, self.book, self.clock)

    @cached_property
    def comparing(self) -> CompareService:
        """Comparing orders with the console's lists."""
        from desktop.services.comparing import CompareService

        return CompareService(self._store, self.programme, self.book, self.clock, self._before_many)

    @cached_property
    def payments(self) -> PaymentService:
        """Receipts from payment lists of a bank, WeChat or Alipay."""
        from desktop.services.payments import PaymentService

        return PaymentService(self._store, self.book, self.clock, self.cashback)

    @cached_property
    def statements(self) -> StatementService:
        """Statements for partners, and their answers."""
        from desktop.services.statements import StatementService

        return StatementService(self._store, self.book, self.clock)

    @cached_property
    def evidence(self) -> EvidenceService:
        """Evidence: screenshots and PDF files."""
        from desktop.services.evidence import EvidenceService

        return EvidenceService(self._store, self.clock)

    @cached_property
    def reminders(self) -> ReminderService:
        """Reminders: claims, snoozes, plans and their log."""
        from desktop.services.reminders import ReminderService

        return ReminderService(self._store, self.book, self.clock, self.backups.latest_at)

    @cached_property
    def reports(self) -> ReportService:
        """Monthly reports and packs for disputes."""
        from desktop.services.reports import ReportService

        return ReportService(self._store, self.book, self.clock, self.evidence)

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Clock = system_clock,
        steady: Callable[[], float] | None = None,
        start: Start = Start.CREATE_IF_NEW,
    ) -> Workspace:
        """Open (or make) the data in `folder`. Raises StorageError if that cannot be done."""
        data = folder / FILE_NAME
        if not data.exists() and read_note(folder) is not None:
            raise StorageError(StorageErrorKind.MOVED, data)
        programme = _programme_in_force()
        return cls(Store.open(folder, programme, clock, start), programme, clock, steady)

    @classmethod
    def open_to_read(cls, folder: Path, clock: Clock = system_clock) -> Workspace:
        """Open the data in `folder`, for reading only if nothing can be written there.

        For queries that must work on a read-only or full disk; methods that write then raise
        StorageError. Raises StorageError if the data cannot be read either.
        """
        try:
            return cls.open(folder, clock)
        except StorageError as problem:
            if problem.kind not in _NOTHING_WRITTEN:
                raise
        programme = _programme_in_force()
        return cls(Store.open_to_read(folder, programme, clock), programme, clock)

    def another(self) -> Workspace:
        """Open the same data once more, for another thread. Raises StorageError if that fails."""
        return Workspace(self._store.another(), self.programme, self.clock)

    @staticmethod
    def preload() -> None:
        """Import the modules that write, so that the first action need not. Safe on any thread."""
        Store.preload()

    def close(self) -> None:
        """Release the data folder."""
        self._store.close()

    @property
    def data_file(self) -> Path:
        """The file that holds all records."""
        return self._store.path

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._store.path.parent

    def pack(self, target: Path) -> Backup:
        """Write all data and settings into one file for another computer.

        Raises StorageError if that fails; an existing file is then unchanged.
        """
        from desktop.services.relocation import pack

        return pack(self.backups, target)

    # Actions on single orders; those of `orders` expect many, by their keys.

    def associate(
        self, order: Order, project: str | None = None, at: datetime | None = None
    ) -> Order:
        """Record that the user associated the order; see `OrderService.associate`."""
        return self.orders.associate([_key(order)], project, at)[0]

    def undo_association(self, order: Order) -> Order:
        """Undo `associate`; see `OrderService.undo_association`."""
        return self.orders.undo_association([_key(order)])[0]

    def delete_order(self, order: Order) -> None:
        """Move an order that was recorded by mistake to the trash."""
        self.orders.delete([_key(order)])

    # Drafts and settings, which are not records. All raise StorageError.

    def draft(self, name: str) -> dict[str, Any]:
        """Return the half-typed input stored under this name; empty if there is none."""
        return self._store.draft(name)

    def save_draft(self, name: str, fields: dict[str, Any]) -> None:
        """Store half-typed input, so that closing or a crash loses nothing."""
        self._store.save_draft(name, fields)

    def drop_draft(self, name: str) -> None:
        """Delete half-typed input after it was saved as a record."""
        self._store.drop_draft(name)

    def setting(self, key: SettingKey, part: str = "") -> str | None:
        """Return a setting; None if it was never set. `part` is appended to the key's name."""
        return self._store.setting(key, part)

    def set_setting(self, key: SettingKey, value: str, part: str = "") -> None:
        """Change a setting of this data folder. `part` is appended to the key's name."""
        self._store.set_setting(key, value, part)

    def request_facts(self, uid: str) -> dict[str, str]:
        """Return the last input for a request of this account, by field name."""
        facts = text_facts(self.setting(SettingKey.REQUEST_FACTS, uid))
        company = self.setting(SettingKey.REQUEST_COMPANY) or ""
        return facts | {"company": facts.get("company") or company}

    def keep_request_facts(self, uid: str, facts: Mapping[str, str]) -> None:
        """Store the input for a request of this account, and the company for all accounts."""
        self.set_setting(SettingKey.REQUEST_COMPANY, facts.get("company", ""))
        self.set_setting(SettingKey.REQUEST_FACTS, json.dumps(facts, ensure_ascii=False), uid)

    def request_template(self, language: str) -> RequestTemplate:
        """Return the template of a request: the user's copy, else the built-in one."""
        from desktop.forms.request_template import FOLDER, read_template

        return read_template(self.folder / FOLDER, language)

    def copy_of_request_template(self, language: str) -> Path:
        """Return the path of the user's copy of the request template; create it if needed.

        Raises OSError if it cannot be created.
        """
        from desktop.base.atomic_file import write_whole
        from desktop.forms.request_template import FOLDER, built_in, file_name

        path = self.folder / FOLDER / file_name(language)
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            write_whole(path, built_in(language).text)
        return path

    # Backups before actions that change much

    def _before_many(self, count: int) -> None:
        from desktop.domain.backups import BackupReason
        from desktop.services.backups import MANY

        if count > MANY:
            self.backups.before(BackupReason.MANY)

    def _before_import(self) -> None:
        from desktop.domain.backups import BackupReason

        self.backups.before(BackupReason.IMPORT)


@cache
def _programme_in_force() -> Programme:
    """Return the rules in force. Cached: each thread opens a workspace, the file never changes."""
    return load(resource("programme.toml"))


def _key(order: Order) -> int:
    if order.key is None:
        raise ValueError("an order that is not recorded")
    return order.key
