"""Step 5: log orders, typed, pasted or from a file, each with its verdict."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Order
from desktop.domain.views import View
from desktop.forms.order_form import InputErrors
from desktop.forms.wizard_steps import Step
from desktop.services.files import ImportReport
from desktop.ui.imports.import_dialog import ImportDialog
from desktop.ui.imports.sources import chosen_file, copied_text, dropped_file
from desktop.ui.kit.buttons import LinkButton
from desktop.ui.kit.cards import Notice, clear
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import PlainLabel, Role, capital
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.orders.order_form import OrderForm
from desktop.ui.shared.drafts import Draft, draft_name
from desktop.ui.shared.verdict_view import look
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import CARD_RADIUS, XL, L, M, S, Tone
from desktop.ui.wizard.journey import Journey
from desktop.ui.wizard.order_line import OrderLine, explained
from desktop.ui.wizard.page import JourneyPage, SecondAction
from desktop.ui.wizard.tile import Tile
from desktop.wording import glossary, imports
from desktop.wording.i18n import _, ngettext

_SHOWN = 30
"""Orders listed at most; an imported file may have thousands."""
_DROP_HEIGHT = 200
_COMFORT = 12
"""Width that each tile needs beside the others, in characters."""


class WizardOrdersPage(JourneyPage):
    """The page to log orders; committing it saves the typed order first."""

    step = Step.ORDERS

    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)
        self._uid = ""
        self._added: list[str] = []
        self._listed = 0
        self._typing = False
        self.import_dialog: ImportDialog | None = None

    def title_text(self) -> str:
        """Say what the page is for."""
        return _("Log your orders")

    def subtitle_text(self) -> str:
        """Explain the choice of ways; after it, name the account and count what is logged."""
        others = self._count() - self._listed
        if not self._typing and not self._recorded():
            return _("Choose the way that is easiest for you")
        account = self.journey.account
        name = self._uid if account is None else glossary.account(account)
        if others <= 0:
            return name
        text = ngettext("{name} · {count} order logged", "{name} · {count} orders logged", others)
        return text.format(name=name, count=others)

    def build(self, body: QVBoxLayout) -> None:
        """Show three ways to log, then the logged orders, the form and the typed one's verdict."""
        self.another_way = LinkButton(_("Another way"), self._choose_again)
        self.another_way.set_glyph(Glyph.CHEVRON_LEFT)
        self.corner.addWidget(self.another_way)
        self.report = Notice(Tone.INFO, "")
        self.report.hide()
        body.addWidget(self.report)
        self.tiles = self._make_tiles()
        body.addWidget(self.tiles)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        body.addLayout(self.lines)
        self.form = OrderForm(self.context)
        body.addWidget(self.form)
        self.verdict = Notice(Tone.INFO, "")
        self.verdict.hide()
        body.addWidget(self.verdict)
        self.setAcceptDrops(True)
        self.form.pasted.connect(self._import_text)
        self.draft = Draft(self.context, self.form.values, self)
        self.form.edited.connect(self.draft.touch)
        self.form.edited.connect(self._show_verdict)
        self.form.edited.connect(self.commit_changed)

    def refresh(self) -> None:
        """Start with the account's form; show the orders logged here with current verdicts."""
        uid = self.journey.chosen()
        if uid != self._uid:
            self._uid = uid
            self._added = []
            self.report.hide()
            self._start_form(keep=True)
            self._typing = self._recorded() or self.has_half_typed_input()
        self._show_logged()
        self._show_state()

    def first_field(self) -> QWidget | None:
        """Return the field for the order number, else the first tile."""
        return self.form.fields["number"].editor if self._typing else self.paste_button

    def commit_text(self) -> str:
        """Name the button “log” if a typed order is saved by it."""
        if self.has_half_typed_input() or not self._recorded():
            return _("Log it and see the countdown")
        return _("Continue to the countdown")

    def commit_enabled(self) -> bool:
        """Return whether the form is shown or an order is logged."""
        return self._typing or self._recorded()

    def second_action(self) -> SecondAction | None:
        """Offer to save the typed order and type another one."""
        return SecondAction(_("Log another one"), self._add) if self._typing else None

    def later_text(self) -> str:
        """Name the case that nothing was ordered yet."""
        waiting = not self._recorded() and not self.has_half_typed_input()
        return _("Not ordered yet, later") if waiting else _("Continue later")

    def commit(self) -> bool:
        """Save the typed order; the countdown needs at least one."""
        if self.has_half_typed_input() or not self._recorded():
            return self._save_typed()
        return True

    def release(self) -> None:
        """Cancel the import that is running."""
        if self.import_dialog is not None:
            self.import_dialog.close_now()

    def _count(self) -> int:
        return self.context.workspace.count(View.ALL, self._uid)

    def _recorded(self) -> bool:
        return self.journey.book.has_orders(self._uid)

    def _start_form(self, *, keep: bool) -> None:
        self.leave()
        self.form.load(None)
        self.form.set_account(self._uid, fixed=True)
        if self.draft is None:
            return
        kept = self.draft.open(draft_name(Step.ORDERS, self._uid))
        if kept and keep:
            self.form.restore(kept)

    def _make_tiles(self) -> QWidget:
        """Make the three tiles, and the area to drop a file on."""
        self.paste_button = Tile(
            Glyph.PASTE,
            _("Paste"),
            _("Select the order's rows in the console, copy them, and press Ctrl+V here"),
            self.paste,
        )
        self.type_button = Tile(
            Glyph.PEN,
            _("Type it in"),
            _("A few fields: order number, product, times and amount"),
            self._type,
        )
        self.open_button = Tile(
            Glyph.SHEET,
            _("Choose a file"),
            _("CSV or Excel from the console, many orders at once"),
            self._open_file,
        )
        parts = []
        for tile in (self.paste_button, self.type_button, self.open_button):
            part = QVBoxLayout()
            part.addWidget(tile)
            parts.append(part)
        tiles = QWidget()
        column = QVBoxLayout(tiles)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(L)
        column.addWidget(ResponsiveRow(parts, spacing=M, comfort=_COMFORT))
        self.drop_zone = _DropZone()
        column.addWidget(self.drop_zone, 1)
        return tiles

    def _type(self) -> None:
        self._typing = True
        self._show_state()
        self.form.focus_first()

    def _choose_again(self) -> None:
        """Show the three ways again; the form keeps its input."""
        self._typing = False
        self._show_state()
        self.paste_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_state(self) -> None:
        self.tiles.setHidden(self._typing)
        self.form.setVisible(self._typing)
        self.another_way.setVisible(self._typing)
        self._show_verdict()
        self.show_heading()
        self.commit_changed.emit()

    def _show_verdict(self) -> None:
        """Show the verdict of the order as far as it is typed."""
        order = self._typed_order() if self._typing and self.has_half_typed_input() else None
        self.verdict.setVisible(order is not None)
        if order is None:
            return
        assessment = self.context.workspace.assess(order)
        tone, glyph = look(assessment)
        title = capital(glossary.verdict(assessment.verdict))
        self.verdict.set(tone, title, explained(assessment), glyph)

    def _typed_order(self) -> Order | None:
        try:
            return self.form.typed_order()
        except InputErrors:
            return None

    def _add(self) -> None:
        if self._save_typed():
            self._show_logged()
            self._show_state()
            self.form.focus_first()

    def _save_typed(self) -> bool:
        order = self.form.read()
        if order is None:
            return False
        done = _("Order {number} logged").format(number=order.number)
        try:
            saved = self.run_action(done, lambda: self.context.workspace.save_order(order))
        except DuplicateRecord as problem:
            self.form.show_duplicate(problem)
            return False
        if saved is None:
            return False
        self._added.insert(0, saved.number)
        self.report.hide()
        self.form.load(None)
        if self.draft is not None:
            self.draft.drop()
        return True

    def _open_file(self) -> None:
        path = chosen_file(self)
        if path is not None:
            self._import(path)

    def paste(self) -> None:
        """Import the clipboard's text."""
        text = copied_text()
        if text:
            self._import_text(text)
        else:
            self._say(Tone.INFO, _("There is no text on the clipboard"), "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file dropped on the page."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the first of the dropped files."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._import(path)

    def _import_text(self, text: str) -> None:
        """Fill the form with a text of one order in sentences; preview the import of others."""
        found = self.context.workspace.files.only_order(text)
        if found is None:
            self._import(text)
            return
        owner = found.pop("account", self._uid)
        self.form.restore(found)
        self._type()
        self.form.edited.emit()
        if owner != self._uid:
            title = _("The text mentions account {uid}").format(uid=owner)
            self._say(Tone.AMBER, title, _("Please check that the order belongs to this account."))

    def _import(self, source: Path | str) -> None:
        dialog = ImportDialog(self.context, source, self, self._uid)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.imported.connect(self._show_report)
        dialog.finished.connect(self._import_closed)
        self.import_dialog = dialog
        dialog.open()

    def _import_closed(self) -> None:
        self.import_dialog = None

    def _show_report(self, report: ImportReport) -> None:
        wrong = report.plan.problems
        tone, glyph = (Tone.AMBER, Glyph.EXCLAMATION) if wrong else (Tone.GOOD, Glyph.CHECK)
        lines = imports.lines(report.plan)
        self._say(tone, capital(imports.counted(report.plan)), "\n".join(lines), glyph)
        imported = [order.number for order in report.plan.orders if order.account == self._uid]
        self._added = list(dict.fromkeys([*imported, *self._added]))
        self._show_logged()
        self._show_state()
        self.commit_wanted.emit()

    def _say(self, tone: Tone, title: str, text: str, glyph: Glyph = Glyph.EXCLAMATION) -> None:
        self.report.set(tone, title, text, glyph)
        self.report.show()
        self.column.ensureWidgetVisible(self.report)

    def _show_logged(self) -> None:
        book = self.journey.book
        found = (book.order(self._uid, number) for number in self._added)
        logged: list[Order] = [order for order in found if order is not None]
        clear(self.lines)
        for order in logged[:_SHOWN]:
            self.lines.addWidget(OrderLine(self.context.workspace.assess(order)))
        self._listed = len(logged[:_SHOWN])
        self.drop_zone.setVisible(not logged)  # it would push the list out of the visible part


class _DropZone(QWidget):
    """A dashed frame that explains where to paste rows and drop files."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(round(_DROP_HEIGHT * growth(self.fontMetrics())))
        column = QVBoxLayout(self)
        column.setContentsMargins(L, XL, L, XL)
        column.setSpacing(S)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(GlyphMark(Glyph.PASTE, Tone.NEUTRAL), 0, centre)
        copied = PlainLabel(_("Once they are copied, press Ctrl+V here"))
        dropped = _("You can also drop a file here. It is read on this computer only.")
        for label in (copied, PlainLabel(dropped, Role.SMALL)):
            label.setAlignment(centre)
            column.addWidget(label)
        column.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().field_edge), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens().window))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
