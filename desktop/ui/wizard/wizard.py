"""The wizard itself: which page is shown, how it is left, and that leaving loses nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget, QWizard

from desktop.forms import wizard_steps
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.sizes import opening_size
from desktop.ui.shared.context import Context
from desktop.ui.wizard.account_page import AccountPage
from desktop.ui.wizard.countdown_page import CountdownPage
from desktop.ui.wizard.gate_page import WizardGatePage
from desktop.ui.wizard.journey import Journey, opening, step_title
from desktop.ui.wizard.number_page import NumberPage
from desktop.ui.wizard.orders_page import WizardOrdersPage
from desktop.ui.wizard.page import JourneyPage
from desktop.ui.wizard.request_page import RequestPage
from desktop.ui.wizard.side import Side
from desktop.wording.i18n import _

_SIZE = QSize(860, 620)
_PAGES: tuple[type[JourneyPage], ...] = (
    AccountPage,
    RequestPage,
    NumberPage,
    WizardGatePage,
    WizardOrdersPage,
    CountdownPage,
)
_Button = QWizard.WizardButton


class JourneyWizard(QWizard):
    """Leads one account from its first record to its countdowns.

    Opens at `step`, or where the account's journey goes on; without `uid` with the account that
    is least far. A page saves what it learnt when it is left, and keeps half-typed input always.
    """

    kept = Signal(str)
    """Closed with half-typed input on the page: the sentence that says it is kept."""

    def __init__(
        self,
        context: Context,
        uid: str | None = None,
        step: Step | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        uid, start = opening(context, uid, step)
        self._journey = Journey(context, uid, self)
        self._journey.another = step is Step.REQUEST
        self._leading = False
        self._open = True
        self._page: JourneyPage | None = None
        self._set_up_frame()
        self._set_up_buttons()
        self.pages: dict[Step, JourneyPage] = {page.step: page(self._journey) for page in _PAGES}
        for number, page in self.pages.items():
            self.setPage(number, page)
            page.commit_changed.connect(self._name_buttons)
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
        return -1 if following is None else following

    def validateCurrentPage(self) -> bool:
        """Save what the page is for: the commit button was pressed."""
        return self._leading or self.shown.commit()

    def accept(self) -> None:
        """Go home: the last page's button was pressed."""
        super().accept()
        self._context.page_wanted.emit("home")

    def _go_home(self) -> None:
        """End before the last page."""
        self.reject()
        self._context.page_wanted.emit("home")

    def done(self, result: int) -> None:
        """Close by whatever way; what is half-typed is kept, and that is said."""
        typed = self._open and self.shown.keeps_input()
        self._release()
        super().done(result)
        if typed:
            self.kept.emit(_("What you entered is saved. Next time you continue from here."))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the page once there is a window that can have it."""
        super().showEvent(event)
        self._focus()

    # Making it

    def _set_up_frame(self) -> None:
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setOption(QWizard.WizardOption.IndependentPages)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.resize(opening_size(_SIZE, self.fontMetrics()))
        self._side = Side()
        self.setSideWidget(self._side)

    def _fit_side(self) -> None:
        """QWizard puts its side widget into a frame of its own, once there is a page."""
        frame = self._side.parentWidget()
        layout = None if frame is None else frame.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def _set_up_buttons(self) -> None:
        buttons: dict[QWizard.WizardButton, QAbstractButton] = {
            _Button.CancelButton: LinkButton(_("Continue later")),
            _Button.BackButton: PlainButton(_("Back")),
            _Button.NextButton: PrimaryButton(""),
            _Button.FinishButton: PrimaryButton(""),
        }
        for place, button in buttons.items():
            self.setButton(place, button)
            self.setButtonText(place, button.text())
            button.setMinimumSize(button.sizeHint())
        self.setButtonLayout(
            [
                _Button.CancelButton,
                _Button.Stretch,
                _Button.BackButton,
                _Button.NextButton,
                _Button.FinishButton,
            ]
        )
        self.setOption(QWizard.WizardOption.CancelButtonOnLeft)

    def _connect(self) -> None:
        self.currentIdChanged.connect(self._arrive)
        self._journey.step_wanted.connect(self.go_to)
        self._journey.home_wanted.connect(self._go_home)
        self._context.changed.connect(self._renew)
        self._context.failed.connect(self._tell)

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
        place = _("Step {number} of {count}").format(number=int(self.step), count=len(Step))
        name = _("{place}: {title}").format(place=place, title=step_title(self.step))
        self.setWindowTitle(_("{place} – LinkDue guide").format(place=name))
        self.shown.setAccessibleName(name)
        self.shown.setAccessibleDescription(self.shown.title_text())
        self._show_progress()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, name))

    def _show_progress(self) -> None:
        self._side.show_step(self.step, wizard_steps.done(self._journey.book, self._journey.uid))

    def _name_buttons(self) -> None:
        """Let the commit button say what it does."""
        if self._leading:
            return
        text = self.shown.commit_text()
        kind = "primary" if self.shown.commit_is_advised() else "plain"
        for place in (_Button.NextButton, _Button.FinishButton):
            button = self.button(place)
            self.setButtonText(place, text)
            button.setAccessibleName(text)
            button.setMinimumSize(button.sizeHint())
            if button.property("kind") != kind:
                button.setProperty("kind", kind)
                button.style().unpolish(button)
                button.style().polish(button)

    def _focus(self) -> None:
        field = self.shown.first_field()
        last = self.step is Step.COUNTDOWN
        commit = self.button(_Button.FinishButton if last else _Button.NextButton)
        (field or commit).setFocus(Qt.FocusReason.TabFocusReason)
