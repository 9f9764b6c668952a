"""The wizard's row of buttons: which are shown, in which order, and their texts."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QStyle,
    QWidget,
    QWizard,
)

from desktop.forms.wizard_steps import Step
from desktop.ui.kit.buttons import LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.wizard.fit_buttons import fit_buttons
from desktop.ui.wizard.page import JourneyPage, SecondAction
from desktop.wording.i18n import _

_Button = QWizard.WizardButton
_EDGE = 20
_MARGINS = QMargins(_EDGE, 14, _EDGE, 14)
"""Margins of the row, in pixels; with them the foot is 64 pixels high."""


class _Order(Enum):
    """The buttons at the right end of the row, from left to right."""

    NONE = auto()
    COMMIT = auto()
    SECOND_FIRST = auto()
    SECOND_LAST = auto()


class WizardButtons:
    """Sets up the buttons of a `QWizard`, and shows on them what the current page offers."""

    def __init__(self, wizard: QWizard) -> None:
        self._wizard = wizard
        self._second: SecondAction | None = None
        self._order = _Order.COMMIT
        buttons: dict[QWizard.WizardButton, QAbstractButton] = {
            _Button.CancelButton: LinkButton(_("Continue later")),
            _Button.BackButton: PlainButton(_("Back")),
            _Button.NextButton: PrimaryButton(""),
            _Button.FinishButton: PrimaryButton(""),
            _Button.CustomButton1: PlainButton("", self._run_second_action),
        }
        for place, button in buttons.items():
            wizard.setButton(place, button)
            wizard.setButtonText(place, button.text())
            button.setAccessibleName(button.text())
            button.setMinimumSize(button.sizeHint())
        self._apply_order()
        wizard.setOption(QWizard.WizardOption.CancelButtonOnLeft)

    def update(self, page: JourneyPage) -> None:
        """Show the texts and states that `page` asks for, with one button as the primary one."""
        self._second = page.second_action()
        second_last = self._second is not None and self._second.primary
        order = self._order_on(page)
        if order is not self._order:
            self._order = order
            self._apply_order()
        commit = page.commit_text()
        for place in (_Button.NextButton, _Button.FinishButton):
            self._set(place, commit, primary=page.commit_is_primary() and not second_last)
            self._wizard.button(place).setEnabled(page.commit_enabled())
        self._set(_Button.CancelButton, page.later_text())
        if self._second is not None:
            self._set(_Button.CustomButton1, self._second.text, primary=second_last)
            button = self._wizard.button(_Button.CustomButton1)
            if isinstance(button, PlainButton):
                button.set_glyph(self._second.glyph)

    def fit(self, page: JourneyPage) -> None:
        """Shorten buttons that do not fit side by side, as at 200 % on a small screen."""
        self._set_margins(page)
        if self._order is _Order.NONE:
            return
        wizard = self._wizard
        spacing = wizard.style().pixelMetric(QStyle.PixelMetric.PM_LayoutHorizontalSpacing)
        fit_buttons(
            wizard.width() - _MARGINS.left() - _MARGINS.right(),
            max(0, spacing),
            [
                (wizard.button(_Button.BackButton), Glyph.CHEVRON_LEFT),
                (wizard.button(_Button.CancelButton), Glyph.CROSS),
            ],
            [
                wizard.button(place)
                for place in (_Button.CustomButton1, _Button.NextButton, _Button.FinishButton)
            ],
        )

    def focus_commit(self, page: JourneyPage) -> None:
        """Focus the primary button of `page`."""
        last = page.step is Step.COUNTDOWN
        place = _Button.FinishButton if last else _Button.NextButton
        if self._second is not None and self._second.primary:
            place = _Button.CustomButton1
        self._wizard.button(place).setFocus(Qt.FocusReason.TabFocusReason)

    def _order_on(self, page: JourneyPage) -> _Order:
        """Return the order on `page`; the welcome page has its own buttons."""
        if page.step is Step.WELCOME:
            return _Order.NONE
        if self._second is None:
            return _Order.COMMIT
        return _Order.SECOND_LAST if self._second.primary else _Order.SECOND_FIRST

    def _apply_order(self) -> None:
        """Lay out the buttons, with the primary one at the right end."""
        commit, second = [_Button.NextButton, _Button.FinishButton], [_Button.CustomButton1]
        ends = {
            _Order.NONE: [],
            _Order.COMMIT: commit,
            _Order.SECOND_FIRST: second + commit,
            _Order.SECOND_LAST: commit + second,
        }[self._order]
        start = [_Button.CancelButton, _Button.Stretch, _Button.BackButton]
        placed = [*start, *ends] if ends else []
        self._wizard.setButtonLayout(placed)
        for place in (*start, *commit, *second):
            if place is not _Button.Stretch and place not in placed:
                self._wizard.button(place).hide()  # QWizard removes it from the layout only

    def _set_margins(self, page: JourneyPage) -> None:
        """Set the margins of QWizard's row of buttons; without buttons, it has no height."""
        frame = page.parentWidget()
        holder = None if frame is None else frame.parentWidget()
        grid = None if holder is None else holder.layout()
        if not isinstance(frame, QFrame) or not isinstance(grid, QGridLayout):
            return
        frame.setFrameShape(QFrame.Shape.NoFrame)
        empty = self._order is _Order.NONE
        for at in range(grid.count()):
            item = grid.itemAt(at)
            row, ruler = (None, None) if item is None else (item.layout(), item.widget())
            if isinstance(row, QHBoxLayout):
                row.setContentsMargins(QMargins() if empty else _MARGINS)
            elif ruler is not None and type(ruler) is QWidget:  # QWizard's own ruler
                ruler.setVisible(not empty)

    def _set(self, place: QWizard.WizardButton, text: str, *, primary: bool = False) -> None:
        button = self._wizard.button(place)
        self._wizard.setButtonText(place, text)
        button.setAccessibleName(text)
        button.setMinimumSize(button.sizeHint())
        if isinstance(button, PlainButton | PrimaryButton):
            button.set_primary(primary)

    def _run_second_action(self) -> None:
        if self._second is not None:
            self._second.run()
