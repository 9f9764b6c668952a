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
            room(problem.needed, problem.free),
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
    if problem.kind in _PLACE_TROUBLE and problem.path.parent == portable_data_folder():
        cure = _(
            "There is a file “{marker}” next to the program, so your data has to be kept there "
            "too. Move the program to a folder you can write to, or delete that file to keep the "
            "data in your user folder."
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
            room(problem.needed, problem.free),
        ),
        StorageErrorKind.UNREACHABLE: (
            _("The backup or its location can't be reached: {path}"),
            _("Connect the disk or check the name, then try again."),
        ),
    }.get(problem.kind, database(problem))
    return cause.format(path=problem.path), cure


def room(needed: int, free: int | None) -> str:
    """Return how many bytes are needed on a full disk, and how many are free (None: not known)."""
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
