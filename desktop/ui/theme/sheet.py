"""The style sheet, made from the tokens. Text sizes are relative to the program's font."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QFont, QFontInfo

from desktop.base.resources import resource
from desktop.ui.theme.tokens import (
    BODY,
    BUTTON_HEIGHT,
    CARD_RADIUS,
    CONTROL_RADIUS,
    ICON_BUTTON,
    TOAST_LINK,
    TOAST_TEXT,
    Tokens,
)

_INDICATOR = 20
_FIELD_EDGES = 12
"""Pixels of border and padding of a field, above and below its text together."""

_SHEET = Template("""
QLabel[role="muted"], QLabel[role="small"] { color: $muted; }
QLabel[tone="info"] { color: $accent; }
QLabel[tone="amber"] { color: $amber; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="good"] { color: $good; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="amber"] { color: $amber; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="good"] { color: $good; }
QFrame#card { background: $raised; border: 1px solid $line; border-radius: ${card}px; }
QWidget#sidebar { background: $sidebar; border-right: 1px solid $line; }
QScrollArea#steps { background: $sidebar; }
QWidget#foot { background: $window; border-top: 1px solid $line; }
QWidget#panel { background: $raised; }
QFrame#rule { background: $line; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget#column { background: transparent; border: none; }
QPushButton { padding: 5px 19px; border-radius: ${control}px; border: 1px solid $button_edge;
  background: $raised; color: $text; }
QPushButton[kind] { outline: none; }
QPushButton:hover { background: $hover; }
QPushButton:disabled { color: $muted; background: $window; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent;
  font-weight: 600; }
QPushButton[kind="primary"]:disabled { background: $track; border-color: $track; color: $muted; }
QPushButton[kind="link"], QPushButton[kind="quiet"], QPushButton[kind="icon"] {
  border-color: transparent; background: transparent; color: $accent; padding: 5px 0; }
QPushButton[kind="quiet"] { color: $muted; }
QPushButton[kind="quiet"]:hover { color: $text; }
QPushButton[kind="icon"] { padding: 0; }
QPushButton[kind="fold"] { border-color: transparent; background: transparent; color: $text;
  padding: 5px 0; }
QPushButton[kind="fold"]:hover { color: $accent; }
QPushButton[kind="chip"] { padding: 2px 7px; border-radius: ${chip}px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="icon"]:hover { background: $hover; }
QLabel#key { background: $raised; color: $muted; border: 1px solid $button_edge;
  border-radius: 4px; padding: 1px 6px; }
QTextEdit#prose { background: transparent; color: $text; border: none;
  selection-background-color: $accent; selection-color: $on_accent; }
QLabel#toast { color: $toast_text; }
QPushButton[kind="toast"] { border-color: transparent; background: transparent;
  color: $toast_link; padding: 5px 6px; }
QListWidget#navigation { background: transparent; border: none; padding: 0; }
QLineEdit, QPlainTextEdit, QComboBox { background: $raised; color: $text;
  border: 1px solid $field_edge; border-radius: ${control}px; padding: 5px 12px;
  min-height: ${field}px; selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $accent;
  padding: 4px 11px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
  border-color: $bad; }
QLineEdit[wrong="true"]:focus, QPlainTextEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus {
  border: 3px solid $bad; padding: 3px 10px; }
QComboBox[inline="true"] { color: $accent; border-color: $button_edge; padding: 3px 4px 3px 10px; }
QComboBox[inline="true"]:focus { border-color: $accent; padding: 2px 3px 2px 9px; }
QComboBox[inline="true"]:disabled { color: $muted; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; min-height: 0; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $dialog_edge;
  selection-background-color: $selected; selection-color: $accent; }
QPlainTextEdit[readOnly="true"] { background: $window; border-color: $line; }
QPlainTextEdit#message { background: transparent; border-color: transparent; padding: 5px 7px; }
QPlainTextEdit#message:focus { border-color: $accent; padding: 4px 6px; }
QRadioButton, QCheckBox { border: 2px solid transparent; border-radius: 6px;
  padding: 1px 6px 1px 1px; spacing: 8px; }
QRadioButton:focus, QCheckBox:focus { border-color: $accent; }
QRadioButton::indicator, QCheckBox::indicator, QTableView::indicator {
  width: ${box}px; height: ${box}px; background: $raised; border: 1px solid $field_edge; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator, QTableView::indicator { border-radius: 5px; }
QRadioButton::indicator:checked { border-color: $accent;
  background: qradialgradient(cx: 0.5, cy: 0.5,
  radius: 0.5, fx: 0.5, fy: 0.5, stop: 0.36 $raised, stop: 0.44 $accent); }
QCheckBox::indicator:checked, QTableView::indicator:checked {
  background: $accent; border-color: $accent; image: url($check); }
QTableView { background: $raised; color: $text; border: 1px solid $line;
  border-radius: ${card}px; selection-background-color: $selected; selection-color: $text;
  outline: none; }
QTableView::item { padding: 0 5px; border-bottom: 1px solid $line; }
QTableView::item:focus { border: 1px solid $accent; }
QListWidget { background: $raised; color: $text; border: 1px solid $line;
  border-radius: ${control}px; outline: none; padding: 3px; }
QListWidget:focus { border: 2px solid $accent; padding: 2px; }
QListWidget::item { padding: 6px 8px; border-radius: 6px; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $selected; color: $accent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $raised; color: $muted; border: none;
  border-bottom: 1px solid $line;
  padding: 6px 8px; font-weight: 400; }
QHeaderView::section:first, QHeaderView::section:only-one {
  border-top-left-radius: ${inside}px; }
QHeaderView::section:last, QHeaderView::section:only-one {
  border-top-right-radius: ${inside}px; }
QHeaderView::section:hover { background: $hover; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; border: none;
  border-bottom: 3px solid transparent;
  padding: 7px 11px 5px 11px; }
QTabBar::tab:hover { background: $hover; color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { background: $selected; }
QMenu { background: $raised; color: $text; border: 1px solid $dialog_edge; padding: 5px 0; }
QMenu::item { padding: 6px 26px 6px 26px; }
QMenu::item:selected { background: $selected; color: $accent; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 5px 0; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $field_edge; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; width: 0; height: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $dialog_edge; padding: 4px; }
QWizard, QDialog { background: $window; }
""")


def indicator_width() -> int:
    """Return the width of a radio button's or check box's indicator, in pixels, for the font."""
    return max(_INDICATOR, round(_INDICATOR * _pixels() / BODY / 2) * 2)


def style_sheet(tokens: Tokens) -> str:
    """Return the sheet in these colours, for the program's current font."""
    width = indicator_width()
    sizes = {
        "chip": round(ICON_BUTTON / 2),
        "box": width - 2,
        "round": width // 2,
        "card": CARD_RADIUS,
        "inside": CARD_RADIUS - 1,
        "control": CONTROL_RADIUS,
        "field": round((BUTTON_HEIGHT - _FIELD_EDGES) * max(1.0, _pixels() / BODY)),
    }
    check = resource(f"icons/check-{'dark' if tokens.dark else 'light'}.svg").as_posix()
    toast = {"toast_text": TOAST_TEXT, "toast_link": TOAST_LINK}
    return _SHEET.substitute(tokens._asdict() | sizes | toast, check=check)


def _pixels() -> int:
    return QFontInfo(QFont()).pixelSize()
