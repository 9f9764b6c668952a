"""Texts about the location of the data: warnings, and the results of moving it."""

from __future__ import annotations

from pathlib import Path

from desktop.system.data_location import LocationProblem, LocationWarning
from desktop.wording.i18n import _


def notice(warning: LocationWarning) -> tuple[str, str]:
    """Return why the location is unsafe, and what can happen."""
    if warning.problem is LocationProblem.SYNCED:
        return (
            _("Your data is in a folder synced by {service}").format(service=warning.service),
            _(
                "Programs like this copy files while they are being written and overwrite them "
                "with "
                "another computer's version, so records can be lost. Backups are safe there; the "
                "data itself is not."
            ),
        )
    if warning.problem is LocationProblem.NETWORK:
        return (
            _("Your data is on a network drive"),
            _(
                "If two computers open it at the same time, it gets damaged; a broken "
                "connection can "
                "do that too. Better keep the data on this computer and only the backups there."
            ),
        )
    return (
        _("The data file has a second name"),
        _(
            "A hard link on this disk points to the same file. Opening it under that name would "
            "damage your data. Please remove the other name."
        ),
    )


def done(folder: Path, kept: Path) -> tuple[str, str]:
    """Return where the data was moved to, and what is still in the old folder."""
    return (
        _("Your data is now on this computer: {folder}").format(folder=folder),
        _(
            "It was compared with the original. Backups are still copied there. The original "
            "file is kept: {kept}"
        ).format(kept=kept),
    )


def occupied(folder: Path) -> tuple[str, str]:
    """Return why the data was not moved: the new folder contains other data."""
    return (
        _("{folder} already contains other data; nothing was moved.").format(folder=folder),
        _(
            "Open that data first (start LinkDue with --data-dir) and move it elsewhere if you "
            "don't need it."
        ),
    )


def note(folder: str) -> str:
    """Return the note for people in the old folder, in both languages."""
    return (
        f"LinkDue 关联管家的数据已移到：{folder}\n"
        "这里只保留备份；请不要删除本文件，程序靠它找到新位置。\n"
        f"The data of LinkDue was moved to: {folder}\n"
        "Only backups stay here. Please keep this file: the program finds the new place by it."
    )
