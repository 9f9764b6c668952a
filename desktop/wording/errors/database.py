"""Error messages for the data file and for backups."""

from __future__ import annotations

from desktop.base.storage import StorageError, StorageErrorKind
from desktop.system.paths import MARKER, portable_data_folder
from desktop.system.relocation_note import NOTE
from desktop.wording import amounts
from desktop.wording.i18n import _


def database(problem: StorageError) -> tuple[str, str]:
    """Return what is wrong with the data file, which is unchanged, and what to do next."""
    cause, remedy = {
        StorageErrorKind.NEWER: (
            _("The data was saved by a newer version of LinkDue: {path}"),
            _("Install the latest LinkDue, or choose another data folder."),
        ),
        StorageErrorKind.FOREIGN: (
            _("This isn't a LinkDue data file: {path}"),
            _("Move it elsewhere, or choose another data folder."),
        ),
        StorageErrorKind.DAMAGED: (
            _("The data file is damaged: {path}"),
            _(
                "Restore a backup, or recover what can be read into a new file. The damaged "
                "file is "
                "kept."
            ),
        ),
        StorageErrorKind.ALTERED: (
            _("Another program has changed the structure of the data file: {path}"),
            _(
                "Restore a backup, or recover what can be read into a new file. The changed "
                "file is "
                "kept."
            ),
        ),
        StorageErrorKind.STRAY_LOG: (
            _("The log file next to the data file belongs to other data: {path}"),
            _("Put the earlier file back, or set the log file aside. Nothing is deleted."),
        ),
        StorageErrorKind.UPDATE_FAILED: (
            _("The update couldn't convert your data; nothing was changed: {path}"),
            _("Keep using the previous version of LinkDue, and report the problem."),
        ),
        StorageErrorKind.READ_ONLY: (
            _("The data file can't be written to: {path}"),
            _("Allow LinkDue to write to the file and its folder, or choose another data folder."),
        ),
        StorageErrorKind.LOCKED: (
            _("Another program is using the data file: {path}"),
            _("Close that program and try again."),
        ),
        StorageErrorKind.NO_SPACE: (
            _("The disk is full; nothing was changed: {path}"),
            space_needed(problem.needed, problem.free),
        ),
        StorageErrorKind.UNREACHABLE: (
            _("The data folder can't be reached: {path}"),
            _("Connect the disk or check the folder's path, then try again."),
        ),
        StorageErrorKind.MOVED: (
            _("The data has been moved away from here: {path}"),
            _(
                "The note “{note}” next to it says where. Open the data there, or delete the "
                "note to "
                "start fresh here."
            ).format(note=NOTE),
        ),
        StorageErrorKind.GONE: (
            _("The data file is no longer where it was: {path}"),
            _("Put it back, or connect the disk, and try again – or restore a backup."),
        ),
        StorageErrorKind.UNVERIFIED: (
            _("What was written couldn't be read back unchanged: {path}"),
            _("The disk may be failing. Please choose another one for your backups."),
        ),
    }[problem.kind]
    if problem.kind in _FOLDER_ERRORS and problem.path.parent == portable_data_folder():
        remedy = _(
            "There is a file “{marker}” next to the program, so your data has to be kept there "
            "too. Move the program to a folder you can write to, or delete that file to keep the "
            "data in your user folder."
        ).format(marker=MARKER)
    return cause.format(path=problem.path), remedy


_FOLDER_ERRORS = (StorageErrorKind.READ_ONLY, StorageErrorKind.UNREACHABLE)


def notice(problem: StorageError) -> tuple[str, str]:
    """Return `database` with the path moved from the headline to below the remedy."""
    return _path_below(problem, *database(problem))


def backup_notice(problem: StorageError) -> tuple[str, str]:
    """Return `backup` with the path moved from the headline to below the remedy."""
    return _path_below(problem, *backup(problem))


def _path_below(problem: StorageError, cause: str, remedy: str) -> tuple[str, str]:
    return cause.removesuffix(str(problem.path)).rstrip(":： "), f"{remedy}\n{problem.path}"


def backup(problem: StorageError) -> tuple[str, str]:
    """Return what is wrong with a backup or the folder for backups, and what to do next."""
    cause, remedy = {
        StorageErrorKind.NEWER: (
            _("This backup comes from a newer version of LinkDue: {path}"),
            _("Install the latest LinkDue to restore it, or choose another backup."),
        ),
        StorageErrorKind.FOREIGN: (
            _("This isn't a LinkDue backup: {path}"),
            _("Please choose another file."),
        ),
        StorageErrorKind.DAMAGED: (
            _("This backup is damaged: {path}"),
            _("Please choose another one. Your data hasn't changed."),
        ),
        StorageErrorKind.ALTERED: (
            _("Another program has changed the structure of this backup: {path}"),
            _("Please choose another one. Your data hasn't changed."),
        ),
        StorageErrorKind.READ_ONLY: (
            _("The backup location can't be written to: {path}"),
            _("Allow LinkDue to write there, or choose another location."),
        ),
        StorageErrorKind.NO_SPACE: (
            _("Not enough space for a backup: {path}"),
            space_needed(problem.needed, problem.free),
        ),
        StorageErrorKind.UNREACHABLE: (
            _("The backup or its location can't be reached: {path}"),
            _("Connect the disk or check the name, then try again."),
        ),
    }.get(problem.kind, database(problem))
    return cause.format(path=problem.path), remedy


def space_needed(needed: int, free: int | None) -> str:
    """Return how many bytes are needed and `free` on a full disk (None: not known)."""
    if free is None:
        text = _("About {needed} is needed. Free up some space and try again.")
    elif free < needed:
        text = _("About {needed} is needed, and {free} is free. Free up some space and try again.")
    else:
        text = _(
            "About {needed} is needed. The disk reports {free} free but won't take any more; a "
            "quota may be used up. Free up some space and try again."
        )
    return text.format(needed=amounts.size(needed), free=amounts.size(free or 0))
