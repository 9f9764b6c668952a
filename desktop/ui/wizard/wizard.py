"""The wizard: shows its pages, moves between them, and keeps their input when it is closed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
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
    QWidget,
    QWizard,
)

from desktop.forms import wizard_steps
from desktop.forms.wizard_steps import NUMBERED, Step
from desktop.ui.imports.sources import copied_text
from desktop.ui.kit.sizes import opening_size
from desktop.ui.shared.context import Context
from desktop.ui.wizard.account_page import AccountPage
from desktop.ui.wizard.countdown_page import CountdownPage
from desktop.ui.wizard.gate_page import WizardGatePage
from desktop.ui.wizard.journey import Journey, resolve_start, step_title
from desktop.ui.wizard.number_page import NumberPage
from desktop.ui.wizard.orders_page import WizardOrdersPage
from desktop.ui.wizard.page import JourneyPage
from desktop.ui.wizard.request_page import RequestPage
from desktop.ui.wizard.steps_panel import StepsPanel
from desktop.ui.wizard.welcome_page import WelcomePage
from desktop.ui.wizard.wizard_buttons import WizardButtons
from desktop.wording.i18n import _

_SIZE = QSize(880, 600)
_SIDE_SHARE = 3
"""The steps are shown if they need at most 1/_SIDE_SHARE of the width."""
_PAGES: tuple[type[JourneyPage], ...] = (
    WelcomePage,
    AccountPage,
    RequestPage,
    NumberPage,
    WizardGatePage,
    WizardOrdersPage,
    CountdownPage,
)


class JourneyWizard(QWizard):
    """Leads one account from its first record to its countdowns.

    Opens at `step`, or at the account's first unfinished step; without `uid`, see `resolve_start`.
    The commit button saves the page's input; half-typed input is kept as a draft.
    """

    closed_unfinished = Signal(str)
    """Closed with something left to do; the argument is the message that names it."""

    def __init__(
        self,
        context: Context,
        uid: str | None = None,
        step: Step | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # Before all else: on Windows, setting the style emits a resize event, which needs it.
        self._steps = StepsPanel()
        self._context = context
        uid, start = resolve_start(context, uid, step)
        self._journey = Journey(context, uid, self)
        self._journey.another_number = step is Step.REQUEST
        self._jumping = False
        self._open = True
        self._page: JourneyPage | None = None
        self._set_up_frame()
        self._buttons = WizardButtons(self)
        self.pages: dict[Step, JourneyPage] = {page.step: page(self._journey) for page in _PAGES}
        for number, page in self.pages.items():
            self.setPage(number, page)
            page.commit_changed.connect(self._update_buttons)
            page.commit_wanted.connect(self._focus_commit)
        self.setStartId(Step.WELCOME if start is Step.WELCOME else Step.ACCOUNT)
        self.restart()
        self._remove_side_margins()
        self._connect()
        self.go_to(start)

    @property
    def step(self) -> Step:
        """The current step."""
        return Step(self.currentId())

    @property
    def shown(self) -> JourneyPage:
        """The current page."""
        return self.pages[self.step]

    def go_to(self, step: Step) -> None:
        """Go to a step page by page, so that Back works; nothing is saved on the way."""
        self._jumping = True
        try:
            while self.currentId() > step:
                self.back()
            while self.currentId() < step:
                self.next()
        finally:
            self._jumping = False
        self._enter_page()

    # Overrides of QWizard

    def nextId(self) -> int:
        """Return the next step by the records, or the next page while jumping; -1 for none."""
        if self._jumping:
            return self.currentId() + 1 if self.currentId() < Step.COUNTDOWN else -1
        if self.currentId() < 0:
            return -1
        following = wizard_steps.step_after(self._journey.book, self._journey.uid, self.step)
        if following is Step.REQUEST and self._journey.has_number:
            return Step.NUMBER
        return -1 if following is None else following

    def validateCurrentPage(self) -> bool:
        """Save the page's input: the commit button was pressed."""
        return self._jumping or self.shown.commit()

    def accept(self) -> None:
        """Show the home screen: the last page's button was pressed."""
        super().accept()
        self._context.page_wanted.emit("home")

    def home(self) -> None:
        """Close, and show the home screen."""
        self.reject()
        self._context.page_wanted.emit("home")

    def done(self, result: int) -> None:
        """Close, keep half-typed input, and report what is left to do."""
        message = self.shown.closing_message() if self._open else ""
        self._release()
        super().done(result)
        if message:
            self.closed_unfinished.emit(message)

    def showEvent(self, event: QShowEvent) -> None:
        """Focus the page's first field once the window can have the focus."""
        super().showEvent(event)
        self._focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the steps in a narrow window; the title names the step."""
        super().resizeEvent(event)
        self._show_or_hide_steps()
        self._fit_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ignore Enter while it is held down: it would commit the following pages as well."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    # Set-up

    def _set_up_frame(self) -> None:
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setOption(QWizard.WizardOption.IndependentPages)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.resize(opening_size(_SIZE, self.fontMetrics()))
        self.setSideWidget(self._steps)

    def _remove_side_margins(self) -> None:
        """Remove the margins of the frame that QWizard adds around its side widget."""
        frame = self._steps.parentWidget()
        layout = None if frame is None else frame.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def _show_or_hide_steps(self) -> None:
        room = self._steps.sizeHint().width() * _SIDE_SHARE <= self.width()
        shown = room and self.currentId() in NUMBERED
        self._steps.setVisible(shown)
        if (frame := self._steps.parentWidget()) is not None:
            frame.setVisible(shown)  # else its margins remain, and nothing is centred

    def _connect(self) -> None:
        self.currentIdChanged.connect(self._enter_page)
        self._journey.step_wanted.connect(self.go_to)
        self._journey.home_wanted.connect(self.home)
        self._journey.close_wanted.connect(self.close)
        self._context.changed.connect(self._refresh)
        self._context.failed.connect(self._show_problem)
        QShortcut(QKeySequence.StandardKey.Paste, self).activated.connect(self._paste)

    # The current page

    def _enter_page(self) -> None:
        """Leave the previous page, and set up the current one."""
        if self._jumping or self.currentId() < 0:
            return
        if self._page is not None and self._page is not self.shown:
            self._page.leave()
        self._page = self.shown
        self.shown.enter()
        self._show_step_name()
        self._update_buttons()
        if self.isVisible():
            self._focus()

    def _release(self) -> None:
        """Keep half-typed input, and disconnect from objects that outlive the wizard; once."""
        if self._open:
            self._open = False
            self._context.changed.disconnect(self._refresh)
            self._context.failed.disconnect(self._show_problem)
            self.shown.leave()
            for page in self.pages.values():
                page.release()

    def _refresh(self) -> None:
        if not self.shown.running_action:
            self.shown.refresh()
        self._show_progress()

    def _show_problem(self, cause: str, cure: str) -> None:
        self.shown.show_problem(cause, cure)

    def _show_step_name(self) -> None:
        """Show the step's name as the window title, and announce it to screen readers."""
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
        self._show_or_hide_steps()
        self._steps.show_step(
            self.step, wizard_steps.completed_steps(self._journey.book, self._journey.uid)
        )

    def _update_buttons(self) -> None:
        if not self._jumping:
            self._buttons.update(self.shown)
            self._fit_buttons()

    def _fit_buttons(self) -> None:
        if not self._jumping and self._page is not None:
            self._buttons.fit(self.shown)

    def _paste(self) -> None:
        """Let the page import the clipboard's text; gate and countdown go to the orders first."""
        if self.step in (Step.GATE, Step.COUNTDOWN) and copied_text():
            self.go_to(Step.ORDERS)
        self.shown.paste()

    def _focus(self) -> None:
        field = self.shown.first_field()
        if field is None:
            self._focus_commit()
        else:
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def _focus_commit(self) -> None:
        self._buttons.focus_commit(self.shown)
