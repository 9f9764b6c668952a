"""The widgets that screens are made from: plain text, keyboard, names, sizes at 200 %."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.kit import toast as toast_module
from desktop.ui.kit.buttons import CopyButton, LinkButton, PlainButton, PrimaryButton
from desktop.ui.kit.cards import Card, CardColumn, Notice, Page
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.fields import ComboField, LineField, TextField
from desktop.ui.kit.glyphs import Glyph, GlyphMark
from desktop.ui.kit.labels import ElidedLabel, PlainLabel, Role, plain_tooltip
from desktop.ui.kit.list_table import ListTable
from desktop.ui.kit.marked_labels import marked_line
from desktop.ui.kit.pills import Pill
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.kit.sidebar import Entry, Sidebar
from desktop.ui.kit.step_list import StepList
from desktop.ui.kit.tick_table import TickTable
from desktop.ui.kit.toast import SHOWN_MS, Toast
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.tokens import Tone

NASTY = '<b>x</b> <img src="http://example.com/a.png"> & <script>'


@pytest.mark.parametrize("role", list(Role))
def test_a_label_never_guesses_rich_text(role: Role, qtbot: QtBot) -> None:
    """A title with HTML must be shown as typed, and load nothing from anywhere."""
    label = PlainLabel(NASTY, role)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == NASTY


def test_a_tooltip_never_guesses_rich_text(qtbot: QtBot) -> None:
    """Qt's tooltips have no plain-text mode, so their texts are escaped."""
    label = ElidedLabel(NASTY)
    qtbot.addWidget(label)
    assert label.tip == NASTY
    assert "<b>" not in plain_tooltip(label.tip)
    assert "&lt;b&gt;x&lt;/b&gt;" in plain_tooltip(NASTY)
    assert label.accessibleName() == NASTY


@pytest.mark.parametrize("kind", [PlainButton, PrimaryButton, LinkButton])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_buttons_work_with_enter_and_space(
    kind: type[PlainButton], key: Qt.Key, qtbot: QtBot
) -> None:
    """Keyboard users expect both."""
    pressed: list[int] = []
    button = kind("Go", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    qtbot.keyClick(button, key)
    assert pressed == [1]
    assert button.width() >= 24
    assert button.height() >= 24
    assert button.accessibleName() == "Go"


def test_copying_is_confirmed(qtbot: QtBot) -> None:
    """Copying is invisible; without feedback people press three times."""
    button = CopyButton("Copy", "Copied", "236414227150922")
    qtbot.addWidget(button)
    button.click()
    assert QGuiApplication.clipboard().text() == "236414227150922"
    assert button.text() == "Copied"
    qtbot.waitUntil(lambda: button.text() == "Copy", timeout=4000)


def test_an_error_keeps_the_input_and_gets_the_focus(qtbot: QtBot) -> None:
    """Retyping everything because of one wrong letter makes people give up."""
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
    assert field.line.mark() is Glyph.EXCLAMATION
    qtbot.keyClicks(field.line, "3")
    assert not field.has_error()
    assert field.line.mark() is Glyph.NONE
    assert field.line.accessibleDescription() == "16 digits"


def test_fields_tell_the_users_edits_from_the_programs(qtbot: QtBot) -> None:
    """A draft saved because the program filled a form would look as if it had been typed."""
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


def test_an_editable_combo_accepts_other_texts(qtbot: QtBot) -> None:
    """A new partner, or a product that the catalogue does not know."""
    combo = ComboField("Partner", editable=True)
    qtbot.addWidget(combo)
    combo.set_items([("One", "1"), ("Two", "2")])
    combo.set_value("Somebody new")
    assert combo.value() == "Somebody new"
    combo.combo.setEditText("Two")
    assert combo.value() == "2"


def test_choices_move_with_the_arrow_keys(qtbot: QtBot) -> None:
    """Radio buttons without arrow keys are a trap for keyboard users."""
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


@pytest.mark.parametrize(
    "text", ["", "Deadlines are in Beijing time, whatever the clock shows. " * 3]
)
def test_the_icon_of_a_notice_stands_beside_its_first_line(text: str, qtbot: QtBot) -> None:
    """Above the text, it seems to belong to something else; and no line of the text is cut off."""
    link = "See all of them", lambda: None
    notice = Notice(Tone.INFO, "The cashback of 6 orders is unknown", text, link, glyph=Glyph.INFO)
    qtbot.addWidget(notice)
    notice.setFixedWidth(420)
    notice.show()
    notice.resize(420, notice.heightForWidth(420))
    [mark] = notice.findChildren(GlyphMark)
    line = notice.title.fontMetrics().height()
    top = notice.title.mapTo(notice, QPoint()).y()
    assert abs(mark.mapTo(notice, mark.rect().center()).y() - (top + line // 2)) <= 1
    for label in (notice.title, notice.text):
        assert label.isHidden() or label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("text", ["Short", "A reminder that nobody has seen arrive here yet. " * 3])
def test_an_icon_before_a_label_is_level_with_its_first_line(text: str, qtbot: QtBot) -> None:
    """Between two lines, or above the line beside a tall button, an icon looks misplaced."""
    parent = QWidget()
    qtbot.addWidget(parent)
    mark, label = GlyphMark(Glyph.INFO, Tone.AMBER), PlainLabel(text)
    row = QHBoxLayout(parent)
    row.addLayout(marked_line(mark, label), 1)
    row.addWidget(PlainButton("Choose", lambda: None, height=60))
    parent.resize(360, parent.heightForWidth(360))
    parent.show()
    line = label.fontMetrics().height()
    extra = max(0, label.height() - label.heightForWidth(label.width())) // 2
    first = label.mapTo(parent, QPoint()).y() + extra + line // 2
    assert abs(mark.mapTo(parent, mark.rect().center()).y() - first) <= 2
    assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("LinkDue closed twice in a row.", "LinkDue closed twice in a row"),
        ("关联管家连续两次退出了。", "关联管家连续两次退出了"),
        ("Nothing says which came in. Please tick them.",) * 2,
        ("没有写明收支。请勾选。",) * 2,
        ("Reading…",) * 2,
    ],
)
def test_a_title_of_one_sentence_has_no_full_stop(title: str, shown: str, qtbot: QtBot) -> None:
    """Some causes of errors are sentences of the command line; above a text they are titles."""
    notice = Notice(Tone.AMBER, title, "Please try again.")
    qtbot.addWidget(notice)
    assert (notice.title.text(), notice.accessibleName()) == (shown, shown)
    notice.set(Tone.BAD, title, "")
    assert notice.title.text() == shown


def test_state_is_a_word_and_not_only_a_colour(qtbot: QtBot) -> None:
    """One man in twelve does not see the difference between the red and the green pill."""
    line = RuleLine(Tone.BAD, Glyph.CROSS, "The order came first", "not met", "official page")
    pill = Pill("missed", Tone.BAD, Glyph.CROSS)
    notice = Notice(Tone.AMBER, "Wait", "20 minutes")
    for widget in (line, pill, notice):
        qtbot.addWidget(widget)
    assert line.accessibleName() == "not met: The order came first"
    assert pill.accessibleName() == "missed"
    assert (notice.accessibleName(), notice.accessibleDescription()) == ("Wait", "20 minutes")


def test_a_toast_shows_the_last_action_only(qtbot: QtBot) -> None:
    """A row of bars would cover the user's work."""
    bar = Toast("Undo", "Redo", "Open folder", "Close")
    qtbot.addWidget(bar)
    bar.show_message("one")
    bar.show_message("two")
    assert bar.text() == "two"
    with qtbot.waitSignal(bar.undo_wanted):
        bar.undo.click()
    assert not bar.redo.isVisibleTo(bar)
    bar.show_message("three", undoable=False, redoable=True)
    assert not bar.undo.isVisibleTo(bar)
    with qtbot.waitSignal(bar.redo_wanted):
        bar.redo.click()


def test_a_toast_disappears_by_itself_but_not_under_the_pointer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that stays covers the page; one that leaves under the pointer cannot be pressed."""
    assert SHOWN_MS == 8000
    monkeypatch.setattr(toast_module, "SHOWN_MS", 30)
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(600, 300)
    bar = Toast("Undo", "Redo", "Open folder", "Close", holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    bar.show_message("Order 1 deleted")
    assert holder.rect().contains(bar.geometry())
    qtbot.waitUntil(lambda: not bar.isVisible())
    bar.show_message("Order 2 deleted")
    bar.undo.setFocus()
    qtbot.wait(100)
    assert bar.isVisible()
    bar.close_button.click()
    assert not bar.isVisible()


def test_nothing_is_cut_off_at_twice_the_size(qtbot: QtBot, qapp: QApplication) -> None:
    """With large text, a button that shows half its word cannot be trusted."""
    usual = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * 2)
    try:
        qapp.setFont(larger)
        widgets = [
            PrimaryButton("I have associated it"),
            LinkButton("复制订单号"),
            Pill("还没看过关联期限，按支付当天计算", Tone.AMBER, Glyph.CLOCK),
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


def test_an_ampersand_on_a_button_is_shown(qtbot: QtBot) -> None:
    """“Smith & Sons” must not lose its “&”, nor occupy a shortcut of the page."""
    button = PlainButton("Smith & Sons")
    qtbot.addWidget(button)
    assert button.text() == "Smith & Sons"
    assert button.shortcut().isEmpty()
    button.setText("A & B")
    assert button.text() == "A & B"
    assert button.shortcut().isEmpty()


def test_nothing_moves_when_copying_is_confirmed(qtbot: QtBot) -> None:
    """A button that shrinks under the pointer moves the next press to its neighbour."""
    button = CopyButton("复制订单号", "已复制", "236414227150922")
    qtbot.addWidget(button)
    width = button.sizeHint().width()
    button.click()
    assert button.sizeHint().width() == width


def test_a_rules_sentence_stays_beside_its_shape(qtbot: QtBot) -> None:
    """In a tall window a sentence must not drift away from its pill."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    line = RuleLine(Tone.GOOD, Glyph.CHECK, "The project is valid.", "met")
    column.addWidget(line)
    column.addStretch()
    holder.resize(500, 600)
    holder.show()
    sentence = next(label for label in line.findChildren(QLabel) if label.text())
    (mark,) = line.findChildren(GlyphMark)
    assert abs(sentence.geometry().center().y() - mark.geometry().center().y()) <= 3


def test_question_and_exclamation_marks_need_no_font(qtbot: QtBot) -> None:
    """Each state has a distinct shape, even if no font has a glyph for it."""
    pictures: list[QImage] = []
    for glyph in Glyph:
        mark = GlyphMark(glyph, Tone.BAD)
        qtbot.addWidget(mark)
        mark.resize(mark.sizeHint())
        picture = mark.grab().toImage()
        assert all(picture != other for other in pictures)
        pictures.append(picture)


@pytest.mark.parametrize("widget", ["primary", "plain", "link", "option"])
def test_the_focus_is_visible(widget: str, qtbot: QtBot) -> None:
    """Keyboard users must see where they are."""
    holder = QWidget()
    qtbot.addWidget(holder)
    group = ChoiceGroup([("a", "A", ""), ("b", "B", "")], "Letter", holder)
    group.set_value("a")
    pieces = {
        "primary": PrimaryButton("Go", parent=holder),
        "plain": PlainButton("Go", parent=holder),
        "link": LinkButton("Go", parent=holder),
        "option": group.buttons["a"],
    }
    column = QVBoxLayout(holder)
    other = QLineEdit()
    for piece in (other, group, *(pieces[name] for name in ("primary", "plain", "link"))):
        column.addWidget(piece)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    other.setFocus()
    piece = pieces[widget]
    corner, size = piece.mapTo(holder, QPoint(0, 0)), piece.size()
    around = QRect(corner, size).adjusted(-6, -6, 6, 6)
    before = holder.grab(around).toImage()
    piece.setFocus(Qt.FocusReason.TabFocusReason)
    after = holder.grab(around).toImage()
    assert piece.size() == size
    changed = sum(
        before.pixel(x, y) != after.pixel(x, y)
        for x in range(before.width())
        for y in range(before.height())
    )
    assert changed >= 2 * (size.width() + size.height() - 20)


def test_the_sidebar_moves_with_the_arrow_keys(qtbot: QtBot) -> None:
    """Seven Tabs to get past the navigation would be six too many."""
    upper = [Entry("a", "A", Glyph.HOME), Entry("b", "B", Glyph.SHIELD)]
    bar = Sidebar("LinkDue", app_icon(), upper, [Entry("c", "C", Glyph.SETTINGS)])
    qtbot.addWidget(bar)
    chosen: list[str] = []
    bar.chosen.connect(chosen.append)
    bar.select("a")
    bar.show()
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    bar.focus_list().setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(bar.focus_list(), key)
        assert bar.focus_list().hasFocus()
    assert chosen == ["b", "c", "b"]
    assert bar.selected() == "b"


def test_steps_say_which_are_done_and_which_is_current(qtbot: QtBot) -> None:
    """The circles' colours say nothing to a screen reader."""
    steps = StepList(["Account", "Request"])
    qtbot.addWidget(steps)
    steps.show_step(2, [1], "", current_text="current", done_text="done")
    states = {w.accessibleName(): w.accessibleDescription() for w in steps.findChildren(QWidget)}
    assert (states["1 Account"], states["2 Request"]) == ("done", "current")


def test_options_keep_their_size_at_200_per_cent(qtbot: QtBot, qapp: QApplication) -> None:
    """In a tight dialog an option must not be squashed to half its word."""
    usual, larger = qapp.font(), qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * 2)
    try:
        qapp.setFont(larger)
        group = ChoiceGroup([("a", "支付当月", "")], "关联期限")
        qtbot.addWidget(group)
        option = group.buttons["a"]
        option.ensurePolished()
        assert option.minimumSizeHint() == option.sizeHint()
        assert option.sizeHint().height() >= option.fontMetrics().height()
    finally:
        qapp.setFont(usual)


def test_a_long_page_ends_with_its_last_line(qtbot: QtBot) -> None:
    """Otherwise there would be a screenful of empty space below long texts."""
    page = Page("帮助")
    qtbot.addWidget(page)
    cards = [Card() for _text in range(8)]
    for card in cards:
        for _line in range(5):
            card.body.addWidget(PlainLabel("一段足够长的文字，一行写不完。" * 5, selectable=True))
        page.content.addWidget(card)
    page.resize(900, 300)
    page.show()
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    last = cards[-1]
    assert last.height() >= last.heightForWidth(last.width())
    below = page.widget().height() - last.geometry().bottom()
    assert below < 2 * page.body.contentsMargins().bottom()


def test_the_folder_of_a_saved_file_is_offered(qtbot: QtBot) -> None:
    """The user would have to search for the file that was just written."""
    bar = Toast("Undo", "Redo", "Open folder", "Close")
    qtbot.addWidget(bar)
    bar.show_message("Written to orders.csv: 1 order.", undoable=False, saved=True)
    with qtbot.waitSignal(bar.folder_wanted):
        bar.folder.click()
    bar.show_message("Order deleted")
    assert bar.folder.isHidden()


def test_a_page_scrolls_to_the_widget_that_gets_the_focus(qtbot: QtBot) -> None:
    """Tab wraps around from the navigation: a button scrolled out of view could not be seen."""
    window = QWidget()
    row = QHBoxLayout(window)
    outside = PlainButton("Outside")
    page = CardColumn()
    first, last = PlainButton("First"), PlainButton("Last")
    page.body.addWidget(first)
    page.body.addWidget(PlainLabel("word " * 2000))
    page.body.addWidget(last)
    row.addWidget(outside)
    row.addWidget(page)
    window.resize(500, 300)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    outside.setFocus()
    page.ensureWidgetVisible(last)
    assert first.visibleRegion().isEmpty()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.visibleRegion().boundingRect() == first.rect()


def test_the_titles_of_a_table_keep_its_round_corners(qtbot: QtBot) -> None:
    """In high contrast, square titles cut the border off at both upper corners."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setStyleSheet("QWidget#behind { background: #ff00ff; }")
    parent.setObjectName("behind")
    parent.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    table = ListTable("Sums", ("Name", "Expected"))
    QHBoxLayout(parent).addWidget(table)
    parent.resize(400, 200)
    parent.show()
    image = parent.grab().toImage()
    ratio = image.devicePixelRatio()
    for corner, inwards in ((table.rect().topLeft(), 1), (table.rect().topRight(), -1)):
        place = table.mapTo(parent, corner + QPoint(2 * inwards, 2))
        colour = image.pixelColor(round(place.x() * ratio), round(place.y() * ratio))
        assert colour.name() == "#ff00ff", "beyond the round corner is what is behind the table"


def test_a_cell_with_a_check_box_has_room_for_its_text(qtbot: QtBot) -> None:
    """The box of the style sheet is larger than Qt assumes, so that the day was cut off."""
    table = TickTable("Payments", ("Day", "Payer"))
    qtbot.addWidget(table)
    table.fill([(("2026-11-28, 12:00:00", "Example"), ("", ""), False)])
    table.resize(500, 200)
    table.show()
    index = table.model().index(0, 0)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.rect = table.visualRect(index)  # type: ignore[attr-defined]
    delegate = table.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    delegate.initStyleOption(option, index)
    part = QStyle.SubElement.SE_ItemViewItemText
    room = table.style().subElementRect(part, option, table).width()
    margins = 2 * (table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
    text = table.fontMetrics().horizontalAdvance(str(index.data()))
    assert room >= text + margins
