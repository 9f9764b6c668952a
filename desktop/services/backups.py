"""Backups: when one is due, taking it here and in a second folder, listing, restoring.

Modules that work on files are imported on first use, to keep them out of the program's start.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from desktop.base.progress import CancelToken
from desktop.base.settings import SettingKey
from desktop.base.storage import BACKUP_FOLDER, FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.backups import Backup, BackupListing, BackupReason, Restored, TableDifference
from desktop.records.store import Store

AT_START = timedelta(hours=24)
"""If the last backup is older than this, the program takes another when it starts."""
WITH_CHANGES = timedelta(minutes=30)
"""Once the last backup is this old, changed data is backed up again."""
MANY = 20
"""A backup is taken before an action on more orders than this."""


class BackupOutcome(NamedTuple):
    """A backup that was taken, and its copy in the second folder.

    `second_problem` is why the copy failed; both are None if no second folder is chosen.
    """

    backup: Backup
    second: Backup | None = None
    second_problem: StorageError | None = None


class HeldState:
    """A read transaction that keeps one state of the data file, for a backup that is taken later.

    Its methods may be called from any thread.
    """

    def __init__(self, data: Path) -> None:
        """Keep the current state of `data`. Raises StorageError if it cannot be read."""
        self._data = data
        from desktop.records.backups.backup import hold

        self._source = hold(data)

    def take(
        self, folder: Path, now: datetime, reason: BackupReason, token: CancelToken | None
    ) -> Backup:
        """Take a backup of the state into `folder`, under a name that is free there.

        Raises StorageError if it could not be taken, and Cancelled if the token is cancelled.
        """
        from desktop.records.backups.backup import take_from

        return take_from(self._source, self._data, folder, now, reason, token)

    def take_to(self, target: Path, now: datetime, reason: BackupReason) -> Backup:
        """Take a backup as `take` does, in a file of the user's choice."""
        from desktop.records.backups.backup import take_to

        return take_to(self._source, self._data, target, now, reason)

    def close(self) -> None:
        """Release the file."""
        self._source.close()


class BackupService:
    """The backups of one data folder. `clock` gives now in UTC.

    All methods but the settings may take long: call them on a thread with its own workspace.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self.copy_in_background: Callable[[HeldState, BackupReason], object] | None = None
        """Copies a held state of the file on another thread; None without such a thread."""
        self.missed: StorageError | None = None
        """Why the backup before the last action failed; the action itself was done."""

    # Settings

    @property
    def folder(self) -> Path:
        """The folder of backups inside the data folder."""
        return self._store.path.parent / BACKUP_FOLDER

    @property
    def on(self) -> bool:
        """Whether backups are taken automatically."""
        return self._store.setting(SettingKey.BACKUP_OFF) != "1"

    def switch(self, on: bool) -> None:
        """Switch automatic backups on or off; the user can take one in either case."""
        self._store.set_setting(SettingKey.BACKUP_OFF, "" if on else "1")

    @property
    def second_place(self) -> Path | None:
        """The second folder that every backup is copied to; None if none is chosen."""
        kept = self._store.setting(SettingKey.BACKUP_PLACE)
        return Path(kept) if kept else None

    def choose_second_place(self, folder: Path | None) -> None:
        """Copy every backup to this folder as well; None stops that.

        Raises ValueError if it is the first folder of backups.
        """
        if folder is not None and folder.resolve() == self.folder.resolve():
            raise ValueError("the first place")
        self._store.set_setting(SettingKey.BACKUP_PLACE, "" if folder is None else str(folder))

    @property
    def asks_for_place(self) -> bool:
        """Whether the user has neither been asked for a second folder nor chosen one."""
        return self.second_place is None and self._store.setting(SettingKey.BACKUP_ASKED) is None

    def do_not_ask(self) -> None:
        """Record that the user does not want a second folder."""
        self._store.set_setting(SettingKey.BACKUP_ASKED, "1")

    # When

    def due(self, last: Backup | None, *, starting: bool = False) -> BackupReason | None:
        """Return the reason why a backup is due now, given the `last` one; None if none is due."""
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
        """Back up the present state before an action that changes much.

        With `copy_in_background`, the state is only held here and copied on that thread; otherwise
        it is copied now. An error does not prevent the action; it is kept in `missed`.
        """
        self.missed = None
        if not self.on or not self._store.last_entry():
            return
        try:
            self._name_data()
            if self.copy_in_background is None:
                self.take(reason)
            else:
                self.copy_in_background(HeldState(self._store.path), reason)
        except StorageError as problem:
            self.missed = problem

    def last(self, found: BackupListing) -> Backup | None:
        """Return the newest sound backup; one dated in the future only if there is no other."""
        now = self._clock()
        return next((one for one in found.good if one.at <= now), found.last)

    def latest_at(self, now: datetime) -> datetime | None:
        """Return when (UTC) the latest backup in the first folder was taken; None if never.

        Read from the file's name, which is given only after the check. No file is opened, so that
        reminders can call this often. Raises StorageError if the folder cannot be read.
        """
        from desktop.records.backups.names import latest_at

        return latest_at(self.folder, now)

    # Taking

    def take(
        self,
        reason: BackupReason,
        token: CancelToken | None = None,
        held: HeldState | None = None,
    ) -> BackupOutcome:
        """Take a backup now, or of the `held` state, in both folders, and prune both.

        Raises StorageError if none could be taken in the first folder, and Cancelled if the token
        is cancelled.
        """
        from desktop.records.backups import backup as backups

        token, now = token or CancelToken(), self._clock()
        self._name_data()
        backups.sweep(self.folder)
        with closing(HeldState(self._store.path) if held is None else held) as state:
            taken = state.take(self.folder, now, reason, token)
        self._prune(self.folder, now, token)
        place = self.second_place
        if place is None:
            return BackupOutcome(taken)
        try:
            if not place.is_dir():  # not created: it may be the mount point of a missing disk
                raise StorageError(StorageErrorKind.UNREACHABLE, place, "no such folder")
            backups.sweep(place)
            second = backups.copy_into(taken, place, token)
            self._prune(place, now, token)
        except StorageError as problem:
            return BackupOutcome(taken, None, problem)
        return BackupOutcome(taken, second)

    def take_to(self, target: Path) -> Backup:
        """Take a backup now, in a file of the user's choice.

        Raises StorageError, FOREIGN or DAMAGED if a file of that name exists and is no backup.
        """
        self._name_data()
        if target.exists():
            self.examine(target)
        now = self._clock()
        with closing(HeldState(self._store.path)) as state:
            return state.take_to(target, now, BackupReason.ASKED)

    def _name_data(self) -> None:
        if self._store.setting(SettingKey.BACKUP_ORIGIN) is None:
            self._store.set_setting(SettingKey.BACKUP_ORIGIN, os.urandom(8).hex())

    def _prune(self, folder: Path, now: datetime, token: CancelToken) -> None:
        """Delete backups that need not be kept; those of other data in the folder are unchanged."""
        from desktop.records.backups import catalog, evidence_copies
        from desktop.records.backups.backup import prune

        origin = self._store.setting(SettingKey.BACKUP_ORIGIN)
        found = catalog.find(folder, now, token)
        stay = prune([one for one in found.good if one.origin == origin], now)
        if not found.broken:
            others = [one for one in found.good if one.origin != origin]
            evidence_copies.prune(folder, [*stay, *others], self._store.evidence_digests())

    # Reading. All raise StorageError if a file cannot be read, and Cancelled with their token.

    def find(self, token: CancelToken | None = None) -> BackupListing:
        """Open and check every backup in the first folder."""
        from desktop.records.backups import catalog

        return catalog.find(self.folder, self._clock(), token or CancelToken())

    def examine(self, path: Path, token: CancelToken | None = None) -> Backup:
        """Open and check a backup from anywhere."""
        from desktop.records.backups.backup import examine

        return examine(path, token or CancelToken())

    def compare(self, backup: Path, token: CancelToken | None = None) -> dict[str, TableDifference]:
        """Return what restoring a backup would change, by table."""
        from desktop.records.backups.compare import compare

        return compare(backup, self._store.path, token or CancelToken())


def restore_backup(source: Path, folder: Path, now: datetime) -> Restored:
    """Replace the data in `folder` with a backup; no connection may have the data open.

    The present state is backed up first. Raises StorageError if that or the restore fails; the data
    is then unchanged.
    """
    from desktop.records.backups.restore import restore

    return restore(source, folder / FILE_NAME, folder / BACKUP_FOLDER, now)
