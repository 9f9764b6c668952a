"""The dialog that logs payments from a list of a bank, of WeChat or of Alipay.

Reading the file and matching the payments happen off the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.base.storage import StorageError
from desktop.domain import beijing
from desktop.domain.payments import OfferedPayment, PlannedReceipt
from desktop.exchange.formats.payment_table import PaymentFile
from desktop.exchange.snapshot import ImportRefused
from desktop.services.payments import PaymentOffer
from desktop.services.workspace import Workspace
from desktop.ui.imports.column_choice import ColumnChoice
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Notice
from desktop.ui.kit.dialogs import DialogFrame
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.tick_table import TickTable
from desktop.ui.kit.worker import Worker
from desktop.ui.shared.context import Context
from desktop.ui.theme.tokens import Tone
from desktop.wording import amounts, glossary
from desktop.wording import payments as words
from desktop.wording.errors import files
from desktop.wording.i18n import _, ngettext

_SIZE = QSize(860, 620)
_MOST = 2000
"""The greatest number of payments listed; the latest come first."""
_DOUBTS = 3
_NAME, _TEXT = 40, 20
_FOR = 4
"""The column with the orders that a payment is matched to."""

Read = tuple[PaymentFile, dict[int, str], PaymentOffer | None]


class PaymentsDialog(DialogFrame):
    """Logs only ticked payments; those similar to a logged receipt need a confirmation."""

    def __init__(self, context: Context, path: Path, parent: QWidget | None = None) -> None:
        heading = _("Payments in “{name}”").format(name=glossary.short(path.name, _NAME))
        super().__init__(_("Import payments"), _SIZE, heading, parent)
        self._context = context
        self._path = path
        self._file: PaymentFile | None = None
        self._offered: tuple[OfferedPayment, ...] = ()
        self._planned: list[PlannedReceipt] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.worker = Worker("payments", self, newest_wins=True)
        context.closing.connect(self.worker.close)
        self.finished.connect(lambda _result: self.worker.forget())
        self.counts = PlainLabel(_("Reading…"), Role.MUTED)
        self.notice = Notice(Tone.AMBER, "", glyph=Glyph.EXCLAMATION)
        self.columns_button = LinkButton(_("What each column is…"), self._toggle_columns)
        self.columns = ColumnChoice(labels=words.columns())
        titles = (_("Day"), _("Payer"), _("Amount"), _("Note"), _("Matched to"))
        self.table = TickTable(_("Payments"), titles, figures=[_("Amount")])
        self.confirm_box = QCheckBox(_("Those already logged are other payments"))
        self.rest = PlainLabel("", Role.STRONG)
        self.save_button = PrimaryButton("", self.save)
        self.cancel_button = PlainButton(_("Cancel"), self.reject)
        self._lay_out()
        self.columns.chosen.connect(self._columns_chosen)
        self.table.ticked.connect(self._plan)
        self.confirm_box.toggled.connect(self._show_rest)
        self._show_rest()
        self._run(self._open, self._opened)

    def save(self) -> None:
        """Log the ticked payments, and close; stay open if that fails."""
        planned = self._planned
        if not planned:
            return
        if not self.confirm_box.isHidden() and not self.confirm_box.isChecked():
            self.confirm_box.setFocus()
            announce(self.confirm_box, self.confirm_box.text())
            return
        done = words.logged(len(planned), sum(each.payment.amount for each in planned))
        service = self._context.workspace.payments
        if self._context.run_action(done, lambda: service.save_receipts(planned, self._path.name)):
            self.accept()

    def _lay_out(self) -> None:
        above: tuple[QWidget, ...] = (self.counts, self.notice, self.columns)
        for widget in above:
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.confirm_box)
        self.body.addStretch()  # only where there is no table
        for widget in (self.notice, self.columns, self.confirm_box, self.columns_button):
            widget.hide()
        self.confirm_box.setMinimumHeight(28)
        self.foot.addWidget(self.rest)
        self.add_buttons(
            [self.columns_button], [self.cancel_button, self.save_button], self.save_button
        )

    # Off the window's thread

    def _run(self, work: Callable[[Workspace], object], done: Callable[..., object]) -> None:
        def on_thread(_token: object) -> object:
            with closing(self._context.workspace.another()) as own:
                return work(own)

        self.worker.submit(on_thread, done, failed=self._fail)

    def _open(self, own: Workspace) -> Read:
        opened = own.payments.open(self._path)
        columns = own.payments.columns(opened.table)
        try:
            return opened, columns, own.payments.offer(opened.table, columns)
        except ImportRefused as problem:
            if problem.code != "payments-columns":
                raise
            return opened, columns, None

    def _opened(self, read: Read) -> None:
        self._file, columns, offer = read
        self.columns_button.show()
        self.columns.show_table(self._file.table, columns)
        if offer is not None:
            self._show(offer)
            return
        self._ask_columns()

    def _ask_columns(self) -> None:
        self.columns.show()
        self._show_list(shown=False)
        text = files.unreadable(ImportRefused("payments-columns"))
        self._show_notice(Tone.AMBER, _("Please choose the columns"), text)
        self._show_offered(())
        focused = self.focusWidget()
        if self.columns.combos and (focused is None or not self.columns.isAncestorOf(focused)):
            self.columns.combos[0].setFocus()

    def _columns_chosen(self) -> None:
        file, columns = self._file, self.columns.columns()
        if file is None:
            return

        def work(own: Workspace) -> PaymentOffer:
            return own.payments.offer(file.table, columns)

        def done(offer: PaymentOffer) -> None:
            self._context.workspace.payments.remember_columns(file.table, columns)
            self._show(offer)

        self._run(work, done)

    def _fail(self, problem: Exception) -> None:
        if isinstance(problem, ImportRefused):
            if problem.code == "payments-columns":
                self._ask_columns()
                return
            self._show_list(shown=False)
            self._show_notice(Tone.BAD, _("The file can't be read"), files.unreadable(problem))
        elif isinstance(problem, StorageError):
            self._context.report(problem)
        else:
            raise problem

    # Display

    def _show(self, offer: PaymentOffer) -> None:
        self.counts.setText(words.counts(offer))
        self._show_list(shown=True)
        self.notice.hide()
        if offer.unsigned:
            self._show_notice(Tone.AMBER, words.direction_missing(), "")
        elif offer.problems:
            text = words.doubts(offer.problems, _DOUBTS)
            self._show_notice(Tone.AMBER, _("Rows in doubt are left out"), text)
        elif len(offer.offered) > _MOST:
            text = _("Only the {count} latest are listed.").format(count=_MOST)
            self._show_notice(Tone.INFO, text, "")
        self._show_offered(offer.offered[:_MOST], proposed=not offer.unsigned)
        announce(self.table, self.counts.text())

    def _show_list(self, *, shown: bool) -> None:
        self.counts.setVisible(shown)
        self.table.setVisible(shown)

    def _show_offered(self, offered: tuple[OfferedPayment, ...], *, proposed: bool = True) -> None:
        self._offered = offered
        rows = []
        for each in offered:
            payment = each.payment
            cells = (
                words.day(each),
                glossary.short(payment.payer, _TEXT),
                amounts.yuan(payment.amount),
                glossary.short(payment.note, _TEXT),
                words.evidence(each),
            )
            tooltips = ("", payment.payer, "", payment.note, "")
            rows.append((cells, tooltips, proposed and each.proposed))
        self.table.fill(rows)
        if offered:
            self.table.setFocus()
        self._plan()

    def _show_notice(self, tone: Tone, title: str, text: str) -> None:
        glyph = {Tone.BAD: Glyph.CROSS, Tone.INFO: Glyph.INFO}.get(tone, Glyph.EXCLAMATION)
        self.notice.set(tone, title, text, glyph)
        self.notice.show()

    def _plan(self) -> None:
        """Match the ticked payments to orders, one payment after the other."""
        chosen = [self._offered[row].payment for row in self.table.ticked_rows()]
        self._planned = None
        self._show_rest()
        self._run(lambda own: own.payments.plan(chosen), self._show_plan)

    def _show_plan(self, planned: list[PlannedReceipt]) -> None:
        self._planned = planned
        today = beijing.day_of(self._context.workspace.clock())
        by_row = {each.payment.row: each for each in planned}
        for row, each in enumerate(self._offered):
            plan = by_row.get(each.payment.row)
            text = words.evidence(each)
            if plan is not None:
                matched = words.matched(plan, today)
                text = f"{text} · {matched}" if each.near is not None else matched
            self.table.set_cell(row, _FOR, text)
        self._show_rest()

    def _show_rest(self) -> None:
        chosen = [self._offered[row] for row in self.table.ticked_rows()]
        count = len(chosen)
        fen = sum(each.payment.amount for each in chosen)
        text = ngettext("{count} ticked, {amount}", "{count} ticked, {amount}", count)
        self.rest.setText(text.format(count=count, amount=amounts.yuan(fen)) if count else "")
        self.confirm_box.setVisible(any(each.near is not None for each in chosen))
        name = ngettext("Log {count} payment", "Log {count} payments", count)
        self.save_button.setText(name.format(count=count) if count else _("Log payments"))
        self.save_button.setAccessibleName(self.save_button.text())
        self.save_button.setEnabled(bool(self._planned) and count > 0)

    def _toggle_columns(self) -> None:
        self.columns.setVisible(self.columns.isHidden())
