"""The style sheet, made from the tokens. Sizes of text are relative to the program's font."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QFont, QFontInfo

from desktop.base.resources import resource
from desktop.ui.theme.tokens import Tokens

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
QFrame#card { background: $raised; border: 1px solid $line; border-radius: 10px; }
QWidget#sidebar { background: $sidebar; border-right: 1px solid $line; }
QWidget#panel { background: $raised; }
QFrame#rule { background: $line; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget#column { background: transparent; border: none; }
QPushButton { padding: 6px 16px; border-radius: 7px; border: 1px solid $border; background: $raised;
  color: $text; font-weight: 600; }
QPushButton:hover { background: $hover; }
QPushButton:disabled { color: $muted; background: $window; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:disabled { background: $hover; border-color: $line; color: $muted; }
QPushButton[kind="link"] { border-color: transparent; background: transparent; color: $accent;
  padding: 5px 6px; }
QPushButton[kind="link"]:hover { background: $accent_soft; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 15px; }
QPushButton[kind="primary"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 4px 5px; }
QPushButton[kind="nav"] { text-align: left; border: none; background: transparent;
  padding: 9px 12px;
  font-weight: 400; }
QPushButton[kind="nav"]:hover { background: $hover; }
QPushButton[kind="nav"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QPushButton[kind="nav"]:focus { border: 2px solid $focus; padding: 7px 10px; }
QLineEdit, QPlainTextEdit, QComboBox { background: $raised; color: $text; border: 1px solid $border;
  border-radius: 6px; padding: 5px 8px; selection-background-color: $accent;
  selection-color: $on_accent; placeholder-text-color: $placeholder; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $focus;
  padding: 4px 7px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
  border: 2px solid $bad; padding: 4px 7px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $border;
  selection-background-color: $accent_soft; selection-color: $accent; }
QPlainTextEdit[readOnly="true"] { background: $window; border-color: $line; }
QRadioButton, QCheckBox { border: 2px solid transparent; border-radius: 6px;
  padding: 1px 6px 1px 1px; }
QRadioButton:focus, QCheckBox:focus { border-color: $focus; }
QRadioButton::indicator, QCheckBox::indicator { width: ${box}px; height: ${box}px;
  background: $raised;
  border: 1px solid $border; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator:checked { border-color: $accent;
  background: qradialgradient(cx: 0.5, cy: 0.5,
  radius: 0.5, fx: 0.5, fy: 0.5, stop: 0.36 $raised, stop: 0.44 $accent); }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QTableView { background: $raised; color: $text; border: 1px solid $line; border-radius: 10px;
  selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QTableView::item { padding: 0 8px; border-bottom: 1px solid $line; }
QTableView::item:focus { border: 1px solid $focus; }
QListWidget { background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
  outline: none; padding: 3px; }
QListWidget:focus { border: 2px solid $focus; padding: 2px; }
QListWidget::item { padding: 6px 8px; border-radius: 5px; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $accent_soft; color: $accent; }
QHeaderView { background: $raised; border: none; }
QHeaderView::section { background: $raised; color: $muted; border: none;
  border-bottom: 1px solid $line;
  padding: 6px 8px; font-weight: 600; }
QHeaderView::section:hover { background: $hover; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; border: none;
  border-bottom: 3px solid transparent;
  padding: 7px 11px 5px 11px; }
QTabBar::tab:hover { background: $hover; color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { background: $accent_soft; }
QMenu { background: $raised; color: $text; border: 1px solid $border; padding: 5px 0; }
QMenu::item { padding: 6px 26px 6px 26px; }
QMenu::item:selected { background: $accent_soft; color: $accent; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 5px 0; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; width: 0; height: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QWizard, QDialog { background: $window; }
""")


def indicator_width() -> int:
    """Return a radio button's width in pixels; it grows with the program's font."""
    return max(7, round(QFontInfo(QFont()).pixelSize() * 0.55)) * 2 + 2


def style_sheet(tokens: Tokens) -> str:
    """Return the sheet in these colours, for the font that the program has now."""
    width = indicator_width()
    sizes = {"box": width - 2, "round": width // 2}
    names = {name: getattr(tokens, name) for name in tokens.__dataclass_fields__}
    check = resource(f"icons/check-{'dark' if tokens.dark else 'light'}.svg").as_posix()
    return _SHEET.substitute(names | sizes, focus=tokens.accent, check=check)
