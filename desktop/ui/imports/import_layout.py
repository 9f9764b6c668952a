"""What stands where in the dialog that imports orders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.model import Account
from desktop.ui.imports.group_bar import GroupBar
from desktop.ui.imports.how_read import HowRead
from desktop.ui.imports.preview import Preview
from desktop.ui.imports.questions import KindQuestion
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Hairline, Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.discard_question import DiscardQuestion
from desktop.ui.theme.tokens import XL, M, S, Tone
from desktop.wording.i18n import _

_BAR_HEIGHT = 4
_LOW = 420
"""Pixels, at 100 %, of a window in which every line counts."""
_ANY_WIDTH = 16_777_215


class _Status(PlainLabel):
    """Stands in one line where there is room, and wraps where there is not."""

    def sizeHint(self) -> QSize:
        """Return the width of one line."""
        line = QSize(self.fontMetrics().horizontalAdvance(self.text()), 0)
        return super().sizeHint().expandedTo(line)


class ImportLayout(DialogFrame):
    """A heading, the groups as chips, the rows from edge to edge, how they were read, one button.

    What is not needed in the state that a subclass shows is hidden.
    """

    def __init__(
        self,
        size: QSize,
        heading: str,
        accounts: Sequence[Account],
        account: str | None,
        parent: QWidget | None = None,
    ) -> None:
        """`account` is the UID to start with, where one is known."""
        super().__init__(_("Import orders"), size, parent=parent)
        self.frame.column.widget().setMaximumWidth(_ANY_WIDTH)
        self._low = False
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.how = HowRead(list(accounts), account, self)
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
        self.preview.looked_at.connect(self._show_reason)
        self.preview.objected.connect(self._object)

    def show_parts(self, *, planned: bool, rows: bool) -> None:
        """Show what belongs to a plan, and to its rows where it has any."""
        for part in (self.groups, self._line, self.preview):
            part.setVisible(rows)
        if not planned:
            for label in (self.reason, self.notes):
                label.hide()
        self._room.setVisible(not rows)
        self.close_button.setText(_("Cancel") if planned else _("Close"))
        self.close_button.setAccessibleName(self.close_button.text())

    def ask_to_discard(self, *, asking: bool) -> None:
        """Show the question before answers are discarded in place of the buttons, or hide it."""
        self.discard_question.setVisible(asking)
        self.buttons.setVisible(not asking)
        if asking:
            self.discard_question.keep_button.setFocus()

    def show_progress(self, at: int, count: int) -> None:
        """Show how far a job is."""
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
        self.groups = GroupBar(self.preview.rows.looks)
        whose = QHBoxLayout()
        whose.addWidget(self.how.account, 1)
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
        advanced.setContentsMargins(XL - S, 0, XL, S)  # the icon has air of its own
        advanced.addWidget(self.how)
        self.body.addLayout(advanced)

    def _build_foot(self) -> None:
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(_BAR_HEIGHT)
        self.bar.setAccessibleName(_("Progress"))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing jumps while an answer is read
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
            _("Your answers haven't been imported"), _("Discard answers"), self.let_go, self.reject
        )
        self.foot.addWidget(self.discard_question)
        self.buttons = self.add_buttons([self.status], [self.close_button, self.commit_button])

    def let_go(self) -> None:
        """Close at once, without a question."""
        super().reject()

    def _order_tabs(self) -> None:
        """Have Tab go through the parts as they are seen."""
        how, answer = self.how, self.preview.answer
        stops = (
            self.question.new_button,
            how.account.combo,
            *self.groups.chips.values(),
            self.preview.table,
            *answer.buttons,
            answer.line,
            answer.use_button,
            how.advanced,
            how.encoding.combo,
            how.zone.combo,
            how.columns_button,
            how.columns,
            self.same_button,
            self.discard_question.discard_button,
            self.discard_question.keep_button,
            self.close_button,
            self.commit_button,
        )
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the foot low where the window is: the rows need the room."""
        super().resizeEvent(event)
        low = self.height() < _LOW * growth(self.fontMetrics())
        if low is not self._low:
            self._low = low
            home = self._below if low else self._above_buttons
            home.insertWidget(0, self.reason, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the current row in sight when there is more or less room for the rows."""
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._keep_in_sight)
        return False

    def _show_reason(self) -> None:
        """Say what the current row has no room for, and keep the row in sight."""
        if not self.preview.answer.editing:
            self._say(self.preview.reason(), Role.MUTED)
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll to the row that has the keyboard, when what was said of it has its place."""
        column = self.frame.column
        place = self.preview.place_of_current()
        if place.isValid() and self.preview.has_focus():
            middle = self.preview.mapTo(column.widget(), place.center())
            column.ensureVisible(0, middle.y(), 0, place.height() // 2)

    def _object(self, wrong: str) -> None:
        """Say what is wrong with a typed answer, or again what the row asks."""
        self._say(wrong or self.preview.reason(), Role.BAD if wrong else Role.MUTED)

    def _say(self, text: str, role: Role) -> None:
        self.reason.set_role(role)
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
