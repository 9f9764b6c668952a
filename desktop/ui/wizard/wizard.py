"""The wizard itself: which page is shown, how it is left, and that leaving loses nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QWidget, QWizard

from desktop.journey import steps
from desktop.journey.steps import Step
from desktop.ui.context import Context
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.wizard.account_page import AccountPage
from desktop.ui.wizard.countdown_page import CountdownPage
from desktop.ui.wizard.drafts import draft_name
from desktop.ui.wizard.gate_page import GatePage
from desktop.ui.wizard.journey import Journey, step_title
from desktop.ui.wizard.number_page import NumberPage
from desktop.ui.wizard.orders_page import OrdersPage
from desktop.ui.wizard.page import JourneyPage
from desktop.ui.wizard.request_page import RequestPage
from desktop.ui.wizard.side import Side
from desktop.wording.language import _

_SIZE = QSize(860, 620)
_PAGES: tuple[type[JourneyPage], ...] = (
    AccountPage,
    RequestPage,
    NumberPage,
    GatePage,
    OrdersPage,
    CountdownPage,
)


class JourneyWizard(QWizard):
    """Leads one account from its first record to its countdowns.

    Opens at `step`, or where the account's journey goes on; without `uid` with the account that is
    least far. A page writes what it learnt when it is left, and keeps half-typed input all the time.
    """

    kept = Signal(str)
    """Closed with half-typed input: the sentence that says it is kept."""

    def __init__(
        self,
        context: Context,
        uid: str | None = None,
        step: Step | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._journey = Journey(context, *_where(context, uid, step), parent=self)
        self._leading = False
        self._page: JourneyPage | None = None
        self._set_up_frame()
        self._set_up_buttons()
        self._pages = {page.step: page(self._journey) for page in _PAGES}
        for number, page in self._pages.items():
            self.setPage(number, page)
        self._journey.step_wanted.connect(self.go_to)
        self._journey.home_wanted.connect(self._go_home)
        context.changed.connect(self._show_progress)
        self.currentIdChanged.connect(self._arrive)
        self.setStartId(Step.ACCOUNT)
        self.restart()
        self.go_to(self._journey.start)
