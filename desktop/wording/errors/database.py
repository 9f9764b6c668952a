"""What is wrong with the data file or with a backup, and what to do next."""

from __future__ import annotations

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.system.moved_note import NOTE
from desktop.system.paths import MARKER, portable_data_folder
from desktop.wording import amounts
from desktop.wording.i18n import _


def database(problem: StorageError) -> tuple[str, str]:
    """Return what is wrong with the data file and what to do next. The file is as it was."""
    cause, cure = {
        StorageErrorKind.NEWER: (
            _("The data was written by a newer LinkDue: {path}"),
            _("Install the newest LinkDue, or choose another data folder."),
        ),
        StorageErrorKind.FOREIGN: (
            _("This file is not a LinkDue data file: {path}"),
            _("Move it elsewhere, or choose another data folder."),
        ),
        StorageErrorKind.DAMAGED: (
            _("The data file is damaged: {path}"),
            _(
                "Restore a backup, or save what can be read into a new file. The damaged one is "
                "kept."
            ),
        ),
        StorageErrorKind.ALTERED: (
            _("Another program has changed how the data file is built: {path}"),
            _(
                "Restore a backup, or save what can be read into a new file. The changed one is "
                "kept."
            ),
        ),
        StorageErrorKind.STRAY_LOG: (
            _("The log beside the data file belongs to another file: {path}"),
            _("Put the file back that was there before, or set the log aside. Nothing is deleted."),
        ),
        StorageErrorKind.UPDATE_FAILED: (
            _("The update could not convert the data; your data is as it was: {path}"),
            _("Go on with the version of LinkDue before this one, and report the fault."),
        ),
        StorageErrorKind.READ_ONLY: (
            _("The data file cannot be written: {path}"),
            _("Allow writing to the file and its folder, or choose another folder."),
        ),
        StorageErrorKind.LOCKED: (
            _("Another program holds the data file: {path}"),
            _("Close the other program and try again."),
        ),
        StorageErrorKind.NO_SPACE: (
            _("The disk is full; nothing was changed: {path}"),
            room(problem.needed, problem.free),
        ),
        StorageErrorKind.UNREACHABLE: (
            _("The data folder cannot be reached: {path}"),
            _("Connect the disk or correct the folder, and try again."),
        ),
        StorageErrorKind.MOVED: (
            _("The data was moved away from here: {path}"),
            _(
                "The note “{note}” beside it says where to. Open it there, or remove the note to "
                "begin anew here."
            ).format(note=NOTE),
        ),
        StorageErrorKind.GONE: (
            _("The data file is not where it was: {path}"),
            _("Put it back or connect the disk and try again, or restore a backup."),
        ),
        StorageErrorKind.UNVERIFIED: (
            _("What was written could not be read again as it was: {path}"),
            _("The disk may be failing. Please choose another one for the copies."),
        ),
    }[problem.kind]
    if problem.kind in _PLACE_TROUBLE and problem.path.parent == portable_data_folder():
        cure = _(
            "A file “{marker}” lies beside the program, so the data belongs beside it, too. Put "
            "the program into a folder that you may write, or remove that file to keep the data in "
            "your user's folder."
        ).format(marker=MARKER)
    return cause.format(path=problem.path), cure


_PLACE_TROUBLE = (StorageErrorKind.READ_ONLY, StorageErrorKind.UNREACHABLE)


def notice(problem: StorageError) -> tuple[str, str]:
    """Return a headline without a path, and what to do next with the path below it."""
    return _path_below(problem, *database(problem))


def backup_notice(problem: StorageError) -> tuple[str, str]:
    """Return the same of a backup or the place for backups."""
    return _path_below(problem, *backup(problem))


def _path_below(problem: StorageError, cause: str, cure: str) -> tuple[str, str]:
    return cause.removesuffix(str(problem.path)).rstrip(":： "), f"{cure}\n{problem.path}"


def backup(problem: StorageError) -> tuple[str, str]:
    """Return what is wrong with a backup or the place for backups, and what to do next."""
    cause, cure = {
        StorageErrorKind.NEWER: (
            _("A newer LinkDue took this backup: {path}"),
            _("Install the newest LinkDue to restore it, or choose another backup."),
        ),
        StorageErrorKind.FOREIGN: (
            _("This file is not a backup of LinkDue: {path}"),
            _("Please choose another file."),
        ),
        StorageErrorKind.DAMAGED: (
            _("This backup is damaged: {path}"),
            _("Please choose another one. Your data is as it was."),
        ),
        StorageErrorKind.ALTERED: (
            _("Another program has changed how this backup is built: {path}"),
            _("Please choose another one. Your data is as it was."),
        ),
        StorageErrorKind.READ_ONLY: (
            _("The place for backups cannot be written: {path}"),
            _("Allow writing there, or choose another place."),
        ),
        StorageErrorKind.NO_SPACE: (
            _("There is no room for a backup: {path}"),
            room(problem.needed, problem.free),
        ),
        StorageErrorKind.UNREACHABLE: (
            _("The backup, or the place for backups, cannot be reached: {path}"),
            _("Connect the disk or correct the name, and try again."),
        ),
    }.get(problem.kind, database(problem))
    return cause.format(path=problem.path), cure


def room(needed: int, free: int | None) -> str:
    """Return how many bytes are needed on a full disk, and how many are free (None: not known)."""
    if free is None:
        text = _("About {needed} are needed. Free some space and try again.")
    elif free < needed:
        text = _("About {needed} are needed, {free} are free. Free some space and try again.")
    else:
        text = _(
            "About {needed} are needed. The disk has {free}, but takes no more: perhaps a quota is "
            "used up. Free some space and try again."
        )
    return text.format(needed=amounts.size(needed), free=amounts.size(free or 0))
