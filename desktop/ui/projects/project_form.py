"""The form of a project: number, creation, validity and promised rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.domain.beijing import start_of_day
from desktop.domain.identifiers import PROJECT_NUMBER, clean
from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Project, ProjectStatus
from desktop.domain.rates import with_promises_of
from desktop.forms.check_phrase import find_phrase
from desktop.forms.parsing import InputError
from desktop.forms.partner_reply import Reply, read_reply
from desktop.forms.read_moment import HALF_A_YEAR, Moment, read_moment
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.fields import ComboField, Field, LineField, TextField
from desktop.ui.kit.labels import Role, capital
from desktop.ui.projects.creation_field import CreationField
from desktop.ui.projects.product_rates import ProductRates
from desktop.ui.projects.project_entry import YES, default_end, read_project
from desktop.ui.projects.rates_entry import values_of
from desktop.ui.projects.reply_box import ReplyBox
from desktop.ui.shared.context import Context
from desktop.ui.shared.moment_field import read_as
from desktop.wording import glossary, moments
from desktop.wording.errors import validation
from desktop.wording.i18n import _

_NO_RATES = {"rate": "", "excluded": ""}
_PENDING = (ProjectStatus.DRAFT, ProjectStatus.SENT, ProjectStatus.UNDER_REVIEW)


class ProjectForm(QWidget):
    """Adds or edits a project. Call `set_account` for a new project, or `load`, first."""

    edited = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._base = Project(account="00000")
        self._filled: dict[str, str] = {}
        self._partner_rates = _NO_RATES
        self._number_before = ""
        self._make_fields()
        self._lay_out()
        self._connect()

    def set_account(self, uid: str) -> None:
        """Set the account of a new project, and clear the form."""
        self._base = Project(account=uid, status=ProjectStatus.ACTIVE)
        self.load(None)

    def load(self, record: Project | None) -> None:
        """Show a project to edit, a request to complete, or a new project if it is None."""
        if record is None:
            record = Project(account=self._base.account, status=ProjectStatus.ACTIVE)
        self._base = record
        self.reply.expect(record.account, find_phrase(record.request_text))
        partners = [partner.name for partner in self._context.workspace.book().partners]
        self.partner.set_items([(name, name) for name in partners])
        if len(partners) == 1 and record.key is None and record.partner is None:
            record = replace(record, partner=partners[0])
        offered = self._with_promises(record)
        self.restore(_values_of(offered))
        if offered is not record:
            self._partner_rates = self._typed_rates()
        self.reply.setVisible(not record.usable)
        self.setFocusProxy(self.number.line if record.usable else self.reply.field.area)

    def values(self) -> dict[str, str]:
        """Return the values as typed."""
        return {
            "reply": self.reply.text(),
            "number": self.number.text(),
            "partner": self.partner.value(),
            "status": self.status.value(),
            "created": self.creation.moment.text(),
            "assumed": YES if self.creation.unknown.isChecked() else "",
            "valid_until": self.valid_until.text(),
            "rate": self.rate.text(),
            "renewals": YES if self.renewals.isChecked() else "",
            "title": self.title.text(),
            "note": self.note.text(),
        } | self.product_rates.values()

    def restore(self, values: Mapping[str, str]) -> None:
        """Show values that were typed before."""
        self._filled = {}
        self._partner_rates = _NO_RATES
        self.number.set_text(values.get("number", ""))
        self._number_before = self.number.text()
        self.partner.set_value(values.get("partner", ""))
        self.status.set_value(values.get("status", ProjectStatus.ACTIVE.value))
        assumed = values.get("assumed") == YES
        self.creation.set(values.get("created", ""), assumed=assumed)
        self.valid_until.set_text(values.get("valid_until", ""))
        self._show_rates(values)
        self.renewals.setChecked(values.get("renewals", YES) == YES)
        self.title.set_text(values.get("title", ""))
        self.note.set_text(values.get("note", ""))
        self.reply.set_text(values.get("reply", ""))
        more = self.title.text() or self.note.text() or not self.renewals.isChecked()
        self._show_more(bool(more) or not self.product_rates.is_empty())
        self._hint()

    def read(self) -> Project | None:
        """Return the project as typed; show the errors and return None if a value is invalid."""
        result = self._result()
        if isinstance(result, Project):
            return result
        for problem in reversed(result):
            self._field(problem.field).show_error(_problem_text(problem))
        return None

    def peek(self) -> Project | None:
        """Return the project as typed so far; None, without errors, if a value is invalid."""
        result = self._result()
        return result if isinstance(result, Project) else None

    def show_duplicate(self, problem: DuplicateRecord) -> None:
        """Show at the number that it is recorded already for this account."""
        self.number.show_error(validation.duplicate(problem))

    def _make_fields(self) -> None:
        clock = self._context.workspace.clock
        self.reply = ReplyBox(clock)
        self.number = LineField(_("Project number (opportunity ID)"), placeholder="202609010421")
        self.status = ComboField(_("Status"))
        self.status.set_items(
            [(capital(glossary.project_status(s)), s.value) for s in ProjectStatus]
        )
        self.creation = CreationField(clock)
        self.valid_until = LineField(_("Valid until (Beijing time, optional)"))
        self.rate = LineField(
            _("Cashback rate in %"),
            _("The rate your partner promised. Leave it empty if nothing was agreed."),
            placeholder="5",
        )
        self.partner = ComboField(_("Partner"), _("Who gave you the number."), editable=True)
        self.more_button = LinkButton(_("More: rates, title, note"), self._more)
        self.more = QWidget()
        self.product_rates = ProductRates()
        self.renewals = QCheckBox(_("Renewals and upgrades bring cashback as well"))
        self.renewals.setMinimumHeight(28)
        self.title = LineField(_("Title"), _("What the project is for, as agreed."))
        self.note = TextField(_("Note"), lines=2)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (
            self.reply,
            self.number,
            self.creation,
            self.valid_until,
            self.rate,
            self.partner,
            self.status,
            self.more_button,
            self.more,
        ):
            column.addWidget(widget)
        inner = QVBoxLayout(self.more)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        for widget in (self.product_rates, self.renewals, self.title, self.note):
            inner.addWidget(widget)

    def _connect(self) -> None:
        self.reply.read.connect(self._fill)
        self.partner.edited.connect(self._follow_partner)
        for part in (
            self.reply,
            self.number,
            self.creation,
            self.valid_until,
            self.rate,
            self.partner,
            self.status,
            self.product_rates,
            self.title,
            self.note,
        ):
            part.edited.connect(self._edited)
        self.renewals.clicked.connect(self._edited)

    def _with_promises(self, record: Project) -> Project:
        """Return a project, with the rates of its partner if it has no number yet."""
        partners = self._context.workspace.book().partners
        partner = next((each for each in partners if each.name == record.partner), None)
        if (
            partner is None
            or record.usable
            or (record.key is not None and record.number is not None)
        ):
            return record
        return with_promises_of(record, partner)

    def _follow_partner(self) -> None:
        """Fill in the rates of the chosen partner, unless others were typed."""
        if self._typed_rates() not in (_NO_RATES, self._partner_rates):
            return
        offered = self._with_promises(replace(self._base, partner=self.partner.value() or None))
        self._show_rates(values_of(offered.rates, offered.excluded_products))
        self._partner_rates = self._typed_rates()
        self._show_more(not self.more.isHidden() or not self.product_rates.is_empty())

    def _show_rates(self, values: Mapping[str, str]) -> None:
        self.rate.set_text(values.get("rate", ""))
        self.product_rates.restore(values)

    def _typed_rates(self) -> dict[str, str]:
        return {"rate": self.rate.text()} | self.product_rates.values()

    def _edited(self) -> None:
        self._move_pasted_reply()
        self._follow_number()
        self._hint()
        self.edited.emit()

    def _move_pasted_reply(self) -> None:
        """Move a reply that was pasted into the field of the number to its own field."""
        text = self.number.text()
        if not text or PROJECT_NUMBER.problem(clean(text)) != "not-digits":
            return
        if not read_reply(text, self._context.workspace.clock()).found:
            return
        self.number.set_text("")
        self.reply.show()
        self.reply.paste(text)

    def _follow_number(self) -> None:
        """Set the status of a pending request to active when its number is entered."""
        number = self.number.text()
        if number and not self._number_before and self.status.value() in _PENDING:
            self.status.set_value(ProjectStatus.ACTIVE.value)
        self._number_before = number

    def _fill(self, reply: Reply) -> None:
        """Fill in the values of the reply, except where the user has typed another value.

        They replace the partner's general rates.
        """
        fields = {
            "number": self.number,
            "created": self.creation.moment,
            "valid_until": self.valid_until,
            "rate": self.rate,
        }
        for name in reply.found:
            field = fields.get(name)
            kept = {"", self._filled.get(name, ""), self._partner_rates.get(name, "")}
            if field is None or field.text() not in kept:
                continue
            self._filled[name] = getattr(reply, name)
            if name == "created":
                self.creation.set(reply.created, assumed=False)
            else:
                field.set_text(self._filled[name])

    def _hint(self) -> None:
        number = clean(self.number.text())
        doubtful = PROJECT_NUMBER.problem(number) is None and PROJECT_NUMBER.unusual(number)
        self.number.set_hint(validation.unusual_project() if doubtful else "", Role.AMBER)
        self.valid_until.set_hint(self._validity_hint())

    def _validity_hint(self) -> str:
        now = self._context.workspace.clock()
        typed = self.valid_until.text()
        if not typed:
            end = default_end(self.creation.moment.text(), self._context.workspace.book(), now)
            if end is None:
                return _("If left empty: three months from creation.")
            text = _("If left empty: three months, until {moment}.")
            return moments.tidy(text.format(moment=moments.deadline(end, now)))
        read = read_moment(typed, now=now, ahead=HALF_A_YEAR)
        if not isinstance(read, Moment):
            return ""
        if read.at is not None:
            return "" if read.assumed is None else read_as(read.at)
        text = _("No time given: to be safe, LinkDue assumes the project is valid until {moment}.")
        return moments.tidy(text.format(moment=moments.deadline(start_of_day(read.day), now)))

    def _more(self) -> None:
        self._show_more(True)
        self.product_rates.add_button.setFocus()

    def _show_more(self, shown: bool) -> None:
        self.more.setVisible(shown)
        self.more_button.setVisible(not shown)

    def _result(self) -> Project | list[InputError]:
        now = self._context.workspace.clock()
        return read_project(self.values(), self._base, now)

    def _field(self, name: str) -> Field:
        if "." in name:
            return self.product_rates.field(name)
        return {
            "number": self.number,
            "created": self.creation.moment,
            "valid_until": self.valid_until,
            "rate": self.rate,
        }[name]


def _values_of(record: Project) -> dict[str, str]:
    return {
        "number": record.number or "",
        "partner": record.partner or "",
        "status": record.status.value,
        "created": "" if record.created_at is None else moments.table_moment(record.created_at),
        "assumed": YES if record.created_assumed else "",
        "valid_until": (
            "" if record.valid_until is None else moments.table_moment(record.valid_until)
        ),
        "renewals": YES if record.renewals else "",
        "title": record.title,
        "note": record.note,
    } | values_of(record.rates, record.excluded_products)


def _problem_text(problem: InputError) -> str:
    field = "project" if problem.field == "number" else problem.field
    return validation.entry(problem.code, field)
