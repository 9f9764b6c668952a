"""The notices above the page: one at a time, until it is acted upon or sent away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.kit.announce import announce
from desktop.ui.kit.cards import Notice, clear
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.theme.tokens import Tone
from desktop.wording.i18n import _


class NoticeArea(QVBoxLayout):
    """The place for notices in the layout of a window, which reads them out."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window

    def show_problem(
        self, cause: str, cure: str, way: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Say what could not be done, and how that can be helped; `way` is a button for it."""
        self.clear()
        action = way or (_("Close"), self.clear)
        notice = Notice(Tone.BAD, cause, cure, action, glyph=Glyph.EXCLAMATION)
        notice.setObjectName("trouble")
        self.addWidget(notice)
        announce(self._window, f"{cause} {cure}")

    def show_restored(self, title: str, text: str, revert: Callable[[], object] | None) -> None:
        """Say that a backup was restored, or a transfer file taken over, with the way back."""
        self.clear()
        action = None if revert is None else (_("Undo"), revert)
        notice = Notice(Tone.GOOD, title, text, action, glyph=Glyph.CHECK)
        notice.setObjectName("restored")
        self.addWidget(notice)
        announce(self._window, title)

    def offer(self, title: str, text: str, way: tuple[str, Callable[[], object]]) -> None:
        """Offer something above the page, until it is taken up or sent away."""
        self.clear()

        def go() -> None:
            self.clear()
            way[1]()

        notice = Notice(
            Tone.INFO,
            title,
            text,
            (way[0], go),
            glyph=Glyph.BELL,
            dismiss=(_("Not now"), self.clear),
        )
        notice.setObjectName("offer")
        self.addWidget(notice)
        announce(self._window, f"{title} {text}")

    def clear(self) -> None:
        """Take all notices away."""
        clear(self)
