"""Texts about the place of the data: warnings about it, and what moving it did."""

from __future__ import annotations

from pathlib import Path

from desktop.system.data_place import DataPlace, PlaceWarning
from desktop.wording.i18n import _


def notice(warning: PlaceWarning) -> tuple[str, str]:
    """Return what is odd about the place, and what can happen."""
    if warning.place is DataPlace.SYNCED:
        return (
            _("The data lies in a folder of {service}").format(service=warning.service),
            _(
                "Such a program copies files while they are being written, and puts back what "
                "another computer has: records can be lost. Backups are safe there, the "
                "data itself is not."
            ),
        )
    if warning.place is DataPlace.NETWORK:
        return (
            _("The data lies on a network drive"),
            _(
                "Two computers that open it at once would damage it, and a broken connection can. "
                "Better keep it on this computer, and only the backups there."
            ),
        )
    return (
        _("The data file has a second name"),
        _(
            "Somewhere on this disk a hard link leads to the same file. Opened under the other "
            "name, it would be damaged. Please remove the other name."
        ),
    )


def done(folder: Path, kept: Path) -> tuple[str, str]:
    """Return where the data was moved to, and what is still in the old place."""
    return (
        _("The data lies on this computer now: {folder}").format(folder=folder),
        _(
            "It was compared with the old one. Backups go on being copied there. The old file is "
            "kept: {kept}"
        ).format(kept=kept),
    )


def taken(folder: Path) -> tuple[str, str]:
    """Return why the data was not moved: there is other data in the new place."""
    return (
        _("There is other data in {folder}; nothing was moved.").format(folder=folder),
        _("Look at it with --data-dir first, and move it elsewhere if it is not needed."),
    )


def moved(folder: str) -> str:
    """Return the note that stays in the old place, in both languages for whoever finds it."""
    return (
        f"LinkDue 关联管家的数据已移到：{folder}\n"
        "这里只保留备份；请不要删除本文件，程序靠它找到新位置。\n"
        f"The data of LinkDue was moved to: {folder}\n"
        "Only backups stay here. Please keep this file: the program finds the new place by it."
    )
