"""The wizard itself: which page is shown, how it is left, and that leaving loses nothing."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QMargins, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QStyle,
    QWidget,
    QWizard,
)

from desktop.forms import wizard_steps
from desktop.forms.wizard_steps import NUMBERED, Step
from desktop.ui.imports.sources import copied_text
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.sizes import opening_size
from desktop.ui.shared.context import Context
from desktop.ui.wizard import foot
from desktop.ui.wizard.account_page import AccountPage
from desktop.ui.wizard.countdown_page import CountdownPage
from desktop.ui.wizard.gate_page import WizardGatePage
from desktop.ui.wizard.journey import Journey, opening, step_title
from desktop.ui.wizard.number_page import NumberPage
from desktop.ui.wizard.orders_page import WizardOrdersPage
from desktop.ui.wizard.page import JourneyPage, SecondAct
from desktop.ui.wizard.request_page import RequestPage
from desktop.ui.wizard.side import Side
from desktop.ui.wizard.welcome_page import WelcomePage
from desktop.wording.i18n import _

_SIZE = QSize(880, 600)
_SIDE_SHARE = 3
"""The steps are shown where they take no more than one in so many parts of the width."""
_PAGES: tuple[type[JourneyPage], ...] = (
    WelcomePage,
    AccountPage,
    RequestPage,
    NumberPage,
    WizardGatePage,
    WizardOrdersPage,
    CountdownPage,
)
_Button = QWizard.WizardButton
_EDGE = 20
_FOOT = QMargins(_EDGE, 14, _EDGE, 14)
"""Around the buttons, with which the foot is 64 pixels high."""


class _Order(Enum):
    """Which buttons stand at the foot's right end, from left to right."""

    NONE = auto()
    COMMIT = auto()
    SECOND_FIRST = auto()
    SECOND_LAST = auto()


class JourneyWizard(QWizard):
    """Leads one account from its first record to its countdowns.

    Opens at `step`, or where the account's journey goes on; without `uid` with the account that
    is least far. A page saves what it learnt when it is left, and keeps half-typed input always.
    """

    kept = Signal(str)
    """Closed with something left to do: the sentence that says what, and that input is kept."""

    def __init__(
        self,
        context: Context,
        uid: str | None = None,
        step: Step | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # First of all: on Windows, QWizard resizes itself while its style is set.
        self._side = Side()
        self._context = context
        uid, start = opening(context, uid, step)
        self._journey = Journey(context, uid, self)
        self._journey.another = step is Step.REQUEST
        self._leading = False
        self._open = True
        self._page: JourneyPage | None = None
        self._second: SecondAct | None = None
        self._order = _Order.COMMIT
        self._set_up_frame()
        self._set_up_buttons()
        self.pages: dict[Step, JourneyPage] = {page.step: page(self._journey) for page in _PAGES}
        for number, page in self.pages.items():
            self.setPage(number, page)
            page.commit_changed.connect(self._name_buttons)
            page.commit_wanted.connect(self._focus_commit)
        self.setStartId(Step.WELCOME if start is Step.WELCOME else Step.ACCOUNT)
        self.restart()
        self._fit_side()
        self._connect()
        self.go_to(start)

    @property
    def step(self) -> Step:
        """The step shown."""
        return Step(self.currentId())

    @property
    def shown(self) -> JourneyPage:
        """The page shown."""
        return self.pages[self.step]

    def go_to(self, step: Step) -> None:
        """Show a step, as if the user had gone there page by page; nothing is saved on the way."""
        self._leading = True
        try:
            while self.currentId() > step:
                self.back()
            while self.currentId() < step:
                self.next()
        finally:
            self._leading = False
        self._arrive()

    # What QWizard asks

    def nextId(self) -> int:
        """Let the journey, not the order of the pages, say what comes next."""
        if self._leading:
            return self.currentId() + 1 if self.currentId() < Step.COUNTDOWN else -1
        if self.currentId() < 0:
            return -1
        following = wizard_steps.following(self._journey.book, self._journey.uid, self.step)
        if following is Step.REQUEST and self._journey.has_number:
            return Step.NUMBER
        return -1 if following is None else following

    def validateCurrentPage(self) -> bool:
        """Save what the page is for: the commit button was pressed."""
        return self._leading or self.shown.commit()

    def accept(self) -> None:
        """Go home: the last page's button was pressed."""
        super().accept()
        self._context.page_wanted.emit("home")

    def home(self) -> None:
        """Close, and show the home screen."""
        self.reject()
        self._context.page_wanted.emit("home")

    def done(self, result: int) -> None:
        """Close by whatever way; what is half-typed is kept, and that is said."""
        said = self.shown.farewell() if self._open else ""
        self._release()
        super().done(result)
        if said:
            self.kept.emit(said)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the page once there is a window that can have it."""
        super().showEvent(event)
        self._focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the steps out where they would take the page's room: the title says the step."""
        super().resizeEvent(event)
        self._show_side()
        self._fit_foot()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter commit a page once: held down, it would run through those that follow."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    # Making it

    def _set_up_frame(self) -> None:
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setOption(QWizard.WizardOption.IndependentPages)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.resize(opening_size(_SIZE, self.fontMetrics()))
        self.setSideWidget(self._side)

    def _fit_side(self) -> None:
        """QWizard puts its side widget into a frame of its own, once there is a page."""
        frame = self._side.parentWidget()
        layout = None if frame is None else frame.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def _show_side(self) -> None:
        room = self._side.sizeHint().width() * _SIDE_SHARE <= self.width()
        shown = room and self.currentId() in NUMBERED
        self._side.setVisible(shown)
        if (frame := self._side.parentWidget()) is not None:
            frame.setVisible(shown)  # else it leaves a margin of its own, and nothing is centred

    def _fit_buttons(self) -> None:
        """Give QWizard's row of buttons its margins; without buttons, it takes no room at all."""
        frame = self.shown.parentWidget()
        holder = None if frame is None else frame.parentWidget()
        grid = None if holder is None else holder.layout()
        if not isinstance(frame, QFrame) or not isinstance(grid, QGridLayout):
            return
        frame.setFrameShape(QFrame.Shape.NoFrame)
        empty = self._order is _Order.NONE
        for at in range(grid.count()):
            item = grid.itemAt(at)
            row, ruler = (None, None) if item is None else (item.layout(), item.widget())
            if isinstance(row, QHBoxLayout):
                row.setContentsMargins(QMargins() if empty else _FOOT)
            elif ruler is not None and type(ruler) is QWidget:  # QWizard's own line, of no name
                ruler.setVisible(not empty)

    def _set_up_buttons(self) -> None:
        buttons: dict[QWizard.WizardButton, QAbstractButton] = {
            _Button.CancelButton: LinkButton(_("Continue later")),
            _Button.BackButton: PlainButton(_("Back")),
            _Button.NextButton: PrimaryButton(""),
            _Button.FinishButton: PrimaryButton(""),
            _Button.CustomButton1: PlainButton("", self._do_second),
        }
        for place, button in buttons.items():
            self.setButton(place, button)
            self.setButtonText(place, button.text())
            button.setAccessibleName(button.text())
            button.setMinimumSize(button.sizeHint())
        self._order_buttons()
        self.setOption(QWizard.WizardOption.CancelButtonOnLeft)

    def _order_buttons(self) -> None:
        """Put the primary button at the right end; the welcome has its buttons on the page."""
        commit, second = [_Button.NextButton, _Button.FinishButton], [_Button.CustomButton1]
        ends = {
            _Order.NONE: [],
            _Order.COMMIT: commit,
            _Order.SECOND_FIRST: second + commit,
            _Order.SECOND_LAST: commit + second,
        }[self._order]
        start = [_Button.CancelButton, _Button.Stretch, _Button.BackButton]
        placed = [*start, *ends] if ends else []
        self.setButtonLayout(placed)
        for place in (*start, *commit, *second):
            if place is not _Button.Stretch and place not in placed:
                self.button(place).hide()  # QWizard leaves it where it was

    def _wanted_order(self) -> _Order:
        if self.step is Step.WELCOME:
            return _Order.NONE
        if self._second is None:
            return _Order.COMMIT
        return _Order.SECOND_LAST if self._second.primary else _Order.SECOND_FIRST

    def _connect(self) -> None:
        self.currentIdChanged.connect(self._arrive)
        self._journey.step_wanted.connect(self.go_to)
        self._journey.home_wanted.connect(self.home)
        self._journey.close_wanted.connect(self.close)
        self._context.changed.connect(self._renew)
        self._context.failed.connect(self._tell)
        QShortcut(QKeySequence.StandardKey.Paste, self).activated.connect(self._paste)

    # Following the journey

    def _arrive(self) -> None:
        """Another page is shown."""
        if self._leading or self.currentId() < 0:
            return
        if self._page is not None and self._page is not self.shown:
            self._page.leave()
        self._page = self.shown
        self.shown.enter()
        self._name_step()
        self._name_buttons()
        if self.isVisible():
            self._focus()

    def _release(self) -> None:
        """Keep what is half-typed, and let go of what outlives the wizard; once."""
        if self._open:
            self._open = False
            self._context.changed.disconnect(self._renew)
            self._context.failed.disconnect(self._tell)
            self.shown.leave()
            for page in self.pages.values():
                page.release()

    def _renew(self) -> None:
        if not self.shown.acting:
            self.shown.renew()
        self._show_progress()

    def _tell(self, cause: str, cure: str) -> None:
        self.shown.show_trouble(cause, cure)

    def _name_step(self) -> None:
        """Say where the user is, to the eye and to a screen reader."""
        name = step_title(self.step)
        if self.step in NUMBERED:
            place = _("Step {number} of {count}").format(number=int(self.step), count=len(NUMBERED))
            name = _("{place}: {title}").format(place=place, title=name)
        self.setWindowTitle(_("{place} – LinkDue guide").format(place=name))
        self.shown.setAccessibleName(name)
        self.shown.setAccessibleDescription(self.shown.title_text())
        self._show_progress()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, name))

    def _show_progress(self) -> None:
        self._show_side()
        self._side.show_step(self.step, wizard_steps.done(self._journey.book, self._journey.uid))

    def _name_buttons(self) -> None:
        """Let the buttons say what they do, and show one of them as the primary one."""
        if self._leading:
            return
        page = self.shown
        self._second = page.second_act()
        second_last = self._second is not None and self._second.primary
        order = self._wanted_order()
        if order is not self._order:
            self._order = order
            self._order_buttons()
        commit = page.commit_text()
        for place in (_Button.NextButton, _Button.FinishButton):
            self._dress(place, commit, primary=page.commit_is_advised() and not second_last)
            self.button(place).setEnabled(page.commit_enabled())
        self._dress(_Button.CancelButton, page.later_text())
        if self._second is not None:
            self._dress(_Button.CustomButton1, self._second.text, primary=second_last)
            button = self.button(_Button.CustomButton1)
            if isinstance(button, PlainButton):
                button.set_glyph(self._second.glyph)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """Shorten buttons that have no room beside each other, as at 200 % on a small screen."""
        if self._leading or self._page is None:
            return
        self._fit_buttons()
        if self._order is _Order.NONE:
            return
        spacing = self.style().pixelMetric(QStyle.PixelMetric.PM_LayoutHorizontalSpacing)
        foot.fit(
            self.width() - _FOOT.left() - _FOOT.right(),
            max(0, spacing),
            [
                (self.button(_Button.BackButton), Glyph.CHEVRON_LEFT),
                (self.button(_Button.CancelButton), Glyph.CROSS),
            ],
            [
                self.button(place)
                for place in (_Button.CustomButton1, _Button.NextButton, _Button.FinishButton)
            ],
        )

    def _dress(self, place: QWizard.WizardButton, text: str, *, primary: bool = False) -> None:
        button = self.button(place)
        self.setButtonText(place, text)
        button.setAccessibleName(text)
        button.setMinimumSize(button.sizeHint())
        if isinstance(button, PlainButton | PrimaryButton):
            button.set_primary(primary)

    def _paste(self) -> None:
        """Let the page take what is on the clipboard; orders lead to the page that takes them."""
        if self.step in (Step.GATE, Step.COUNTDOWN) and copied_text():
            self.go_to(Step.ORDERS)
        self.shown.paste()

    def _do_second(self) -> None:
        if self._second is not None:
            self._second.act()

    def _focus(self) -> None:
        field = self.shown.first_field()
        if field is None:
            self._focus_commit()
        else:
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_commit(self) -> None:
        """Put the keyboard on the button that does the next step."""
        last = self.step is Step.COUNTDOWN
        place = _Button.FinishButton if last else _Button.NextButton
        if self._second is not None and self._second.primary:
            place = _Button.CustomButton1
        self.button(place).setFocus(Qt.FocusReason.TabFocusReason)
