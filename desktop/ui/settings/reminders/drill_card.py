"""The card of the trial: rings once in two minutes, then asks whether the reminder arrived."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.storage import StorageError
from desktop.domain import countdown
from desktop.services.reminder_drill import Drill
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.marked_labels import marked_line
from desktop.ui.kit.setting_rows import RowsCard, SettingRow
from desktop.ui.shared.context import Context
from desktop.ui.shared.ticking import TickingMixin
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, XL, M, Tone
from desktop.wording import drill as words
from desktop.wording.i18n import _

_HIDE_DELAY_MS = 1500
"""The delay before the window hides, so that the user sees the countdown start."""


class DrillCard(TickingMixin, RowsCard):
    """Shows a button with a countdown, then the question, then the day of the last success."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._context = context
        self._planned: datetime | None = None
        self.start_button = PlainButton("", self._start, glyph=Glyph.BELL, height=ROW_BUTTON_HEIGHT)
        self.cancel_button = LinkButton(_("Cancel"), self._cancel, name=_("Cancel the trial"))
        self.row = SettingRow(
            _("Try it once"),
            _("LinkDue hides and rings in two minutes. See whether it reaches you."),
            (self.cancel_button, self.start_button),
        )
        self.yes_button = PlainButton(
            _("It arrived"), lambda: self._answer(True), height=ROW_BUTTON_HEIGHT
        )
        self.no_button = PlainButton(
            _("It didn't"), lambda: self._answer(False), height=ROW_BUTTON_HEIGHT
        )
        self.question = SettingRow(
            _("Did the reminder arrive?"),
            _("It was due two minutes after you asked for it."),
            (self.yes_button, self.no_button),
        )
        super().__init__((self.row, self.question, self._proof_row()), parent)
        self._hide_timer = QTimer(self, singleShot=True, interval=_HIDE_DELAY_MS)
        self._hide_timer.timeout.connect(context.hide_wanted.emit)
        context.changed.connect(self._refresh_if_visible)
        context.closing.connect(self.unfollow)
        self._show_start(self._context.workspace.clock())
        self.follow(context.ticker)

    def next_change(self, now: datetime) -> datetime | None:
        """Return the next change of the countdown (UTC); None without one."""
        if self._planned is None or self._planned <= now:
            return None
        return countdown.next_change(self._planned, now, fine=True)

    def tick(self, now: datetime) -> None:
        """Show the countdown or the question at `now` (UTC), and the result of the last trial."""
        try:
            self._planned = self._drill.planned()
            proof = self._drill.proof()
        except StorageError as problem:
            self._context.report(problem)
            return
        over = self._planned is not None and self._planned <= now
        if over and self.question.isHidden():
            announce(self, _("Did the reminder arrive?"))
        self.show_row(self.question, shown=over)
        self.show_row(self.row, shown=not over)
        self._show_start(now)
        self.proof.setText(words.proof(proof, now))
        proven = proof is not None and proof.here
        tone = Tone.GOOD if proven else Tone.AMBER
        self.proof.set_tone(tone)
        self._mark.set(Glyph.CHECK_CIRCLE if proven else Glyph.EXCLAMATION, tone)

    @property
    def _drill(self) -> Drill:
        return self._context.workspace.reminders.drill

    def _show_start(self, now: datetime) -> None:
        counting = self._planned is not None and self._planned > now
        text = _("Ring in two minutes")
        if counting and self._planned is not None:
            text = words.rings_in(self._planned, now)
        elif self.cancel_button.hasFocus():
            self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.start_button.setText(text)
        self.start_button.setAccessibleName(text)
        self.cancel_button.setVisible(counting)

    def _proof_row(self) -> QWidget:
        row = QWidget()
        self._mark = GlyphMark(Glyph.EXCLAMATION, Tone.AMBER)
        self.proof = PlainLabel("", Role.SMALL)
        outer = QVBoxLayout(row)
        outer.setContentsMargins(XL, M, XL, M)
        outer.addLayout(marked_line(self._mark, self.proof, M))
        return row

    def _start(self) -> None:
        """Start the countdown unless it is running, then hide the window."""
        planned = self._planned or self._context.run_action("", self._drill.start)
        if planned is not None:
            self._hide_timer.start()

    def _cancel(self) -> None:
        self._hide_timer.stop()
        self._context.run_action("", self._drill.cancel)

    def _answer(self, received: bool) -> None:
        def answer() -> bool:
            self._drill.answer(received)
            return True

        if not self._context.run_action("", answer):
            return
        if not received:
            self._context.page_wanted.emit("help:silent")
        else:
            self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh_if_visible(self) -> None:
        if self.isVisible():
            self.tick(self._context.workspace.clock())
