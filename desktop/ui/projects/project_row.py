"""The row of a project: number, facts, and a bar with the remaining validity."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain import beijing, countdown
from desktop.domain.book import Book
from desktop.domain.model import Project, ProjectStatus
from desktop.domain.request_state import UNANSWERED_AFTER, RequestState, request_progress
from desktop.ui.kit.buttons import CopyIcon, LinkButton, PlainButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import XL, XS, L, S, Tone
from desktop.wording import glossary, moments
from desktop.wording.i18n import _, pgettext
from desktop.wording.records import rates
from desktop.wording.records.request import progress_sentence, state_name

_SOON = timedelta(days=14)
_PENDING = (ProjectStatus.DRAFT, ProjectStatus.SENT, ProjectStatus.UNDER_REVIEW)
_BY_REQUEST = (ProjectStatus.DRAFT, ProjectStatus.SENT)
"""The statuses for which the state of the request is shown: it is more precise."""
_NUMBER_WIDTH = 176
_BAR = 8
_FACTS = 16
"""Characters that the facts below the bar need beside the remaining time."""
_DOT = "\u00a0· "
"""The separator of facts, which a line break leaves at the end of a line."""


class ProjectRow(QWidget):
    """Shows a project as recorded; only the countdown is updated.

    The `pill` may be moved out of the row, to be shown elsewhere.
    """

    correct = Signal(object)
    """The user wants to edit or complete this `Project`."""
    resume_wanted = Signal(object)
    """The user wants to resume the request for this `Project`, which is not sent yet."""
    delete_wanted = Signal(object)
    """The user wants to delete the request for this `Project`, which has no number."""

    def __init__(
        self,
        project: Project,
        book: Book,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.project = project
        self.until = book.valid_until(project) if project.usable else None
        self.pill = Pill("")
        self.time = PlainLabel("", Role.SMALL)
        self.bar = _ValidityBar(project.created_at, self.until, now)
        if project.number is None:
            row = ResponsiveRow([self._waiting(now), self._steps(now)], widening=0, spacing=XL)
        else:
            parts = [self._number(project.number), self._facts(now)]
            row = ResponsiveRow(parts, widening=1, spacing=XL)
            row.set_part_width(0, round(_NUMBER_WIDTH * growth(self.fontMetrics())))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)
        self.show_time(now)

    def ended(self, now: datetime) -> bool:
        """Return whether the project has expired, or is refused, blocked or closed."""
        if self.until is not None:
            return self.until <= now
        return self.project.status not in (*_PENDING, ProjectStatus.ACTIVE)

    def ends_soon(self, now: datetime) -> bool:
        """Return whether the project is valid, but for less than two weeks."""
        return self.until is not None and now < self.until <= now + _SOON

    def show_time(self, now: datetime) -> None:
        """Show the remaining time at `now` (UTC)."""
        text, tone = _time(self.project, self.until, now)
        self.time.setText(text)
        self.time.set_tone(tone)
        self.time.setVisible(bool(text))
        self.time.setWordWrap(self.until is None or self.until <= now)
        self.bar.show_time(now, tone)
        self.pill.set(*_status(self.project, self.until, now))

    def next_change(self, now: datetime) -> datetime | None:
        """Return the next change of the countdown or of “today” (UTC); None without one."""
        sent = self.project.requested_at
        if self.project.number is None and sent is not None:
            return sent + ((now - sent) // UNANSWERED_AFTER + 1) * UNANSWERED_AFTER
        if self.until is None or self.until <= now:
            return None
        change = countdown.next_change(self.until, now)
        return min(change or self.until, beijing.end_of_day(now))

    def _number(self, number: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.pill)
        row.addWidget(PlainLabel(number, Role.SENTENCE, wrap=False, selectable=True))
        copy = _("Copy project number {number}").format(number=number)
        row.addWidget(CopyIcon(copy, _("Copied"), number))
        row.addStretch(1)
        return row

    def _waiting(self, now: datetime) -> QVBoxLayout:
        """Make the part of a project without a number: the state of its request."""
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.time)
        promised = _promised(self.project)
        for text in (promised, self.project.title, self.project.note):
            if text:
                column.addWidget(PlainLabel(text, Role.SMALL))
        column.addStretch(1)
        return column

    def _steps(self, now: datetime) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(L)
        for button in (self._delete(), self._next(now)):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _next(self, now: datetime) -> PlainButton:
        """Return the button for the next step of a project without a number."""
        progress = request_progress(self.project, now)
        if progress is not None and progress.state is RequestState.COPIED:
            return PlainButton(_("Send the request"), lambda: self.resume_wanted.emit(self.project))
        return PlainButton(_("Enter the number"), lambda: self.correct.emit(self.project))

    def _delete(self) -> LinkButton:
        named = _("Delete the request to {partner}").format(
            partner=self.project.partner or _("your partner")
        )
        wanted = partial(self.delete_wanted.emit, self.project)
        return LinkButton(_("Delete"), wanted, name=named, quiet=True)

    def _facts(self, now: datetime) -> QVBoxLayout:
        project = self.project
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addWidget(self.bar)
        facts = _DOT.join(filter(None, (_created(project, now), _promised(project))))
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        if self.until is not None and now < self.until:
            left, right = QVBoxLayout(), QVBoxLayout()
            left.addWidget(PlainLabel(facts, Role.SMALL))
            right.addWidget(self.time)
            column.addWidget(ResponsiveRow([left, right], 0, spacing=L, comfort=_FACTS))
        else:
            below = QHBoxLayout()
            below.setSpacing(L)
            below.addWidget(PlainLabel(facts, Role.SMALL), 1)
            below.addWidget(self.time, 1 if project.usable else 3)
            column.addLayout(below)
        for text in (_received(project, now), project.title, project.note):
            if text:
                column.addWidget(PlainLabel(text, Role.SMALL))
        return column


class _ValidityBar(QWidget):
    """The used share of a project's validity; the text below it has the same facts."""

    def __init__(self, start: datetime | None, end: datetime | None, now: datetime) -> None:
        super().__init__()
        self._start = start
        self._end = end
        self._now = now
        self._tone = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(start is not None and end is not None and start < end)

    def show_time(self, now: datetime, tone: Tone) -> None:
        """Fill the bar up to `now`."""
        self._now = now
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bar."""
        return QSize(0, _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, and the used share on it."""
        if self._start is None or self._end is None:
            return
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.track))
        painter.drawRoundedRect(QRectF(self.rect()), _BAR / 2, _BAR / 2)
        used = (self._now - self._start) / (self._end - self._start)
        width = max(float(_BAR), min(1.0, used) * self.width())
        colour = t.amber if self._tone is Tone.AMBER else t.accent
        painter.setBrush(QColor(t.muted if self._now >= self._end else colour))
        painter.drawRoundedRect(QRectF(0, 0, width, _BAR), _BAR / 2, _BAR / 2)


def _status(project: Project, until: datetime | None, now: datetime) -> tuple[str, Tone, Glyph]:
    word = glossary.project_status(project.status)
    if until is not None and until <= now:
        return pgettext("project", "expired"), Tone.NEUTRAL, Glyph.CROSS_CIRCLE
    if until is not None and until - now < _SOON:
        left = moments.time_left(until, now)
        return _("{left} left").format(left=left), Tone.AMBER, Glyph.CLOCK
    if until is not None:
        return word, Tone.GOOD, Glyph.CHECK
    if project.status is ProjectStatus.ACTIVE:
        return pgettext("project", "incomplete"), Tone.AMBER, Glyph.EXCLAMATION
    progress = request_progress(project, now)
    if progress is not None and project.status in _BY_REQUEST:
        waiting = progress.state is RequestState.NO_ANSWER
        return state_name(progress.state), Tone.AMBER if waiting else Tone.NEUTRAL, Glyph.SEND
    if project.status in _PENDING:
        return word, Tone.NEUTRAL, Glyph.SEND
    return word, Tone.NEUTRAL, Glyph.CROSS_CIRCLE


def _time(project: Project, until: datetime | None, now: datetime) -> tuple[str, Tone]:
    if until is None:
        return _missing(project, now), Tone.NEUTRAL
    if until <= now:
        text = _("Expired {moment}. Later orders need a new number.").format(
            moment=moments.deadline_with_zone(until, now)
        )
        return moments.tidy(text), Tone.NEUTRAL
    text = _("until {moment} · {left} left")
    tone = Tone.AMBER if until - now < _SOON else Tone.NEUTRAL
    moment = moments.deadline(until, now)
    return moments.tidy(text.format(moment=moment, left=moments.time_left(until, now))), tone


def _missing(project: Project, now: datetime) -> str:
    if project.status is ProjectStatus.ACTIVE:
        return _(
            "Its number or creation time is missing, so orders can't be checked against it yet."
        )
    return "" if project.number is not None else progress_sentence(project, now)


def _received(project: Project, now: datetime) -> str:
    """Return when the number was received, if it was requested in LinkDue; else nothing."""
    known = project.number is not None and project.answered_at is not None
    return progress_sentence(project, now) if known else ""


def _created(project: Project, now: datetime) -> str:
    if project.created_at is None:
        return ""
    moment = moments.moment(project.created_at, now)
    if project.created_assumed:
        text = _("Created: not known; assumed to be {moment}, when you received the number")
        return moments.tidy(text.format(moment=moment))
    return _("Created {moment}").format(moment=moment)


def _promised(project: Project) -> str:
    parts = [project.partner or "", *rates.of_project(project)]
    return _DOT.join(part for part in parts if part)
