"""The form of one order, to log it quickly or to edit all of its facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.domain import catalogue
from desktop.domain.identifiers import ORDER_NUMBER, clean
from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Billing, Order, OrderStatus, Window
from desktop.forms.order_form import LEFT_OUT, InputErrors, read_order
from desktop.forms.read_moment import Moment, read_moment
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.fields import ComboField, Field, LineField, TextField
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.responsive_row import in_pairs, pair
from desktop.ui.orders.form_texts import form_texts
from desktop.ui.shared.context import Context
from desktop.ui.shared.moment_field import MomentField, usual_hint
from desktop.wording import glossary
from desktop.wording.errors import validation
from desktop.wording.i18n import _

_LONGEST_ENTRY = 100
"""Characters; a longer text was not meant for a field of one line."""
_SAME_VISIT = timedelta(minutes=15)
"""A payment time no older than this is offered as the creation time as well."""


class OrderForm(QWidget):
    """All fields of an order; rarely used ones are folded below.

    `edited` is emitted after each change by the user, so that drafts can be saved.
    """

    edited = Signal()
    pasted = Signal(str)
    """A text of several lines or cells was pasted into a field of one line."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._base: Order | None = None
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.left_out = PlainLabel("", Role.AMBER)
        self.left_out.hide()
        column.addWidget(self.left_out)
        column.addLayout(self._usual_fields())
        column.addWidget(self._created_row())
        self.more_button = LinkButton(_("More: time created, type, note"), self._toggle_more)
        column.addWidget(self.more_button)
        self._more = QWidget()
        rare = self._rare_fields()
        rare.setContentsMargins(0, 0, 0, 0)
        self._more.setLayout(rare)
        self._more.hide()
        column.addWidget(self._more)
        for name, field in self.fields.items():
            field.setObjectName(f"order-{name}")
            field.edited.connect(self.edited)
            if isinstance(field.editor, QLineEdit):
                field.editor.installEventFilter(self)
        self._line("number").edited.connect(self._hint_number)
        # “Before it was created” is shown at the payment time, but either field can correct it.
        self.fields["created_at"].edited.connect(self.fields["paid_at"].clear_error)
        self._line("paid_at").line.textChanged.connect(self._settle)
        self._line("created_at").line.textChanged.connect(self._settle)
        for name in ("account", "status"):
            self._combo(name).combo.currentIndexChanged.connect(self._settle)
        context.changed.connect(self._offer_choices)
        self._offer_choices()

    def set_account(self, uid: str, *, fixed: bool = False) -> None:
        """Choose the account; hide its field if it is `fixed`."""
        self._combo("account").set_value(uid)
        self.fields["account"].setVisible(not fixed)
        self._offer_projects()
        self._settle()

    def load(self, order: Order | None) -> None:
        """Show a recorded order, or with None an empty form that keeps the account."""
        self._base = order
        self.left_out.hide()
        account = self._combo("account").value()
        for name, text in form_texts(order).items():
            self._set(name, text)
        if order is None:
            self._set("account", account)
        self._offer_projects()
        unusual = order is not None and any(
            (order.parent, order.project, order.window, order.cash_paid, order.note)
        )
        self._show_more(unusual or (order is not None and order.associated_at is not None))
        self.fields["associated_at"].setVisible(
            order is not None and order.associated_at is not None
        )
        self._hint_number()
        self._settle()

    def values(self) -> dict[str, str]:
        """Return the input as typed, by field."""
        return {name: _text(field) for name, field in self.fields.items()}

    def restore(self, values: Mapping[str, str]) -> None:
        """Restore a draft, or fill in the values that were found in copied text.

        `values[LEFT_OUT]` are facts of the text, one per line, that have no field.
        """
        left_out = values.get(LEFT_OUT, "")
        facts = _("; ").join(left_out.splitlines())
        self.left_out.setText(_("Not used from the text: {facts}").format(facts=facts))
        self.left_out.setVisible(bool(left_out))
        for name, text in values.items():
            if name in self.fields:
                self._set(name, text)
        rare = ("parent", "project", "window", "cash_paid", "note")
        if any(values.get(name) for name in rare):
            self._show_more(shown=True)
        self._hint_number()

    def started(self) -> bool:
        """Return whether the input differs from the record, or from an empty form."""
        empty = form_texts(self._base)
        typed = self.values()
        return any(typed[name] != empty[name] for name in typed if name != "account")

    def read(self) -> Order | None:
        """Return the order as typed, or None after showing each problem beside its field."""
        for field in self.fields.values():
            field.clear_error()
        try:
            return self.typed_order()
        except InputErrors as wrong:
            for problem in reversed(wrong.problems):
                self._show_problem(problem.field, validation.entry(problem.code, problem.field))
            return None

    def typed_order(self) -> Order:
        """Return the order as far as it is typed. Raises InputErrors if fields are wrong."""
        workspace = self._context.workspace
        precede = workspace.book().projects_precede
        return read_order(self.values(), workspace.clock(), catalogue.find, self._base, precede)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Emit `pasted` for whole orders, instead of pasting them into one field."""
        pasting = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if pasting and event.type() is QEvent.Type.KeyPress:
            text = QGuiApplication.clipboard().text().strip()
            if "\n" in text or "\t" in text or len(text) > _LONGEST_ENTRY:
                self.pasted.emit(text)
                return True
        return super().eventFilter(watched, event)

    def show_duplicate(self, problem: DuplicateRecord) -> None:
        """Show that this order number is already recorded."""
        self._show_problem("number", validation.duplicate(problem))

    def focus_first(self) -> None:
        """Focus the order number."""
        self.fields["number"].editor.setFocus()

    def focus_missing(self) -> None:
        """Focus the payment time if it is all that copied text lacks, else the order number."""
        number, paid = self._line("number"), self._line("paid_at")
        unpaid = self._combo("status").value() != OrderStatus.PAID.value
        if number.text() and not paid.text() and not unpaid:
            paid.editor.setFocus()
        else:
            self.focus_first()

    # Making the fields

    def _usual_fields(self) -> QVBoxLayout:
        number = LineField(_("Order number"), _("15 digits, from the console's order list"))
        product = ComboField(_("Product"), _("Name or code (optional)"), editable=True)
        payable = LineField(
            _("Amount payable (¥)"), _("Optional; used to work out the expected cashback")
        )
        clock = self._context.workspace.clock
        paid = MomentField(_("Paid"), _("Leave empty until it is paid"), clock)
        self.unpaid_chip = paid.add_chip(_("Not paid yet"), self._choose_unpaid)
        account = self._add("account", ComboField(_("Account")))
        column = in_pairs(
            [
                self._add("number", number),
                self._add("product", product),
                self._add("paid_at", paid),
                self._add("payable", payable),
            ]
        )
        column.insertWidget(0, account)
        return column

    def _created_row(self) -> QWidget:
        """Make the field for the creation time, which is shown only where it matters."""
        field = MomentField(
            _("Created"), usual_hint(), self._context.workspace.clock, latest=self._paid_just_now
        )
        first, second = QVBoxLayout(), QVBoxLayout()
        first.addWidget(self._add("created_at", field))
        self.assumed = PlainLabel(
            _("The time created is taken to be the payment time; change it under “More”."),
            Role.SMALL,
        )
        self._created = pair(first, second)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._created)
        column.addWidget(self.assumed)
        return holder

    def _rare_fields(self) -> QVBoxLayout:
        cash = LineField(
            _("Cash paid (¥)"), _("Without coupons and vouchers; cashback is worked out from this")
        )
        parent = LineField(_("Original order"), _("Only for renewals, upgrades and the like"))
        project = ComboField(
            _("Project number"), _("Only if you want a particular project"), editable=True
        )
        associated = MomentField(
            _("Associated"),
            _("When you associated it in the console"),
            self._context.workspace.clock,
        )
        return in_pairs(
            [
                self._add("status", ComboField(_("Payment status"))),
                self._add("kind", ComboField(_("Order type"))),
                self._add("billing", ComboField(_("Billing"))),
                self._add("cash_paid", cash),
                self._add("parent", parent),
                self._add("project", project),
                self._add("window", ComboField(_("Association period"))),
                self._add("note", TextField(_("Note"), lines=2)),
                self._add("associated_at", associated),
            ]
        )

    def _add(self, name: str, field: Field) -> Field:
        self.fields[name] = field
        return field

    def _offer_choices(self) -> None:
        book = self._context.workspace.book()
        accounts = [(_account_label(a.name, a.uid), a.uid) for a in book.accounts.values()]
        self._combo("account").set_items(accounts)
        self._combo("product").set_items([(name, name) for name, _code in glossary.products()])
        self._combo("status").set_items([(glossary.order_status(s), s.value) for s in _STATUSES])
        kinds = [(glossary.kind(kind), kind) for kind in book.programme.kind_names]
        self._combo("kind").set_items(kinds)
        self._combo("billing").set_items([(glossary.billing(b), b.value) for b in Billing])
        windows = [(glossary.window(w), w.value) for w in Window]
        self._combo("window").set_items([(_("same as the account"), ""), *windows])
        self._offer_projects()
        self._settle()

    def _offer_projects(self) -> None:
        found = self._context.workspace.book().usable_projects(self._combo("account").value())
        self._combo("project").set_items([(p.number or "", p.number or "") for p in found])

    # Showing and reading them

    def _combo(self, name: str) -> ComboField:
        field = self.fields[name]
        assert isinstance(field, ComboField)
        return field

    def _line(self, name: str) -> LineField:
        field = self.fields[name]
        assert isinstance(field, LineField)
        return field

    def _set(self, name: str, text: str) -> None:
        field = self.fields[name]
        if isinstance(field, ComboField):
            field.set_value(text)
            if name in ("kind", "status", "billing") and field.value() != text and text:
                field.combo.addItem(glossary.kind(text), text)  # a kind the programme does not list
                field.set_value(text)
        elif isinstance(field, LineField | TextField):
            field.set_text(text)

    def _show_problem(self, name: str, text: str) -> None:
        field = self.fields[name]
        if self._more.isAncestorOf(field):
            self._show_more(shown=True)
        self._created.setVisible(self._created.isVisibleTo(self) or name == "created_at")
        field.show_error(text)

    def _hint_number(self) -> None:
        number = clean(self._line("number").text())
        accepted = ORDER_NUMBER.problem(number) is None
        if accepted and ORDER_NUMBER.unusual(number):
            self._line("number").set_hint(validation.unusual_order(), Role.AMBER)
        elif accepted:
            self._line("number").set_valid(_("15 digits, as it should be"))
        else:
            self._line("number").set_hint(_("15 digits, from the console's order list"))

    def _choose_unpaid(self) -> None:
        """Set the order as unpaid, and focus the creation time, which is then needed."""
        self._set("paid_at", "")
        self._combo("status").set_value(OrderStatus.UNPAID.value)
        self._settle()
        self.fields["created_at"].editor.setFocus()
        self.edited.emit()

    def _settle(self) -> None:
        """Keep payment time and status consistent, and show the creation time where needed."""
        paid, status = self._line("paid_at"), self._combo("status")
        if paid.text() and status.value() == OrderStatus.UNPAID.value:
            status.set_value(OrderStatus.PAID.value)
        unpaid = status.value() == OrderStatus.UNPAID.value
        if isinstance(paid, MomentField):
            paid.set_own_hint(
                _("Not paid yet: its deadline will count from the payment")
                if unpaid
                else _("Leave empty until it is paid")
            )
        moment = self._paid_at()
        precede = self._context.workspace.book().projects_precede(
            self._combo("account").value(), moment or self._context.workspace.clock()
        )
        created = bool(self._line("created_at").text())
        self._created.setVisible(
            created or unpaid or not precede or self._base is not None or not self._more.isHidden()
        )
        self.assumed.setVisible(precede and not created and not unpaid and moment is not None)

    def _paid_at(self) -> datetime | None:
        """Return the payment time (UTC) as typed, or None if it is incomplete or empty."""
        read = read_moment(self._line("paid_at").text(), now=self._context.workspace.clock())
        return read.at if isinstance(read, Moment) else None

    def _paid_just_now(self) -> datetime | None:
        """Return the payment time (UTC) if it is within the last minutes (`_SAME_VISIT`)."""
        paid, now = self._paid_at(), self._context.workspace.clock()
        return paid if paid is not None and now - _SAME_VISIT <= paid <= now else None

    def _toggle_more(self) -> None:
        self._show_more(shown=self._more.isHidden())

    def _show_more(self, shown: bool) -> None:
        self._more.setVisible(shown)
        text = _("Fewer details") if shown else _("More: time created, type, note")
        self.more_button.setText(text)
        self.more_button.setAccessibleName(text)
        self._settle()


_STATUSES = (OrderStatus.PAID, OrderStatus.UNPAID, OrderStatus.CANCELLED, OrderStatus.REFUNDED)


def _text(field: Field) -> str:
    if isinstance(field, ComboField):
        return field.value()
    return field.text() if isinstance(field, LineField | TextField) else ""


def _account_label(name: str, uid: str) -> str:
    return f"{name} · {uid}" if name else uid
