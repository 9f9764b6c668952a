"""The pieces screens are made from: plain text, keyboard, names, room at 200 %, contrast."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.buttons import CopyButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.fields import ComboField, LineField, TextField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, Role, plain_tooltip
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.kit.surfaces import Notice
from desktop.ui.kit.undo_bar import UndoBar
from desktop.ui.theme.sheet import style_sheet
from desktop.ui.theme.theme import Scheme, Theme, tokens
from desktop.ui.theme.tokens import DARK, LIGHT, Tokens, Tone

NASTY = '<b>x</b> <img src="http://example.com/a.png"> & <script>'


@pytest.mark.parametrize("role", list(Role))
def test_a_label_never_guesses_rich_text(role: Role, qtbot: QtBot) -> None:
    """A title with HTML must be shown as typed, and load nothing from anywhere."""
    label = PlainLabel(NASTY, role)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == NASTY


def test_a_tooltip_never_guesses_rich_text(qtbot: QtBot) -> None:
    """Qt's tooltips know no plain text, so theirs is escaped."""
    label = ElidedLabel(NASTY)
    qtbot.addWidget(label)
    assert "<b>" not in label.toolTip()
    assert "&lt;b&gt;x&lt;/b&gt;" in plain_tooltip(NASTY)
    assert label.accessibleName() == NASTY


@pytest.mark.parametrize("kind", [PlainButton, PrimaryButton, LinkButton])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_buttons_work_with_enter_and_space(
    kind: type[PlainButton], key: Qt.Key, qtbot: QtBot
) -> None:
    """Whoever uses the keyboard expects both."""
    pressed: list[int] = []
    button = kind("Go", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    qtbot.keyClick(button, key)
    assert pressed == [1]
    assert button.width() >= 24
    assert button.height() >= 24
    assert button.accessibleName() == "Go"


def test_copy_says_that_it_did(qtbot: QtBot) -> None:
    """Copying is invisible; without a word people press three times."""
    button = CopyButton("Copy", "Copied", "236414227150922")
    qtbot.addWidget(button)
    button.click()
    assert QGuiApplication.clipboard().text() == "236414227150922"
    assert button.text() == "Copied"
    qtbot.waitUntil(lambda: button.text() == "Copy", timeout=4000)


def test_an_error_keeps_what_was_typed_and_takes_the_cursor(qtbot: QtBot) -> None:
    """Typing it all again because of one wrong letter is what makes people give up."""
    holder = QWidget()
    qtbot.addWidget(holder)
    field = LineField("UID", "16 digits", parent=holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    qtbot.keyClicks(field.line, "12 AB")
    field.show_error("Only digits belong here.")
    assert field.text() == "12 AB"
    assert field.line.hasFocus()
    assert field.line.accessibleName() == "UID"
    assert field.line.accessibleDescription() == "Only digits belong here."
    qtbot.keyClicks(field.line, "3")
    assert not field.has_error()
    assert field.line.accessibleDescription() == "16 digits"


def test_fields_tell_the_users_edits_from_the_programs(qtbot: QtBot) -> None:
    """A draft saved because the program filled a form would come back as if it had been typed."""
    line, area = LineField("a"), TextField("b")
    combo = ComboField("c", editable=True)
    edits: list[str] = []
    for name, field in (("line", line), ("area", area), ("combo", combo)):
        qtbot.addWidget(field)
        field.edited.connect(lambda n=name: edits.append(n))
    combo.set_items([("One", "1")])
    line.set_text("x")
    area.set_text("x")
    combo.set_value("1")
    assert edits == []
    qtbot.keyClicks(line.line, "y")
    qtbot.keyClicks(area.area, "y")
    editor = combo.combo.lineEdit()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "y")
    assert edits == ["line", "area", "combo"]


def test_an_editable_combo_takes_other_texts(qtbot: QtBot) -> None:
    """A new partner, a product the catalogue does not know."""
    combo = ComboField("Partner", editable=True)
    qtbot.addWidget(combo)
    combo.set_items([("One", "1"), ("Two", "2")])
    combo.set_value("Somebody new")
    assert combo.value() == "Somebody new"
    combo.combo.setEditText("Two")
    assert combo.value() == "2"


def test_choices_move_with_the_arrow_keys(qtbot: QtBot) -> None:
    """Radio buttons without arrow keys are a trap for the keyboard."""
    group = ChoiceGroup([("month", "Month", "until its end"), ("day", "Day", "")], "Window")
    qtbot.addWidget(group)
    group.show()
    group.activateWindow()
    qtbot.waitUntil(group.isActiveWindow)
    group.set_value("month")
    group.buttons["month"].setFocus()
    qtbot.keyClick(group.buttons["month"], Qt.Key.Key_Down)
    assert group.value() == "day"
    group.set_value("")
    assert group.value() == ""


def test_state_is_said_and_not_only_coloured(qtbot: QtBot) -> None:
    """One man in twelve does not see the difference between the red and the green pill."""
    line = RuleLine(Tone.BAD, Glyph.CROSS, "The order came first", "does not hold", "official page")
    pill = Pill("missed", Tone.BAD, Glyph.CROSS)
    notice = Notice(Tone.AMBER, "Wait", "20 minutes")
    for widget in (line, pill, notice):
        qtbot.addWidget(widget)
    assert line.accessibleName() == "does not hold: The order came first"
    assert pill.accessibleName() == "missed"
    assert (notice.accessibleName(), notice.accessibleDescription()) == ("Wait", "20 minutes")


def test_the_undo_bar_shows_the_last_act_only(qtbot: QtBot) -> None:
    """A row of bars would cover what the user is doing."""
    bar = UndoBar("Undo", "Close")
    qtbot.addWidget(bar)
    bar.say("one")
    bar.say("two")
    assert bar.text() == "two"
    with qtbot.waitSignal(bar.undo_wanted):
        next(b for b in bar.findChildren(LinkButton) if b.text() == "Undo").click()


def test_nothing_is_cut_off_at_twice_the_size(qtbot: QtBot, qapp: QApplication) -> None:
    """Old eyes, large text: a button that shows half its word cannot be trusted."""
    usual = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * 2)
    try:
        qapp.setFont(larger)
        widgets = [
            PrimaryButton("I have associated it"),
            LinkButton("复制订单号"),
            Pill("控制台窗口未确认，按支付当天计算", Tone.AMBER, Glyph.CLOCK),
            PlainLabel("3 小时 12 分", Role.DISPLAY, wrap=False),
        ]
        for widget in widgets:
            qtbot.addWidget(widget)
            widget.show()
            QApplication.processEvents()
            assert widget.width() >= widget.sizeHint().width()
            assert widget.height() >= widget.fontMetrics().height()
    finally:
        qapp.setFont(usual)


def luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out(scheme: Tokens) -> None:
    """Grey on grey is unreadable in the sun and for many eyes."""
    grounds = [scheme.window, scheme.raised, scheme.sidebar]
    pairs = [(ink, ground) for ink in (scheme.text, scheme.muted) for ground in grounds]
    pairs += [(scheme.ink(tone), scheme.ground(tone)) for tone in Tone]
    pairs += [(scheme.ink(tone), ground) for tone in Tone for ground in grounds[:2]]
    pairs += [(scheme.on_accent, scheme.accent), (scheme.text, scheme.hover)]
    pairs += [(scheme.text, scheme.ground(tone)) for tone in Tone]
    weak = [(pair, round(contrast(*pair), 2)) for pair in pairs if contrast(*pair) < 4.5]
    assert weak == []
    assert contrast(scheme.border, scheme.raised) >= 3
    assert contrast(scheme.accent, scheme.window) >= 3


def test_light_and_dark_come_from_one_set_of_tokens(qapp: QApplication) -> None:
    """Both schemes must know every colour, and the sheet must use no other."""
    assert {f.name for f in fields(LIGHT)} == {f.name for f in fields(DARK)}
    sheets = style_sheet(LIGHT), style_sheet(DARK)
    assert "$" not in sheets[0] + sheets[1]
    theme = Theme(qapp, Scheme.DARK)
    assert tokens() is DARK
    theme.apply(Scheme.LIGHT)
    assert tokens() is LIGHT
