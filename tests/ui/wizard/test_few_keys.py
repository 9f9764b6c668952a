"""The number of keys from the first start to the first countdown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.forms.wizard_steps import Step
from tests.builders import UID
from tests.ui.wizard.wizard_user import KEY, NUMBER, ORDER, Open, WizardUser

_REPLY = f"您好，项目已创建。商机 ID：{NUMBER}，创建时间：2026-09-01 10:21，按实付 5% 返现。"
_ORDER = f"订单号：{ORDER}，下单时间：2026-09-10 10:00，支付时间：2026-09-10 10:05"
_MOST_KEYS = 48
_MOST_TYPED = 31


class _Counter:
    """Presses and types like a user who pastes whatever possible, and counts the keys."""

    def __init__(self, user: WizardUser) -> None:
        self._hands = user
        self.typed = 0
        self.pressed = 0

    def type(self, text: str) -> None:
        self.typed += len(text)
        self._hands.key_in(text)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.pressed += 1
            self._hands.press(key)

    def paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.pressed += 1
        QTest.keyClick(self._hands.focus(), KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()


def test_from_the_first_start_to_the_first_countdown(open_wizard: Open) -> None:
    """Each additional key is a reason to put the wizard off until the deadline has passed."""
    user = open_wizard()
    keys = _Counter(user)
    keys.press(KEY.Key_Return)
    keys.type(UID)
    keys.press(KEY.Key_Return)
    assert user.at(Step.REQUEST)
    keys.press(KEY.Key_Tab)
    keys.type("Company")
    keys.press(KEY.Key_Tab)
    keys.type("web shop")
    keys.press(KEY.Key_Return, KEY.Key_Return)
    assert user.at(Step.NUMBER)
    keys.paste(_REPLY)
    keys.press(KEY.Key_Return)
    assert user.at(Step.GATE)
    keys.press(KEY.Key_Space, KEY.Key_Tab, KEY.Key_Space, KEY.Key_Tab, KEY.Key_Space)
    keys.press(KEY.Key_Return, KEY.Key_Return)
    assert user.at(Step.ORDERS)
    keys.paste(_ORDER)
    keys.press(KEY.Key_Return)
    assert user.at(Step.COUNTDOWN)
    assert keys.typed <= _MOST_TYPED
    assert keys.typed + keys.pressed <= _MOST_KEYS
