"""Step 1: choose a recorded account, or add a new one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.journal import ChangedElsewhere, DuplicateRecord
from desktop.domain.model import Account
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.buttons import PlainButton
from desktop.ui.kit.cards import Card, clear
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.projects.account_form import AccountForm
from desktop.ui.shared.console import open_console
from desktop.ui.shared.drafts import Draft, draft_name
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CONTROL_RADIUS, ROW_BUTTON_HEIGHT, XL, L, M
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.page import JourneyPage
from desktop.wording import glossary
from desktop.wording.i18n import _

_NEW = "new"
_SKETCH = QSize(230, 112)
_COMFORT = 20
"""Width that the fields need beside the picture, in characters."""


class AccountPage(JourneyPage):
    """The page for the account; the chosen one is shown in the form, to be corrected."""

    step = Step.ACCOUNT

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._listed: list[Account] | None = None
        self._shown: Account | None = None
        self._choice: ChoiceGroup | None = None

    def title_text(self) -> str:
        """Ask for the account."""
        return _("Your Alibaba Cloud account")

    def subtitle_text(self) -> str:
        """Explain why the account matters."""
        return _("Cashback goes by account: each one needs a project number of its own")

    def foot_note(self) -> tuple[Glyph, str]:
        """State that no password is asked for."""
        return Glyph.LOCK, _("No password is needed, and LinkDue signs in nowhere.")

    def build(self, body: QVBoxLayout) -> None:
        """Show the recorded accounts, then the form."""
        self._place = QVBoxLayout()
        self._place.setSpacing(L)
        asked = QVBoxLayout()
        asked.addLayout(self._place)
        asked.addStretch(1)
        where = QVBoxLayout()
        where.addWidget(self._where_to_look())
        where.addStretch(1)
        body.addWidget(ResponsiveRow([asked, where], 0, spacing=XL, comfort=_COMFORT))
        self._shown = self.journey.account
        self._make()
        self._show(self._shown)

    def refresh(self) -> None:
        """List the current accounts; the form keeps typed input unless its record is gone."""
        recorded = self._recorded(self._shown)
        if self._listed != self._accounts():
            typed = {} if self.draft is None else self.draft.changes()
            self._make()
            self._show(recorded)
            if typed:  # fields that were not edited keep the recorded values
                self.form.restore(self.form.values() | typed)
        elif recorded != self._shown:
            self._show(recorded)

    def first_field(self) -> QWidget | None:
        """Return the chosen account, or the first field of a new one."""
        if self._choice is not None and self._shown is not None:
            return self._choice.buttons[self._shown.uid]
        return self.form.uid.line

    def commit_text(self) -> str:
        """Name the button “save” only if there is something to save."""
        if self._shown is not None and not self.has_half_typed_input():
            return _("Continue with this account")
        return _("Save account")

    def commit(self) -> bool:
        """Save the account if it is new or was corrected, and choose it."""
        if self._shown is not None and not self.has_half_typed_input():
            self.journey.choose(self._shown.uid)
            return True
        account = self.form.read()
        if account is None:
            return False
        saved = self._save(account)
        if saved is None:
            return False
        self._choose_saved(saved)
        return True

    def _save(self, account: Account) -> Account | None:
        name = glossary.account(account)
        try:
            return self.run_action(
                _("Account “{name}” saved").format(name=name),
                lambda: self.context.workspace.save_account(account, self._shown),
            )
        except DuplicateRecord as problem:
            self.form.show_duplicate(problem)
        except ChangedElsewhere as problem:
            self.show_conflict(problem, self._shown or account, account)
        return None

    def _choose_saved(self, saved: Account) -> None:
        """Choose the saved account, and show it among the recorded ones."""
        if self.draft is not None:
            self.draft.drop()
        self.journey.choose(saved.uid)
        self._make()
        self._show(saved)

    def _where_to_look(self) -> Card:
        card = Card()
        card.body.setContentsMargins(L, L, L, L)
        card.body.setSpacing(M)
        card.body.addWidget(PlainLabel(_("Where to find the UID"), Role.STRONG))
        where = _("Click your picture at the top right: it is the second line.")
        card.body.addWidget(PlainLabel(where, Role.SMALL))
        card.body.addWidget(_ConsoleSketch())
        self.console = PlainButton(
            _("Open the console"),
            lambda: open_console(self.context),
            glyph=Glyph.EXTERNAL,
            height=ROW_BUTTON_HEIGHT,
        )
        card.body.addWidget(self.console)
        return card

    def _accounts(self) -> list[Account]:
        return list(self.journey.book.accounts.values())

    def _make(self) -> None:
        """Rebuild list and form after each change of the list, to keep the tab order right."""
        self.leave()
        clear(self._place)
        self._listed = self._accounts()
        self._choice = self._make_choice(self._listed)
        if self._choice is not None:
            self._place.addWidget(self._choice)
        self.form = AccountForm(self.context, brief=True)
        self._place.addWidget(self.form)
        QWidget.setTabOrder(self.form.name.line, self.console)  # the next to the right
        self.draft = Draft(self.context, self.form.values, self.form)
        self.form.edited.connect(self.draft.touch)
        self.form.edited.connect(self.commit_changed)

    def _make_choice(self, accounts: list[Account]) -> ChoiceGroup | None:
        if not accounts:
            return None
        options = [(a.uid, a.name or a.uid, a.uid if a.name else "") for a in accounts]
        options.append((_NEW, _("Another account"), ""))
        choice = ChoiceGroup(options, _("Account"))
        choice.edited.connect(self._chosen)
        return choice

    def _chosen(self) -> None:
        if self._choice is not None:
            self._show(self.journey.book.accounts.get(self._choice.value()))

    def _show(self, account: Account | None) -> None:
        """Show an account, or None for a new one, in the form, with the draft for it."""
        self.leave()
        self._shown = account
        self.form.load(account)
        if self.draft is not None:
            kept = self.draft.open(draft_name(Step.ACCOUNT, account.uid if account else None))
            if kept:
                self.form.restore(kept)
        if self._choice is not None:
            self._choice.set_value(account.uid if account else _NEW)
        self.commit_changed.emit()

    def _recorded(self, account: Account | None) -> Account | None:
        if account is None:
            return None
        return next((a for a in self.journey.book.accounts.values() if a.key == account.key), None)


class _ConsoleSketch(QWidget):
    """A sketch of the console's corner that shows the UID, with that line marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _SKETCH * growth(self.fontMetrics())

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / _SKETCH.width(), self.height() / _SKETCH.height())
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(QColor(t.raised))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 229, 111), CONTROL_RADIUS, CONTROL_RADIUS)
        painter.setPen(QColor(t.line) if t.outlined else QColor(t.muted))
        painter.setBrush(QColor(t.muted))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 229, 19), 6, 6)
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(QColor(t.raised))
        painter.drawEllipse(QRectF(208, 4, 12, 12))
        painter.drawRoundedRect(QRectF(92.5, 27.5, 130, 77), 6, 6)
        painter.setBrush(QColor(t.track))
        for line in (QRectF(122, 38, 60, 5), QRectF(102, 76, 80, 5), QRectF(102, 90, 60, 5)):
            painter.drawRoundedRect(line, 2, 2)
        painter.drawEllipse(QRectF(100, 36, 16, 16))
        painter.setPen(QPen(QColor(t.accent), 1.5))
        painter.setBrush(QColor(t.accent_soft))
        painter.drawRoundedRect(QRectF(120, 48, 96, 18), 5, 5)
        painter.fillRect(QRectF(126, 55, 70, 4), QColor(t.accent))
