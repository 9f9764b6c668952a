"""The first page of a new user: what LinkDue is for, and three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.base.settings import SettingKey
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Disc, Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.settings.transfer_card import choose_transfer_file
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import MAIN_HEIGHT, XL, XS, XXL, L, S, Tone
from desktop.ui.wizard.page import JourneyPage
from desktop.wording.i18n import _, language

_MARK, _PICTURE = 48, 56
_MAX_WIDTH = 640
"""Width of the three pictures, in pixels at 100 %."""
_EDGE = 20
_COMFORT = 12
"""Width that each of the three pictures needs beside the others, in characters."""


class WelcomePage(JourneyPage):
    """Shown only while no account is recorded; Back returns here from every choice."""

    step = Step.WELCOME
    start_buttons: QBoxLayout | None = None
    """The layout of the two main buttons, once the page is built."""

    def title_text(self) -> str:
        """State the one thing that a new user has to know."""
        return _("No cashback until you “associate” the order")

    def subtitle_text(self) -> str:
        """State what LinkDue does about it."""
        return _("A missed deadline can't be made up for. LinkDue keeps watch over every order.")

    def build(self, body: QVBoxLayout) -> None:
        """Show three pictures, and the buttons to begin."""
        centre = Qt.AlignmentFlag.AlignHCenter
        body.insertSpacing(0, XXL)
        mark = QLabel()
        mark.setPixmap(app_icon().pixmap(_MARK, _MARK))
        mark.setAlignment(centre)
        body.insertWidget(1, mark)
        for label in (self.heading, self.subtitle):
            label.setAlignment(centre)
        body.addSpacing(XL)
        pictures = (
            (
                Glyph.HASH,
                _("A number first"),
                _("Ask your partner for a project number; earlier orders earn nothing"),
            ),
            (
                Glyph.ORDER,
                _("Paid? Log it"),
                _("Paste the order, and see at once by when to associate it"),
            ),
            (Glyph.CLOCK, _("In time"), _("Follow the steps in the console, then say it is done")),
        )
        row = ResponsiveRow([_picture(*one) for one in pictures], None, XXL, comfort=_COMFORT)
        row.setMaximumWidth(round(_MAX_WIDTH * growth(self.fontMetrics())))
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(row, 100)
        centred.addStretch(1)
        body.addLayout(centred)
        body.addSpacing(XL)
        self.start = PrimaryButton(_("Start, about 5 minutes"), self._start, height=MAIN_HEIGHT)
        self.have_number = PlainButton(
            _("I already have a number"), self._start_with_number, height=MAIN_HEIGHT
        )
        self.start_buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.start_buttons.setSpacing(S)
        self.start_buttons.addStretch(1)
        for button in (self.start, self.have_number):
            self.start_buttons.addWidget(button, 0, centre)
        self.start_buttons.addStretch(1)
        body.addLayout(self.start_buttons)
        self.other_computer = LinkButton(_("Bring your data from another computer"), self._bring)
        body.addWidget(self.other_computer, 0, centre)

    def foot(self) -> QWidget:
        """Return the foot: what happens to the user's data, and a link to the other language."""
        foot = QWidget()
        foot.setObjectName("foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        other, name = ("en", "English") if language() == "zh_CN" else ("zh_CN", "中文")
        self.other_language = LinkButton(name, lambda: self._switch_language(other))
        text = _("Connects to nothing, asks for no password. Your data stays on this computer.")
        row = QHBoxLayout(foot)
        row.setContentsMargins(_EDGE, L, _EDGE, L)
        row.setSpacing(S)
        row.addWidget(GlyphMark(Glyph.LOCK, Tone.NEUTRAL))
        row.addWidget(PlainLabel(text, Role.SMALL), 1)
        row.addWidget(self.other_language)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the two main buttons where there is too little room."""
        super().resizeEvent(event)
        if self.start_buttons is not None:
            needed = self.start.sizeHint().width() + self.have_number.sizeHint().width() + 2 * XXL
            narrow = event.size().width() < needed
            stacked, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self.start_buttons.setDirection(stacked if narrow else beside)

    def first_field(self) -> QWidget | None:
        """Return the button that most users press."""
        return self.start

    def commit_text(self) -> str:
        """Name what Enter does."""
        return _("Start, about 5 minutes")

    def _start(self) -> None:
        self.journey.has_number = False
        self.journey.step_wanted.emit(Step.ACCOUNT)

    def _start_with_number(self) -> None:
        self.journey.has_number = True
        self.journey.step_wanted.emit(Step.ACCOUNT)

    def _bring(self) -> None:
        choose_transfer_file(self.context, self)

    def _switch_language(self, other: str) -> None:
        """Switch the language: the window is rebuilt, and opens this page again."""
        self.context.keep(SettingKey.LANGUAGE, other)
        context = self.context
        self.journey.close_wanted.emit()
        context.look_changed.emit()
        context.wizard_wanted.emit(None, None)


def _picture(glyph: Glyph, title: str, text: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(XS)
    column.addWidget(Disc(glyph, Tone.INFO, _PICTURE), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addSpacing(S)
    for label in (PlainLabel(title, Role.HEADING), PlainLabel(text, Role.MUTED)):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(1)
    return column
