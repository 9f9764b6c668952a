"""Opens the command palette with the actions and pages of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain

from PySide6.QtCore import Qt

from desktop.ui.help.texts import titles
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.palette.items import WindowAction
from desktop.ui.palette.palette import Palette
from desktop.ui.shared import pausing
from desktop.ui.shell.dialog_window import DialogWindow
from desktop.ui.shell.pages import entries
from desktop.wording.glossary import NAMES_OF_NUMBER
from desktop.wording.i18n import _, language


def open_palette(
    window: DialogWindow,
    show_page: Callable[[str], object],
    undo: Callable[[], object],
    redo: Callable[[], object],
) -> None:
    """Open the command palette; `show_page`, `undo` and `redo` are those of the main window."""
    actions = (
        WindowAction(Glyph.PLUS, _("Log an order"), window.open_order_form, "Ctrl+N"),
        WindowAction(Glyph.UPLOAD, _("Import from a file…"), window.choose_import),
        WindowAction(Glyph.PASTE, _("Paste orders"), window.paste, "Ctrl+V"),
        WindowAction(Glyph.SYNC, _("Compare with the console"), window.open_comparison),
        WindowAction(Glyph.YUAN, _("Log cashback received"), partial(show_page, "cashback")),
        WindowAction(Glyph.PLAY, _("Open the guide"), window.open_wizard),
        WindowAction(Glyph.UNDO, _("Undo"), undo, "Ctrl+Z"),
        WindowAction(Glyph.SYNC, _("Redo"), redo, "Ctrl+Y"),
        WindowAction(Glyph.CLOCK, _("History"), window.open_history, "Ctrl+H"),
        WindowAction(Glyph.BELL, _("What will ring, when"), window.open_reminders),
        WindowAction(Glyph.BOX, _("Back up now"), window.context.backup_worker.take),
        WindowAction(
            Glyph.BELL, pausing.toggle_text(window.context), partial(pausing.toggle, window.context)
        ),
    )
    pages = [
        WindowAction(
            one.glyph,
            one.text,
            partial(show_page, one.key),
            f"Ctrl+{number}",
            NAMES_OF_NUMBER if one.key == "projects" else "",
        )
        for number, one in enumerate(chain(*entries()), 1)
    ]
    pages += [
        WindowAction(
            Glyph.QUESTION,
            _("Help: {title}").format(title=title),
            partial(show_page, f"help:{name}"),
        )
        for name, title in titles(language()).items()
    ]
    palette = Palette(window.context, actions, pages, window)
    palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    palette.open()
