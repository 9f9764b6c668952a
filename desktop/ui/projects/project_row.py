"""One project of an account: its status, its number, and how long it can still be used."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain import beijing, countdown
from desktop.domain.book import Book
from desktop.domain.model import Project, ProjectStatus
from desktop.ui.kit.buttons import CopyButton, LinkButton
from desktop.ui.kit.cards import Hairline
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.pills import Pill
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts, glossary, moments
from desktop.wording.i18n import _, pgettext

_SOON = timedelta(days=14)
_PENDING = (ProjectStatus.DRAFT, ProjectStatus.SENT, ProjectStatus.UNDER_REVIEW)


class ProjectRow(QWidget):
    """Built for one state of the records; only its countdown is renewed."""

    correct = Signal(object)
    """The user wants to correct this `Project`."""

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
        self.time = PlainLabel("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(3)
        column.addWidget(Hairline())
        column.addLayout(self._head())
        column.addWidget(self.time)
        for text in (_created(project, now), _promised(project), project.title, project.note):
            if text:
                column.addWidget(PlainLabel(text, Role.MUTED))
        self.show_time(now)

    def ended(self, now: datetime) -> bool:
        """Whether nothing can come of it any more."""
        if self.until is not None:
            return self.until <= now
        return self.project.status not in (*_PENDING, ProjectStatus.ACTIVE)

    def show_time(self, now: datetime) -> None:
        """Say what is left at `now`."""
        text, tone = _time(self.project, self.until, now)
        self.time.setText(text)
        self.time.set_tone(tone)
        self.time.setVisible(bool(text))
        self.pill.set(*_status(self.project, self.until, now))

    def next_change(self, now: datetime) -> datetime | None:
        """When the countdown, or “today”, next changes; None without one."""
        if self.until is None or self.until <= now:
            return None
        change = countdown.next_change(self.until, now)
        return min(change or self.until, beijing.end_of_day(now))

    def _head(self) -> QHBoxLayout:
        number = self.project.number
        row = QHBoxLayout()
        row.setSpacing(10)
        centre = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.pill, 0, centre)
        title = number or _("number not received yet")
        row.addWidget(PlainLabel(title, Role.STRONG, wrap=False, selectable=True), 0, centre)
        if number is not None:
            said = _("Copy project number {number}").format(number=number)
            row.addWidget(CopyButton(_("Copy"), _("Copied"), number, name=said), 0, centre)
        row.addStretch(1)
        text = _("Correct") if number else _("Enter the number")
        named = _("Correct project {number}").format(number=number) if number else text
        self.correct_button = LinkButton(text, lambda: self.correct.emit(self.project), name=named)
        row.addWidget(self.correct_button, 0, centre)
        return row


def _status(project: Project, until: datetime | None, now: datetime) -> tuple[str, Tone, Glyph]:
    word = glossary.project_status(project.status)
    if until is not None and until <= now:
        return pgettext("project", "expired"), Tone.BAD, Glyph.CROSS
    if until is not None:
        soon = until - now < _SOON
        return word, Tone.AMBER if soon else Tone.GOOD, Glyph.CLOCK if soon else Glyph.CHECK
    if project.status is ProjectStatus.ACTIVE:
        return pgettext("project", "incomplete"), Tone.AMBER, Glyph.EXCLAMATION
    if project.status in _PENDING:
        return word, Tone.INFO, Glyph.CLOCK
    return word, Tone.NEUTRAL, Glyph.CROSS


def _time(project: Project, until: datetime | None, now: datetime) -> tuple[str, Tone]:
    if until is None:
        return _missing(project, now), Tone.NEUTRAL
    if until <= now:
        text = _("Expired {moment}: orders after that need a new number.").format(
            moment=moments.deadline_with_zone(until, now)
        )
        return moments.tidy(text), Tone.NEUTRAL
    text = _("Valid until {moment}, {left} left.")
    if project.valid_until is None:
        text = _("Valid until {moment}, {left} left (counted as three months).")
    tone = Tone.AMBER if until - now < _SOON else Tone.NEUTRAL
    moment = moments.deadline_with_zone(until, now)
    return moments.tidy(text.format(moment=moment, left=moments.time_left(until, now))), tone


def _missing(project: Project, now: datetime) -> str:
    if project.status is ProjectStatus.ACTIVE:
        return _("Its number or its creation is missing: no order can be judged with it.")
    if project.requested_at is not None and project.number is None:
        return _("Requested {moment}. Do not order before the number is here.").format(
            moment=moments.moment(project.requested_at, now)
        )
    return ""


def _created(project: Project, now: datetime) -> str:
    if project.created_at is None:
        return ""
    moment = moments.moment(project.created_at, now)
    if project.created_assumed:
        text = _("Created: not known, assumed {moment} when the number was received")
        return moments.tidy(text.format(moment=moment))
    return _("Created {moment}").format(moment=moment)


def _promised(project: Project) -> str:
    parts = [project.partner or ""]
    if project.cashback_rate is not None:
        parts.append(_("cashback {rate}").format(rate=amounts.percent(project.cashback_rate)))
    for code, rate in project.product_rates.items():
        named = _("{product} {rate}")
        parts.append(named.format(product=glossary.product(code), rate=amounts.percent(rate)))
    return " · ".join(part for part in parts if part)
