"""The wizard's buttons in a window that is too narrow for their texts."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QWizard

from desktop.forms.wizard_steps import Step
from desktop.ui.shared.context import Context
from tests.builders import UID
from tests.ui.wizard.wizard_user import (
    Open,
    WizardUser,
    record_account,
    record_order,
    record_project,
)

_PLACES = (
    QWizard.WizardButton.CancelButton,
    QWizard.WizardButton.BackButton,
    QWizard.WizardButton.CustomButton1,
    QWizard.WizardButton.NextButton,
    QWizard.WizardButton.FinishButton,
)


def opened_at_the_countdown(open_wizard: Open, context: Context) -> WizardUser:
    """Open the wizard at a page with four buttons at its foot."""
    record_account(context)
    record_project(context)
    record_order(context)
    return open_wizard(UID, Step.COUNTDOWN)


def foot(user: WizardUser) -> list[QAbstractButton]:
    """Return the visible buttons."""
    QApplication.processEvents()
    return [b for b in map(user.wizard.button, _PLACES) if b.isVisible()]


def test_no_button_covers_another_at_200_per_cent_on_a_small_screen(
    open_wizard: Open, context: Context
) -> None:
    """With two buttons in one place, nobody could read either, or know which one a click hits."""
    user = opened_at_the_countdown(open_wizard, context)
    user.wizard.resize(488, 280)
    buttons = foot(user)
    assert len(buttons) == 4
    for at, one in enumerate(buttons):
        assert user.wizard.rect().contains(one.geometry())
        for other in buttons[at + 1 :]:
            assert not one.geometry().intersects(other.geometry())


def test_a_shortened_button_keeps_its_full_name(open_wizard: Open, context: Context) -> None:
    """An arrow or three dots alone mean nothing to a screen reader, nor under the mouse."""
    user = opened_at_the_countdown(open_wizard, context)
    full = {button: button.text() for button in foot(user)}
    assert all(full.values())
    user.wizard.resize(488, 280)
    shortened = [button for button in foot(user) if button.text() != full[button]]
    assert shortened
    for button in shortened:
        assert button.accessibleName() == full[button]
        assert button.toolTip() == full[button]
        assert button.text() or not button.icon().isNull()


def test_the_words_return_when_they_fit_again(open_wizard: Open, context: Context) -> None:
    """Otherwise a window made small once would keep its abbreviations."""
    user = opened_at_the_countdown(open_wizard, context)
    full = [button.text() for button in foot(user)]
    user.wizard.resize(488, 280)
    user.wizard.resize(880, 600)
    assert [button.text() for button in foot(user)] == full
    assert all(button.icon().isNull() and not button.toolTip() for button in foot(user))
