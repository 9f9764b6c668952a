"""A simulated user of the wizard: keys go to the focused widget, clicks to visible widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget, QWizard
from pytestqt.qtbot import QtBot

from desktop.domain.model import Account, Order, Project
from desktop.forms.wizard_steps import Step
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.shared.context import Context
from desktop.ui.wizard.wizard import JourneyWizard
from tests.builders import UID, make_account, make_active_project, make_paid_order

NUMBER = "202609010421"
ORDER = "234567890123456"
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


class WizardUser:
    """Types and clicks in one wizard, and reads its texts."""

    def __init__(self, qtbot: QtBot, wizard: JourneyWizard) -> None:
        self.qtbot = qtbot
        self.wizard = wizard

    def at(self, step: Step) -> bool:
        """Whether this step is shown; a method, since each key may change the answer."""
        return self.wizard.step is step

    @property
    def page(self) -> Any:
        """The current page; its widgets differ by step."""
        return self.wizard.shown

    @property
    def form(self) -> Any:
        return self.page.form

    @property
    def account_choice(self) -> dict[str, QAbstractButton]:
        """The buttons that choose an account, by UID; none if there is a single account."""
        choices = self.page.findChildren(ChoiceGroup)
        return next(choice.buttons for choice in choices if UID in choice.buttons)

    @property
    def commit(self) -> QAbstractButton:
        """The visible commit button."""
        places = (QWizard.WizardButton.NextButton, QWizard.WizardButton.FinishButton)
        return next(b for b in map(self.wizard.button, places) if b.isVisible())

    @property
    def second(self) -> QAbstractButton:
        """The button beside the commit button."""
        return self.wizard.button(QWizard.WizardButton.CustomButton1)

    def focus(self) -> QWidget:
        """Return the focused widget."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, key: Qt.Key, times: int = 1) -> None:
        """Press a key in the focused widget."""
        for _time in range(times):
            QTest.keyClick(self.focus(), key)
            QApplication.processEvents()

    def key_in(self, text: str) -> None:
        """Type into the focused widget."""
        QTest.keyClicks(self.focus(), text)

    def type(self, line: QWidget, text: str) -> None:
        """Click into a line, empty it and type."""
        QTest.mouseClick(line, LEFT)
        if isinstance(line, QLineEdit):
            line.selectAll()
            QTest.keyClick(line, KEY.Key_Backspace)
        QTest.keyClicks(line, text)

    def click(self, button: QWidget) -> None:
        """Click a visible button."""
        assert button.isVisible(), button
        if isinstance(button, QAbstractButton):
            button.click()  # offscreen, the button may have to be scrolled into view first
        else:
            QTest.mouseClick(button, LEFT)

    def click_commit(self) -> None:
        """Click the commit button."""
        QTest.mouseClick(self.commit, LEFT)
        QApplication.processEvents()

    def back(self) -> None:
        """Click Back."""
        QTest.mouseClick(self.wizard.button(QWizard.WizardButton.BackButton), LEFT)

    def later(self) -> None:
        """Click “Continue later”."""
        QTest.mouseClick(self.wizard.button(QWizard.WizardButton.CancelButton), LEFT)

    def fill_account(self, uid: str = UID, name: str = "Web shop") -> None:
        self.type(self.form.name.line, name)
        self.type(self.form.uid.line, uid)

    def send_request(self) -> None:
        """Fill in the request, copy it, and state that it was sent."""
        self.fill_request()
        self.click_commit()
        self.click_commit()

    def type_fact(self, name: str, text: str) -> None:
        """Type a fact of a project into its field, opening it with its edit link if necessary."""
        if self.page.type_button.isVisible():
            self.click(self.page.type_button)
        row = self.page.facts.rows[name]
        if row.edit_button.isVisible():
            self.click(row.edit_button)
        self.type(row.field.line, text)

    def fill_request(self) -> None:
        self.type(self.form.partner.combo.lineEdit(), "Cloud Partner Ltd")
        self.type(self.form.company.line, "Hangzhou Shop Ltd")
        self.type(self.form.purpose.line, "web shop")
        self.type(self.form.products.line, "2 ECS")

    def fill_number(self, number: str = NUMBER) -> None:
        self.type_fact("number", number)
        self.type_fact("created", "2026-09-01 10:21")
        self.type_fact("rate", "10")

    def open_order_form(self) -> None:
        """Choose to type the order, if that is still to be chosen."""
        if self.page.type_button.isVisible():
            self.click(self.page.type_button)

    def fill_order(self, number: str = ORDER) -> None:
        self.open_order_form()
        fields = self.form.fields
        self.type(fields["number"].editor, number)
        if not fields["created_at"].isVisible():
            self.click(self.form.more_button)
        self.type(fields["created_at"].editor, "2026-09-10 10:00")
        self.type(fields["paid_at"].editor, "2026-09-10 10:05")
        self.type(fields["payable"].editor, "2040")


Open = Callable[..., WizardUser]


def record_account(context: Context, uid: str = UID, name: str = "Web shop") -> Account:
    """Record an account, as the first page does."""
    return context.workspace.save_account(make_account(uid=uid, name=name))


def record_project(context: Context, uid: str = UID, number: str = NUMBER) -> Project:
    """Record a usable project, created at the start of the month."""
    created = context.workspace.clock().replace(day=1, hour=2, minute=21)
    project = make_active_project(account=uid, number=number, created_at=created)
    return context.workspace.save_project(project)


def record_order(context: Context, uid: str = UID, number: str = ORDER) -> Order:
    """Record an order paid just now."""
    now = context.workspace.clock()
    order = make_paid_order(now, account=uid, number=number)
    return context.workspace.save_order(order)
