"""The notices above the page: one at a time, until it is used or dismissed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import Notice, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _


class NoticeArea(QVBoxLayout):
    """The layout for the notices of a window, which are announced to screen readers."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window

    def show_problem(
        self, cause: str, cure: str, action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show an error with its cause and cure; `action` is a button, by default “Close”."""
        self.clear()
        button = action or (_("Close"), self.clear)
        notice = Notice(Tone.BAD, cause, cure, button, glyph=Glyph.EXCLAMATION)
        notice.setObjectName("trouble")
        self.addWidget(notice)
        announce(self._window, f"{cause} {cure}")

    def show_restored(self, title: str, text: str, revert: Callable[[], object] | None) -> None:
        """Show that a backup was restored or a transfer file opened, with a button to undo that."""
        self.clear()
        action = None if revert is None else (_("Undo"), revert)
        notice = Notice(Tone.GOOD, title, text, action, glyph=Glyph.CHECK)
        notice.setObjectName("restored")
        self.addWidget(notice)
        announce(self._window, title)

    def offer(self, title: str, text: str, action: tuple[str, Callable[[], object]]) -> None:
        """Show an offer until the user accepts or dismisses it."""
        self.clear()

        def accept() -> None:
            self.clear()
            action[1]()

        notice = Notice(
            Tone.INFO,
            title,
            text,
            (action[0], accept),
            glyph=Glyph.BELL,
            dismiss=(_("Not now"), self.clear),
        )
        notice.setObjectName("offer")
        self.addWidget(notice)
        announce(self._window, f"{title} {text}")

    def clear(self) -> None:
        """Remove all notices."""
        clear(self)
