"""The steps of associating an order, which the user does in the console."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.base.storage import StorageError
from desktop.domain.assessment import Assessment
from desktop.domain.model import Window
from desktop.ui.kit.announce import announce
from desktop.ui.kit.buttons import LinkButton, PlainButton
from desktop.ui.kit.glyphs import Glyph, draw
from desktop.ui.kit.labels import PlainLabel, Role, capital, scaled
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.sizes import growth
from desktop.ui.shared.console import open_console
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import tokens
from desktop.ui.theme.tokens import ROW_BUTTON_HEIGHT, SMALL_SIZE, XS, L, S
from desktop.wording import glossary
from desktop.wording.i18n import _, labelled

_REACHED = "reached"
_STEPS = 4
_CIRCLE = 24
_BUTTON_WIDTH = 144
_COMFORT = 18
"""Width that a step's sentence needs beside its button, in characters."""


class ConsoleSteps(QWidget):
    """Four numbered steps, three with a button; the progress is stored as a draft per order.

    The first button is the primary one until it was used.
    """

    used = Signal()
    """The user used a step's button."""

    def __init__(
        self, context: Context, assessment: Assessment, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._order = assessment.order
        self._draft = f"guide.{self._order.account}.{self._order.number}"
        self.reached = self._kept()
        self._marks: list[_StepMark] = []
        self._rows: list[ResponsiveRow] = []
        self._buttons: list[PlainButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(XS)
        self._lay_out(assessment)
        self._show()

    @property
    def started(self) -> bool:
        """Whether a step was used; before that, nothing can have been associated."""
        return self.reached > 1

    def next_button(self) -> QWidget | None:
        """Return the button of the next step; None if only the outcome is left."""
        buttons = dict(enumerate((self.console, self.copy_number, self.copy_project), 1))
        return next((buttons[n] for n in range(self.reached, _STEPS) if buttons.get(n)), None)

    def event(self, event: QEvent) -> bool:
        """Keep a button apart from the next step once it is below its own sentence."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._column.setSpacing(L if any(row.folded for row in self._rows) else XS)
        return super().event(event)

    def forget(self) -> None:
        """Delete the stored progress: the order is associated."""
        self._context.forget_draft(self._draft)

    def _lay_out(self, assessment: Assessment) -> None:
        order, project = self._order, assessment.project
        account = self._context.workspace.book().accounts.get(order.account)
        name = order.account if account is None else glossary.account(account)
        self.console = self._button(_("Open the console"), self._open_console, Glyph.EXTERNAL)
        self.copy_number = self._button(
            _("Copy order number"),
            partial(self._copy, order.number, 2),
            Glyph.COPY,
            _("Copy order number {number}").format(number=order.number),
        )
        self.copy_project = None
        self._add_step(
            _("Open the console and sign in as “{account}”").format(account=name),
            _(
                "企业 (Enterprise) › 合作伙伴项目 (Partner projects) › "
                "订单关联项目 (Associate orders)"
            ),
            self.console,
        )
        self._ask_window()
        find = _("Find order {number} and click 关联").format(number=order.number)
        self._add_step(find, "", self.copy_number)
        choose = _("Choose the project and click 确定")
        if project is not None:
            choose = _("Choose project {project} and click 确定").format(project=project)
            self.copy_project = self._button(
                _("Copy project number"),
                partial(self._copy, project, 3),
                Glyph.COPY,
                _("Copy project number {number}").format(number=project),
            )
        self._add_step(choose, "", self.copy_project)
        least = round(_BUTTON_WIDTH * growth(self.fontMetrics()))
        for button in self._buttons:
            widest = max(one.sizeHint().width() for one in self._buttons)
            button.setMinimumWidth(max(least, widest))
        self._add_step(_("Once it says 已关联, come back and say how it went"), "", None)

    def _button(
        self, text: str, action: Callable[[], object], glyph: Glyph, name: str = ""
    ) -> PlainButton:
        button = PlainButton(text, action, name=name, glyph=glyph, height=ROW_BUTTON_HEIGHT)
        self._buttons.append(button)
        return button

    def _add_step(self, text: str, small: str, button: PlainButton | None) -> None:
        mark = _StepMark(len(self._marks) + 1)
        self._marks.append(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        self._label(words, text, Role.BODY)
        if small:
            self._label(words, small, Role.SMALL)
        words.addStretch(1)
        end = QVBoxLayout()
        if button is not None:
            end.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(L)
        row.addWidget(mark)
        self._rows.append(ResponsiveRow([words, end], 0, comfort=_COMFORT))
        row.addWidget(self._rows[-1], 1)
        self._column.addLayout(row)

    def _label(self, column: QVBoxLayout, text: str, role: Role) -> None:
        column.addWidget(PlainLabel(text, role, selectable=True))

    def _ask_window(self) -> None:
        """Ask for the account's association window, which the console shows, until it is known."""
        self.window_question = QWidget(self)
        account = self._context.workspace.book().accounts.get(self._order.account)
        self.window_question.setVisible(account is not None and account.window is Window.UNKNOWN)
        row = QHBoxLayout(self.window_question)
        row.setContentsMargins(_CIRCLE + L, 0, 0, 0)
        row.setSpacing(L)
        asked = _("What does the page show?")
        row.addWidget(PlainLabel(asked, Role.SMALL, wrap=False))
        self.window_buttons: dict[Window, LinkButton] = {}
        for window in (Window.MONTH, Window.DAY):
            word = capital(glossary.window(window))
            button = LinkButton(
                word, partial(self._read_window, window), name=labelled(word, asked.rstrip(":："))
            )
            self.window_buttons[window] = button
            row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(self.window_question)

    def _read_window(self, window: Window) -> None:
        workspace = self._context.workspace
        account = workspace.book().accounts.get(self._order.account)
        self.window_question.hide()
        self._use(1)  # before the change, on which the parent may rebuild this widget
        if account is not None:
            done = _("Association period of {name}: {window}").format(
                name=glossary.account(account), window=glossary.window(window)
            )
            self._context.run_action(done, lambda: workspace.read_window(account, window))

    def _open_console(self) -> None:
        open_console(self._context)
        self._use(1)

    def _copy(self, text: str, step: int) -> None:
        QGuiApplication.clipboard().setText(text)
        announce(self, _("Copied"))
        self._use(step)

    def _use(self, step: int) -> None:
        self.reached = max(self.reached, step + 1)
        with suppress(StorageError):  # the steps work without stored progress
            self._context.workspace.save_draft(self._draft, {_REACHED: str(self.reached)})
        self._show()
        following = self.next_button()
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
        self.used.emit()

    def _kept(self) -> int:
        """Return the stored number of the next step, counted from 1."""
        with suppress(StorageError):
            kept = str(self._context.workspace.draft(self._draft).get(_REACHED, ""))
            return min(max(int(kept), 1), _STEPS) if kept.isdecimal() else 1
        return 1

    def _show(self) -> None:
        self.console.set_primary(not self.started)
        for number, mark in enumerate(self._marks, 1):
            mark.show_state(done=number < self.reached, current=number == self.reached)


class _StepMark(QLabel):
    """A step's number, or a check mark once it is done, and the line to the next step.

    It is a label, so that screen readers treat it as a text, but paints itself.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._done = False
        self._current = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_state(self, *, done: bool, current: bool) -> None:
        self._done, self._current = done, current
        state = _("done") if done else _("this step") if current else ""
        self.setAccessibleName(f"{self._number} {state}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        side = self._side()
        return QSize(side, side + L + S)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        circle = QRectF(0, (self.height() - side) / 2, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = t.accent if self._current else t.good_soft if self._done else t.raised
        edge = fill if self._current or (self._done and not t.outlined) else t.field_edge
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(circle)
        if self._done:
            inset = side * 0.18
            draw(
                painter, Glyph.CHECK, circle.adjusted(inset, inset, -inset, -inset), QColor(t.good)
            )
        else:
            painter.setPen(QColor(t.on_accent if self._current else t.muted))
            painter.setFont(scaled(SMALL_SIZE, bold=self._current))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setPen(QColor(t.button_edge))
        middle = side / 2
        if self._number > 1:
            painter.drawLine(QLineF(middle, 0, middle, circle.top() - XS))
        if self._number < _STEPS:
            painter.drawLine(QLineF(middle, circle.bottom() + XS, middle, self.height()))

    def _side(self) -> int:
        return round(_CIRCLE * growth(self.fontMetrics()))
