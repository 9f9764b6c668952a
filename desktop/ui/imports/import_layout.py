"""The layout of the dialog that imports orders, and how it shows what happens."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.model import Account
from desktop.exchange.merge_plan import MergePlan
from desktop.ui.imports.group_bar import GroupBar
from desktop.ui.imports.kind_question import KindQuestion
from desktop.ui.imports.preview import Preview
from desktop.ui.imports.preview_rows import remarks_of
from desktop.ui.imports.read_options_panel import ReadOptionsPanel
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Hairline, Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.discard_question import DiscardQuestion
from desktop.ui.theme.tokens import XL, M, S, Tone
from desktop.wording import imports
from desktop.wording.i18n import _, ngettext

_BAR_HEIGHT = 4
_WARNINGS = ("pages-missing", "parts-differ")
"""Codes of remarks that are shown as a warning."""
_LOW_WINDOW = 420
"""The height in pixels, at 100 %, below which the foot of a dialog is kept low."""
_ANY_WIDTH = 16_777_215


class _Status(PlainLabel):
    """A label that uses one line if there is room, and wraps otherwise."""

    def sizeHint(self) -> QSize:
        """Return the width of one line."""
        line = QSize(self.fontMetrics().horizontalAdvance(self.text()), 0)
        return super().sizeHint().expandedTo(line)


class ImportLayout(DialogFrame):
    """The widgets: a heading, the groups as chips, the rows, the options, the buttons.

    A subclass connects them, and says what they show.
    """

    def __init__(
        self,
        size: QSize,
        heading: str,
        accounts: Sequence[Account],
        account: str | None,
        parent: QWidget | None = None,
    ) -> None:
        """`account` is the UID chosen at the start, or None."""
        super().__init__(_("Import orders"), size, parent=parent)
        self.frame.column.widget().setMaximumWidth(_ANY_WIDTH)
        self._low = False
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.read_options = ReadOptionsPanel(list(accounts), account, self)
        self.question = KindQuestion(self)
        self.preview = Preview()
        self._build_head(heading)
        self._line = Hairline()
        self.body.addWidget(self._line)
        self.body.addWidget(self.preview, 1)
        self._build_below()
        self._room = QWidget()
        self.body.addWidget(self._room, 1)
        self._build_foot()
        self._order_tabs()
        self.frame.column.viewport().installEventFilter(self)
        self.frame.column.widget().installEventFilter(self)
        self.preview.current_changed.connect(self._show_reason)
        self.preview.problem_changed.connect(self._show_problem)

    def show_parts(self, *, planned: bool, rows: bool) -> None:
        """Show the widgets of a plan and of its rows, or hide them."""
        for part in (self.groups, self._line, self.preview):
            part.setVisible(rows)
        if not planned:
            for label in (self.reason, self.notes):
                label.hide()
        self._room.setVisible(not rows)
        self.close_button.setText(_("Cancel") if planned else _("Close"))
        self.close_button.setAccessibleName(self.close_button.text())

    def ask_to_discard(self, *, asking: bool) -> None:
        """Show the question whether to discard answers instead of the buttons, or hide it."""
        self.discard_question.setVisible(asking)
        self.buttons.setVisible(not asking)
        if asking:
            self.discard_question.keep_button.setFocus()

    def show_report(self, tone: Tone, title: str, text: str, glyph: Glyph) -> None:
        """Show a message above the rows, and have a screen reader read it out."""
        self.report.set(tone, title, text, glyph)
        self.report.show()
        announce(self, f"{title} {text}".strip())

    def show_remarks(self, found: MergePlan, *, several_sheets: bool) -> None:
        """Show the remarks on the whole file: warnings above the rows, notes below them.

        Unused columns are a note only if there are several sheets; else the options show them.
        """
        remarks = remarks_of(found)
        warned = any(each.code in _WARNINGS for each in remarks)
        tone, glyph = (Tone.AMBER, Glyph.EXCLAMATION) if warned else (Tone.INFO, Glyph.INFO)
        self.report.set(tone, "", "\n".join(imports.remarks(remarks)), glyph)
        self.report.setVisible(bool(remarks))
        notes = imports.notes(found, without=() if several_sheets else ("columns-unused",))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def show_running(self, *, writing: bool) -> None:
        """Show that a job is running; while it writes, nothing else can be changed."""
        self.bar.setRange(0, 0)
        self.bar.show()
        self.read_options.setEnabled(not writing)
        self.preview.setEnabled(not writing)
        self.commit_button.setEnabled(False)

    def show_idle(self) -> None:
        """Show that no job is running."""
        self.bar.hide()
        self.read_options.setEnabled(True)
        self.preview.setEnabled(True)

    def name_commit(self, orders: int, *, changes: bool, enabled: bool) -> None:
        """Say on the import button how many orders it imports."""
        text = _("Import") if changes else _("Import orders")
        if orders:
            text = ngettext("Import {count} order", "Import {count} orders", orders)
        self.commit_button.setText(text.format(count=f"{orders:,}"))
        self.commit_button.setAccessibleName(self.commit_button.text())
        self.commit_button.setEnabled(enabled)

    def offer_same_answer(self, count: int) -> None:
        """Offer to give the last answer to `count` similar rows as well, or hide the offer."""
        text = ngettext(
            "Same answer for {count} similar row", "Same answer for {count} similar rows", count
        )
        self.same_button.setText(text.format(count=count))
        self.same_button.setAccessibleName(self.same_button.text())
        self.same_button.setVisible(count > 0)

    def show_progress(self, at: int, count: int) -> None:
        """Show that `at` of `count` rows are done."""
        self.bar.setRange(0, count)
        self.bar.setValue(at)

    def _build_head(self, heading: str) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(XL, XL - S, XL, M)
        head.setSpacing(S)
        self.whose = PlainLabel("", Role.MUTED)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(PlainLabel(heading, Role.TITLE))
        titles.addWidget(self.whose)
        head.addLayout(titles)
        self.report = Notice(Tone.INFO, "")
        self.groups = GroupBar(self.preview.rows.styles)
        whose = QHBoxLayout()
        whose.addWidget(self.read_options.account, 1)
        whose.addStretch(1)
        head.addWidget(self.report)
        head.addWidget(self.question)
        head.addLayout(whose)
        head.addWidget(self.groups)
        self.body.addLayout(head)

    def _build_below(self) -> None:
        self._below = below = QVBoxLayout()
        below.setContentsMargins(XL, S, XL, 0)
        below.setSpacing(S)
        self.notes = PlainLabel("", Role.SMALL, self)
        below.addWidget(self.notes)
        self.body.addLayout(below)
        advanced = QVBoxLayout()
        advanced.setContentsMargins(XL - S, 0, XL, S)  # the icon has its own margin
        advanced.addWidget(self.read_options)
        self.body.addLayout(advanced)

    def _build_foot(self) -> None:
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(_BAR_HEIGHT)
        self.bar.setAccessibleName(_("Progress"))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the layout must not jump while a job runs
        self.bar.setSizePolicy(policy)
        outer = self.frame.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertWidget(1, self.bar)
        self.reason = PlainLabel("", Role.MUTED, self)
        self.same_button = LinkButton("")
        self._above_buttons = QHBoxLayout()
        self._above_buttons.addWidget(self.reason, 1)
        self._above_buttons.addStretch()
        self._above_buttons.addWidget(self.same_button)
        self.foot.addLayout(self._above_buttons)
        self.status = _Status("", Role.MUTED)
        self.close_button = PlainButton(_("Close"))
        self.commit_button = PrimaryButton("")
        self.discard_question = DiscardQuestion(
            _("Your answers haven't been imported"),
            _("Discard answers"),
            self.close_now,
            self.reject,
        )
        self.foot.addWidget(self.discard_question)
        self.buttons = self.add_buttons([self.status], [self.close_button, self.commit_button])

    def close_now(self) -> None:
        """Close without a question."""
        super().reject()

    def _order_tabs(self) -> None:
        """Let Tab follow the visual order."""
        options, answer = self.read_options, self.preview.answer
        stops = (
            self.question.new_button,
            options.account.combo,
            *self.groups.chips.values(),
            self.preview.table,
            *answer.buttons,
            answer.line,
            answer.use_button,
            options.advanced,
            options.encoding.combo,
            options.zone.combo,
            options.columns_button,
            options.columns,
            self.same_button,
            self.discard_question.discard_button,
            self.discard_question.keep_button,
            self.close_button,
            self.commit_button,
        )
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window, move the reason out of the foot, so that the rows have more room."""
        super().resizeEvent(event)
        low = self.height() < _LOW_WINDOW * growth(self.fontMetrics())
        if low is not self._low:
            self._low = low
            layout = self._below if low else self._above_buttons
            layout.insertWidget(0, self.reason, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the current row visible when the room for the rows changes."""
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._scroll_to_current)
        return False

    def _show_reason(self) -> None:
        """Show the text that is cut off in the current row, and keep the row visible."""
        if not self.preview.answer.editing:
            self._set_reason(self.preview.reason(), Role.MUTED)
        QTimer.singleShot(0, self, self._scroll_to_current)

    def _scroll_to_current(self) -> None:
        """Scroll to the focused row, after the label of its reason was laid out."""
        column = self.frame.column
        place = self.preview.current_row_rect()
        if place.isValid() and self.preview.has_focus():
            middle = self.preview.mapTo(column.widget(), place.center())
            column.ensureVisible(0, middle.y(), 0, place.height() // 2)

    def _show_problem(self, problem: str) -> None:
        """Show the problem of a typed answer, or the reason of the row if there is none."""
        self._set_reason(problem or self.preview.reason(), Role.BAD if problem else Role.MUTED)

    def _set_reason(self, text: str, role: Role) -> None:
        self.reason.set_role(role)
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
