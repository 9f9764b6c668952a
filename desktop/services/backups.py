"""The acts with backups: when one is due, taking it here and in a second place, listing, restoring."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from desktop.base.settings import SettingKey
from desktop.base.storage import BACKUP_FOLDER, FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupListing, BackupReason, Restored, TableDifference
from desktop.records.backups import backup as backups
from desktop.records.backups import catalog
from desktop.records.backups.cancellation import Stop, never
from desktop.records.backups.compare import compare
from desktop.records.backups.restore import restore
from desktop.records.store import Store

AT_START = timedelta(hours=24)
"""A last backup older than this is followed by another when the program starts."""
WITH_CHANGES = timedelta(minutes=30)
"""So long after the last backup, changes are worth another."""
MANY = 20
"""An act on more orders than this is preceded by a backup."""

HeldState = sqlite3.Connection
"""A state of the data file that is held on to; closing it lets go."""


@dataclass(frozen=True, slots=True)
class BackupOutcome:
    """A backup, its copy in the second place where one is chosen, or what kept that copy from being made."""

    backup: Backup
    second: Backup | None = None
    trouble: StorageError | None = None


class BackupService:
    """What can be done with the backups of one data folder. `clock` gives now in UTC.

    All but the settings may take long, and belongs on a thread and a store of its own.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self.hand_over: Callable[[HeldState, BackupReason], object] | None = None
        """Takes a held state of the file and copies it elsewhere, where somebody is there to do so."""
        self.missed: StorageError | None = None
        """Why the backup before the last act could not be taken; the act was done all the same."""

    # Settings

    @property
    def folder(self) -> Path:
        """Where backups are: in the data folder."""
        return self._store.path.parent / BACKUP_FOLDER

    @property
    def on(self) -> bool:
        """Whether backups are taken without being asked for."""
        return self._store.setting(SettingKey.BACKUP_OFF) != "1"

    def switch(self, on: bool) -> None:
        """Take backups by itself, or not; they can be asked for in any case."""
        self._store.set_setting(SettingKey.BACKUP_OFF, "" if on else "1")

    @property
    def second_place(self) -> Path | None:
        """The folder that every backup is copied to as well; None where none is chosen."""
        kept = self._store.setting(SettingKey.BACKUP_PLACE)
        return Path(kept) if kept else None

    def choose_second_place(self, folder: Path | None) -> None:
        """Copy every backup to this folder as well; None: no more. ValueError for where they are already."""
        if folder is not None and folder.resolve() == self.folder.resolve():
            raise ValueError("the first place")
        self._store.set_setting(SettingKey.BACKUP_PLACE, "" if folder is None else str(folder))

    @property
    def asks_for_place(self) -> bool:
        """Whether the user was neither asked for a second place yet nor has chosen one."""
        return self.second_place is None and self._store.setting(SettingKey.BACKUP_ASKED) is None

    def do_not_ask(self) -> None:
        """The user does not want a second place."""
        self._store.set_setting(SettingKey.BACKUP_ASKED, "1")

    # When

    def due(self, last: Backup | None, *, starting: bool = False) -> BackupReason | None:
        """Why a backup is due now, after the `last`; None where none is."""
        entry = self._store.last_entry()
        if not self.on or not entry:
            return None
        if last is None:
            return BackupReason.START if starting else BackupReason.CHANGES
        age = self._clock() - last.at
        if starting and (age > AT_START or age < timedelta()):
            return BackupReason.START
        changed = last.entry != entry
        return BackupReason.CHANGES if changed and not timedelta() <= age < WITH_CHANGES else None

    def before(self, reason: BackupReason) -> None:
        """Keep the present state before an act that changes much.

        Where somebody takes it over, the state is only held, and copied elsewhere; else it is copied
        now. The act is never kept back: `missed` says where there was trouble.
        """
        self.missed = None
        if not self.on or not self._store.last_entry():
            return
        try:
            self._name_data()
            if self.hand_over is None:
                self.take(reason)
            else:
                self.hand_over(backups.hold(self._store.path), reason)
        except StorageError as problem:
            self.missed = problem

    def last(self, found: BackupListing) -> Backup | None:
        """The newest sound backup; one of a moment to come only where there is no other."""
        now = self._clock()
        return next((one for one in found.good if one.at <= now), found.last)

    # Taking

    def take(
        self, reason: BackupReason, stop: Stop = never, held: HeldState | None = None
    ) -> BackupOutcome:
        """A backup now, or of a state that is held, in both places, both thinned out.

        Raises StorageError where there is none in the first place, and Cancelled.
        """
        now = self._clock()
        self._name_data()
        backups.sweep(self.folder)
        with closing(backups.hold(self._store.path) if held is None else held) as source:
            target = backups.free_name(self.folder, now)
            taken = backups.take_from(source, self._store.path, target, now, reason, stop)
        self._prune(self.folder, now, stop)
        place = self.second_place
        if place is None:
            return BackupOutcome(taken)
        try:
            if not place.is_dir():  # not made anew: a disk that is away leaves its name behind
                raise StorageError(StorageErrorKind.UNREACHABLE, place, "no such folder")
            backups.sweep(place)
            second = backups.copy_into(taken, place, stop)
            self._prune(place, now, stop)
        except StorageError as problem:
            return BackupOutcome(taken, None, problem)
        return BackupOutcome(taken, second)

    def take_to(self, target: Path) -> Backup:
        """A backup now, in a file of the user's choice.

        StorageError FOREIGN or DAMAGED where the name is taken by something that is no backup.
        """
        self._name_data()
        if target.exists():
            backups.examine(target)
        now = self._clock()
        with closing(backups.hold(self._store.path)) as source:
            return backups.take_from(source, self._store.path, target, now, BackupReason.ASKED)

    def _name_data(self) -> None:
        if self._store.setting(SettingKey.BACKUP_ORIGIN) is None:
            self._store.set_setting(SettingKey.BACKUP_ORIGIN, secrets.token_hex(8))

    def _prune(self, folder: Path, now: datetime, stop: Stop) -> None:
        """Only backups of this data: another computer may use the same place."""
        origin = self._store.setting(SettingKey.BACKUP_ORIGIN)
        found = catalog.find(folder, now, stop)
        backups.prune([one for one in found.good if one.origin == origin], now)

    # Looking

    def find(self, stop: Stop = never) -> BackupListing:
        """The backups in the first place, each opened and checked. StorageError, Cancelled."""
        return catalog.find(self.folder, self._clock(), stop)

    def examine(self, path: Path, stop: Stop = never) -> Backup:
        """Open and check a backup from anywhere. StorageError, Cancelled."""
        return backups.examine(path, stop)

    def compare(self, backup: Path, stop: Stop = never) -> dict[str, TableDifference]:
        """What restoring a backup would change, by table. StorageError, Cancelled."""
        return compare(backup, self._store.path, stop)


def restore_backup(source: Path, folder: Path, now: datetime, stop: Stop = never) -> Restored:
    """Put a backup in the place of the data in `folder`, which nobody may have open.

    The present state becomes a backup first. Raises StorageError and Cancelled; the data is
    then exactly as it was.
    """
    return restore(source, folder / FILE_NAME, folder / BACKUP_FOLDER, now, stop)
