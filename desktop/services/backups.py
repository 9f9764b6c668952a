"""Backups: when one is due, taking it here and in a second place, listing, restoring.

What works on files is loaded when it is first needed: it is not on the way to the first frame.
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
"""A last backup older than this is followed by another when the program starts."""
WITH_CHANGES = timedelta(minutes=30)
"""So long after the last backup, changes are worth another."""
MANY = 20
"""An action on more orders than this is preceded by a backup."""


class BackupOutcome(NamedTuple):
    """A backup that was taken, and what became of its copy in the second place.

    `second` is that copy, `second_problem` why there is none; both None if no place is chosen.
    """

    backup: Backup
    second: Backup | None = None
    second_problem: StorageError | None = None


class HeldState:
    """The data file as it was at one moment, for a backup that is taken later.

    Any thread may take it, and close it.
    """

    def __init__(self, data: Path) -> None:
        """Hold on to `data` as it is now. Raises StorageError if it cannot be read."""
        self._data = data
        from desktop.records.backups.backup import hold

        self._source = hold(data)

    def take(
        self, folder: Path, now: datetime, reason: BackupReason, token: CancelToken | None
    ) -> Backup:
        """Take a backup of the state into `folder`, under a name of its own.

        Raises StorageError if it could not be taken, and Cancelled if the token is cancelled.
        """
        from desktop.records.backups.backup import take_from

        return take_from(self._source, self._data, folder, now, reason, token)

    def take_to(self, target: Path, now: datetime, reason: BackupReason) -> Backup:
        """Do what `take` does, to a file of the user's choice."""
        from desktop.records.backups.backup import take_to

        return take_to(self._source, self._data, target, now, reason)

    def close(self) -> None:
        """Release the file."""
        self._source.close()


class BackupService:
    """What can be done with the backups of one data folder. `clock` gives now in UTC.

    All but the settings may take long, and belongs on a thread and a workspace of its own.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self.hand_over: Callable[[HeldState, BackupReason], object] | None = None
        """Takes a held state of the file and copies it on another thread, if there is one."""
        self.missed: StorageError | None = None
        """Why there is no backup from before the last action, which was done all the same."""

    # Settings

    @property
    def folder(self) -> Path:
        """The folder where backups are: in the data folder."""
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
        """Copy every backup to this folder as well, or to none any more.

        Raises ValueError if it is the folder where backups are already.
        """
        if folder is not None and folder.resolve() == self.folder.resolve():
            raise ValueError("the first place")
        self._store.set_setting(SettingKey.BACKUP_PLACE, "" if folder is None else str(folder))

    @property
    def asks_for_place(self) -> bool:
        """Whether the user was neither asked for a second place yet nor has chosen one."""
        return self.second_place is None and self._store.setting(SettingKey.BACKUP_ASKED) is None

    def do_not_ask(self) -> None:
        """Record that the user does not want a second place."""
        self._store.set_setting(SettingKey.BACKUP_ASKED, "1")

    # When

    def due(self, last: Backup | None, *, starting: bool = False) -> BackupReason | None:
        """Return why a backup is due now, after the `last`; None if none is."""
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
        """Keep the present state before an action that changes much.

        If another thread takes it over, the state is only held here and copied there; else it is
        copied now. The action is never held back: `missed` says if that went wrong.
        """
        self.missed = None
        if not self.on or not self._store.last_entry():
            return
        try:
            self._name_data()
            if self.hand_over is None:
                self.take(reason)
            else:
                self.hand_over(HeldState(self._store.path), reason)
        except StorageError as problem:
            self.missed = problem

    def last(self, found: BackupListing) -> Backup | None:
        """Return the newest sound backup; one from the future only if there is no other."""
        now = self._clock()
        return next((one for one in found.good if one.at <= now), found.last)

    def latest_at(self, now: datetime) -> datetime | None:
        """Return when (UTC) the latest verified backup in the first place was taken; None if never.

        By the name that a file is given only after it was verified: nothing is opened, so that the
        reminders can ask often. Raises StorageError if the folder cannot be read.
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
        """Take a backup now, or of a state that is held, in both places, and prune both.

        Raises StorageError if none could be taken in the first place, and Cancelled if the token is
        cancelled.
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
            if not place.is_dir():  # not made anew: a disk that is away leaves its name behind
                raise StorageError(StorageErrorKind.UNREACHABLE, place, "no such folder")
            backups.sweep(place)
            second = backups.copy_into(taken, place, token)
            self._prune(place, now, token)
        except StorageError as problem:
            return BackupOutcome(taken, None, problem)
        return BackupOutcome(taken, second)

    def take_to(self, target: Path) -> Backup:
        """Take a backup now, in a file of the user's choice.

        Raises StorageError, FOREIGN or DAMAGED if the name is taken by something that is no backup.
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
        """Delete what is not kept, of backups of this data only: others may use the place, too."""
        from desktop.records.backups import catalog, evidence_copies
        from desktop.records.backups.backup import prune

        origin = self._store.setting(SettingKey.BACKUP_ORIGIN)
        found = catalog.find(folder, now, token)
        stay = prune([one for one in found.good if one.origin == origin], now)
        if not found.broken:
            others = [one for one in found.good if one.origin != origin]
            evidence_copies.prune(folder, [*stay, *others], self._store.evidence_digests())

    # Looking

    # All raise StorageError if a file cannot be read, and Cancelled if the token is cancelled.

    def find(self, token: CancelToken | None = None) -> BackupListing:
        """Open and check every backup in the first place."""
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
    """Put a backup in the place of the data in `folder`, which nobody may have open.

    The present state becomes a backup first. Raises StorageError if that or the restore fails; the
    data is then exactly as it was.
    """
    from desktop.records.backups.restore import restore

    return restore(source, folder / FILE_NAME, folder / BACKUP_FOLDER, now)
