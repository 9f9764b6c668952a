"""One data folder at work: all that the window and the command line ask for is asked for here."""

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
from desktop.system.moved_note import read_note

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
    """The data of one folder. Not for more than one thread: `another` is for the next.

    Records are read and saved by its own methods; its parts, `orders`, `files`, `cashback`,
    `payments`, `statements`, `comparing`, `evidence`, `reports`, `backups`, `reminders` and
    `clock_check`, do the rest.
    """

    def __init__(
        self,
        store: Store,
        programme: Programme,
        clock: Clock = system_clock,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """`steady` gives seconds that nobody can set; with it, a clock that is set is noticed."""
        super().__init__(store, programme, clock)
        self.clock_check = ClockCheck(store, programme, clock, steady)

    # Loaded when first used: none is on the way to the first frame.

    @cached_property
    def backups(self) -> BackupService:
        """When backups are due, taking, listing and restoring them."""
        from desktop.services.backups import BackupService

        return BackupService(self._store, self.clock)

    @cached_property
    def orders(self) -> OrderService:
        """What is done to recorded orders, one or many."""
        from desktop.services.orders import OrderService

        return OrderService(self._store, self.book, self.clock, self._before_many)

    @cached_property
    def files(self) -> FileService:
        """What is done with files: orders in, records out."""
        from desktop.services.files import FileService

        return FileService(self._store, self.programme, self.book, self.clock, self._before_import)

    @cached_property
    def cashback(self) -> CashbackService:
        """What was promised, and what came."""
        from desktop.services.cashback import CashbackService

        return CashbackService(self._store, self.book, self.clock)

    @cached_property
    def comparing(self) -> CompareService:
        """What is held against the console's lists."""
        from desktop.services.comparing import CompareService

        return CompareService(self._store, self.programme, self.book, self.clock, self._before_many)

    @cached_property
    def payments(self) -> PaymentService:
        """Receipts from the lists of a bank, of WeChat or of Alipay."""
        from desktop.services.payments import PaymentService

        return PaymentService(self._store, self.book, self.clock, self.cashback)

    @cached_property
    def statements(self) -> StatementService:
        """The statement for a partner, and what comes back."""
        from desktop.services.statements import StatementService

        return StatementService(self._store, self.book, self.clock)

    @cached_property
    def evidence(self) -> EvidenceService:
        """What shows that it was so: screenshots and PDF files."""
        from desktop.services.evidence import EvidenceService

        return EvidenceService(self._store, self.clock)

    @cached_property
    def reminders(self) -> ReminderService:
        """What is due, who announces it, and what became of that."""
        from desktop.services.reminders import ReminderService

        return ReminderService(self._store, self.book, self.clock, self.backups.latest_at)

    @cached_property
    def reports(self) -> ReportService:
        """What a month brought, for the bookkeeper."""
        from desktop.services.reports import ReportService

        return ReportService(self._store, self.book, self.clock, self.evidence)

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Clock = system_clock,
        steady: Callable[[], float] | None = None,
        start: Start = Start.AS_IT_IS,
    ) -> Workspace:
        """Open (or make) the data in `folder`. Raises StorageError if that cannot be done."""
        data = folder / FILE_NAME
        if not data.exists() and read_note(folder) is not None:
            raise StorageError(StorageErrorKind.MOVED, data)
        programme = _programme_in_force()
        return cls(Store.open(folder, programme, clock, start), programme, clock, steady)

    @classmethod
    def open_to_read(cls, folder: Path, clock: Clock = system_clock) -> Workspace:
        """Open the data in `folder`, only to be read if nothing can be written there.

        For questions that must be answered on a read-only or full disk. What would write raises
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
        """Load what writes, so that the first action does not wait for it. Any thread may do so."""
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

        Raises StorageError if that cannot be done; what was there before is then as it was.
        """
        from desktop.services.relocation import pack

        return pack(self.backups, target)

    # Single orders, as forms have them; `orders` takes keys, and many.

    def associate(
        self, order: Order, project: str | None = None, at: datetime | None = None
    ) -> Order:
        """Record that the user associated the order; see `OrderService.associate`."""
        return self.orders.associate([_key(order)], project, at)[0]

    def undo_association(self, order: Order) -> Order:
        """Take back `associate`; see `OrderService.undo_association`."""
        return self.orders.undo_association([_key(order)])[0]

    def delete_order(self, order: Order) -> None:
        """Put an order logged by mistake into the trash."""
        self.orders.delete([_key(order)])

    # What is not a record: half-typed input and settings. All raise StorageError.

    def draft(self, name: str) -> dict[str, Any]:
        """Return what was half-typed under this name; empty if nothing was."""
        return self._store.draft(name)

    def save_draft(self, name: str, fields: dict[str, Any]) -> None:
        """Keep half-typed input, so that closing or a crash loses nothing."""
        self._store.save_draft(name, fields)

    def drop_draft(self, name: str) -> None:
        """Forget half-typed input: it was saved as a record."""
        self._store.drop_draft(name)

    def setting(self, key: SettingKey, part: str = "") -> str | None:
        """Return a setting; None if it was never set. `part` ends the name of one of many."""
        return self._store.setting(key, part)

    def set_setting(self, key: SettingKey, value: str, part: str = "") -> None:
        """Change a setting of this data folder. `part` ends the name of one of many."""
        self._store.set_setting(key, value, part)

    def request_facts(self, uid: str) -> dict[str, str]:
        """Return what was last typed into a request of this account, by the fields' names."""
        facts = text_facts(self.setting(SettingKey.REQUEST_FACTS, uid))
        company = self.setting(SettingKey.REQUEST_COMPANY) or ""
        return facts | {"company": facts.get("company") or company}

    def keep_request_facts(self, uid: str, facts: Mapping[str, str]) -> None:
        """Remember what was typed into a request, the company for every account."""
        self.set_setting(SettingKey.REQUEST_COMPANY, facts.get("company", ""))
        self.set_setting(SettingKey.REQUEST_FACTS, json.dumps(facts, ensure_ascii=False), uid)

    def request_template(self, language: str) -> RequestTemplate:
        """Return the text of a request with its gaps: the user's copy, else the program's own."""
        from desktop.forms.request_template import FOLDER, read_template

        return read_template(self.folder / FOLDER, language)

    def copy_of_request_template(self, language: str) -> Path:
        """Return the user's copy of a request's text, which is made if there is none.

        Raises OSError if it cannot be made.
        """
        from desktop.base.atomic_file import write_whole
        from desktop.forms.request_template import FOLDER, built_in, file_name

        path = self.folder / FOLDER / file_name(language)
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            write_whole(path, built_in(language).text)
        return path

    # A backup comes before what changes much.

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
    """Read the programme once: the file is the program's own, and each thread opens a workspace."""
    return load(resource("programme.toml"))


def _key(order: Order) -> int:
    if order.key is None:
        raise ValueError("an order that is not recorded")
    return order.key
