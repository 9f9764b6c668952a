"""The form of an account: name, UID, association period and note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.identifiers import ACCOUNT_UID, clean
from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Account, Window
from desktop.domain.window_advice import Advice
from desktop.forms import parsing
from desktop.forms.parsing import InputError
from desktop.ui.kit.cards import clear
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.fields import LineField, TextField
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import S
from desktop.wording import glossary
from desktop.wording.errors import validation
from desktop.wording.i18n import _


class AccountForm(QWidget):
    """Adds or edits an account. Call `load` first. A `brief` form has only UID and name."""

    edited = Signal()

    def __init__(
        self, context: Context, parent: QWidget | None = None, *, brief: bool = False
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._record: Account | None = None
        self._advice: Advice | None = None
        self._advice_accepted = False
        self._advice_box: QVBoxLayout | None = None
        named = _("Account name (optional)") if brief else _("Account name")
        self.name = LineField(named, _("Your own name for it, shown instead of the UID."))
        self.uid = LineField(_("Account UID"), self._uid_hint())
        self.window_choice = _window_choice()
        self.note = TextField(_("Note"), lines=2)
        self._lay_out(brief)
        self.setFocusProxy(self.uid.line if brief else self.name.line)
        for part in (self.name, self.uid, self.note):
            part.edited.connect(self._edited)
        self.window_choice.edited.connect(self._window_chosen)

    def load(self, record: Account | None) -> None:
        """Show an account to edit, or an empty form if it is None."""
        self._record = record
        self._show_advice()
        start = Account(uid="00000") if record is None else record
        self.restore(
            {
                "name": start.name,
                "uid": "" if record is None else start.uid,
                "window": start.window.value,
                "note": start.note,
            }
        )

    def _show_advice(self) -> None:
        """Show the advice from attempts in the console; if accepted, it is saved with the form."""
        from desktop.ui.projects.window_advice import AdviceBand

        workspace, record = self._context.workspace, self._record
        self._advice = None if record is None else workspace.window_advice(record)
        if self._advice_box is None:
            return
        clear(self._advice_box)
        if record is not None and self._advice is not None:
            name = glossary.account(record)
            band = AdviceBand(self._advice, workspace.clock(), self.accept_advice, name)
            self._advice_box.addWidget(band)

    def accept_advice(self) -> None:
        """Choose the advised window."""
        if self._advice is not None:
            self.window_choice.set_value(self._advice.window.value)
            self._advice_accepted = True
            self.edited.emit()

    def values(self) -> dict[str, str]:
        """Return the values as typed."""
        return {
            "name": self.name.text(),
            "uid": self.uid.text(),
            "window": self.window_choice.value(),
            "note": self.note.text(),
        }

    def restore(self, values: Mapping[str, str]) -> None:
        """Show values that were typed before."""
        self.name.set_text(values.get("name", ""))
        self.uid.set_text(values.get("uid", ""))
        self.window_choice.set_value(values.get("window", Window.UNKNOWN.value))
        self.note.set_text(values.get("note", ""))
        self._check_uid()

    def read(self) -> Account | None:
        """Return the account as typed; if the UID is invalid, show the error and return None."""
        try:
            return self._result()
        except InputError as problem:
            self.uid.show_error(validation.entry(problem.code, problem.field))
            return None

    def peek(self) -> Account | None:
        """Return the account as typed so far; None, without an error, if the UID is invalid."""
        try:
            return self._result()
        except InputError:
            return None

    def show_duplicate(self, problem: DuplicateRecord) -> None:
        """Show at the UID that the account is recorded already."""
        self.uid.show_error(validation.duplicate(problem))

    def _result(self) -> Account:
        uid = parsing.identifier("uid", self.uid.text(), ACCOUNT_UID)
        base = self._record or Account(uid=uid)
        window = Window(self.window_choice.value() or Window.UNKNOWN)
        checked_at = base.window_checked_at
        if window is Window.UNKNOWN:
            checked_at = None
        elif self._advice_accepted and self._advice is not None and window is self._advice.window:
            checked_at = self._advice.looked_up_at
        elif window is not base.window:
            checked_at = self._context.workspace.clock()
        return replace(
            base,
            uid=uid,
            name=self.name.text(),
            window=window,
            window_checked_at=checked_at,
            note=self.note.text(),
        )

    def _lay_out(self, brief: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for field in (self.uid, self.name) if brief else (self.name, self.uid):
            column.addWidget(field)
        if brief:
            for later in (self.window_choice, self.note):
                later.setParent(self)
                later.hide()
            return
        asked = QVBoxLayout()
        asked.setSpacing(3)
        asked.addWidget(PlainLabel(_window_question(), Role.STRONG))
        asked.addWidget(
            PlainLabel(
                _(
                    "Where to look: console › 企业 (Enterprise) › "
                    "合作伙伴项目 (Partner projects) › 订单关联项目 (Associate orders)."
                ),
                Role.SMALL,
            )
        )
        self._advice_box = QVBoxLayout()
        self._advice_box.setContentsMargins(0, S, 0, S)
        asked.addLayout(self._advice_box)
        asked.addWidget(self.window_choice)
        column.addLayout(asked)
        column.addWidget(self.note)

    def _window_chosen(self) -> None:
        self._advice_accepted = False  # the user's own choice counts as read in the console
        self._edited()

    def _edited(self) -> None:
        self._check_uid()
        self.edited.emit()

    def _check_uid(self) -> None:
        uid = clean(self.uid.text())
        if ACCOUNT_UID.problem(uid) is None and ACCOUNT_UID.unusual(uid):
            self.uid.set_hint(validation.unusual_uid(), Role.AMBER)
        elif ACCOUNT_UID.problem(uid) is None:
            self.uid.set_valid(_("16 digits, as it should be"))
        else:
            self.uid.set_hint(self._uid_hint())

    def _uid_hint(self) -> str:
        return _("In the console, click your picture at the top right and look for the account ID.")


def _window_question() -> str:
    return _("What does the console's association page say?")


def _window_choice() -> ChoiceGroup:
    explanations = {
        Window.MONTH: _(
            "The page shows 支付当月: until the end of the month you pay in (Beijing time)."
        ),
        Window.DAY: _("The page shows 支付当天: until 24:00 on the day you pay (Beijing time)."),
        Window.UNKNOWN: _(
            "Until you have looked, LinkDue plans with the day of payment, the shorter one."
        ),
    }
    options = [(w.value, capital(glossary.window(w)), text) for w, text in explanations.items()]
    return ChoiceGroup(options, _window_question())
