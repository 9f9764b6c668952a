"""The themes: every text has enough contrast, and the system's colour scheme is followed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.ui.theme import theme as theme_module
from desktop.ui.theme.icon import app_icon
from desktop.ui.theme.sheet import indicator_width, style_sheet
from desktop.ui.theme.theme import Scheme, Theme, tokens
from desktop.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens, Tone
from desktop.wording.i18n import LANGUAGES
from tests.programs import delete

SCHEMES = pytest.mark.parametrize(
    "scheme", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "contrast"]
)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """Make a theme for one test; restore the light one afterwards."""
    look = Theme(qapp, Scheme.LIGHT)
    yield look
    look.apply(Scheme.LIGHT)
    delete(look)


def luminance(colour: str) -> float:
    """Return the relative luminance as in WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def weak(pairs: list[tuple[str, str]], least: float) -> list[tuple[tuple[str, str], float]]:
    """Return the pairs with too little contrast, and their contrast."""
    return [(pair, round(contrast(*pair), 2)) for pair in pairs if contrast(*pair) < least]


@SCHEMES
def test_every_text_has_enough_contrast(scheme: Tokens) -> None:
    """Grey on grey is unreadable in the sun and for many eyes."""
    grounds = [scheme.window, scheme.raised, scheme.sidebar]
    soft = [scheme.background(tone) for tone in Tone]
    pairs = [(ink, ground) for ink in (scheme.text, scheme.muted) for ground in grounds + soft]
    pairs += [(scheme.ink(tone), scheme.background(tone)) for tone in Tone]
    pairs += [(scheme.ink(tone), ground) for tone in Tone for ground in grounds]
    pairs += [(scheme.accent, ground) for ground in soft]
    pairs += [(scheme.on_accent, scheme.accent), (scheme.muted, scheme.raised)]
    pairs += [(ink, scheme.selected) for ink in (scheme.text, scheme.muted, scheme.accent)]
    pairs += [(scheme.muted, scheme.weekend), (scheme.amber, scheme.selected)]
    pairs += [(scheme.raised, scheme.amber), (scheme.raised, scheme.accent)]
    assert weak(pairs, 4.5) == []


@SCHEMES
def test_borders_and_focus_stand_out(scheme: Tokens) -> None:
    """An empty field is visible only by its border, and the focus only by its ring."""
    grounds = [scheme.window, scheme.raised, scheme.sidebar]
    pairs = [(scheme.field_edge, ground) for ground in grounds]
    pairs += [(scheme.accent, ground) for ground in grounds]
    pairs += [(scheme.accent, scheme.background(tone)) for tone in Tone]
    pairs += [(scheme.bad, scheme.raised), (scheme.on_accent, scheme.accent)]
    pairs += [(scheme.accent, ground) for ground in (scheme.selected, scheme.hover, scheme.track)]
    assert weak(pairs, 3) == []


def test_soft_grounds_are_edged_where_they_have_no_tint() -> None:
    """In high contrast, only the border separates a pill from its card."""
    for tone in Tone:
        if tone is not Tone.NEUTRAL:
            assert HIGH_CONTRAST.background(tone) == HIGH_CONTRAST.raised
    assert HIGH_CONTRAST.outlined
    pairs = [(HIGH_CONTRAST.ink(tone), HIGH_CONTRAST.background(tone)) for tone in Tone]
    pairs += [(HIGH_CONTRAST.button_edge, HIGH_CONTRAST.raised)]
    assert weak(pairs, 7) == []


@pytest.mark.parametrize("choice", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_an_example_in_an_empty_field_is_readable(
    kind: type[QLineEdit] | type[QPlainTextEdit], choice: Scheme, look: Theme, qtbot: QtBot
) -> None:
    """Qt makes it half transparent once a style sheet gives the field a colour."""
    look.apply(choice)
    editor = kind()
    qtbot.addWidget(editor)
    editor.ensurePolished()
    shown = editor.palette().color(QPalette.ColorRole.PlaceholderText)
    assert shown.alpha() == 255
    assert contrast(shown.name(), tokens().raised) >= 4.5


def test_light_and_dark_come_from_one_set_of_tokens(look: Theme) -> None:
    """Both schemes must define every colour, and the sheet must use no other."""
    assert LIGHT._fields == DARK._fields
    assert "$" not in style_sheet(LIGHT) + style_sheet(DARK) + style_sheet(HIGH_CONTRAST)
    look.apply(Scheme.DARK)
    assert tokens() is DARK
    look.apply(Scheme.LIGHT)
    assert tokens() is LIGHT


def test_the_systems_scheme_is_followed(look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """At sunset the desktop turns dark; a white window in it is glaring."""
    system = {"now": Scheme.LIGHT}
    monkeypatch.setattr(theme_module, "system_scheme", lambda: system["now"])
    hints = QGuiApplication.styleHints()
    look.apply(Scheme.SYSTEM)
    assert tokens() is LIGHT
    system["now"] = Scheme.DARK
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert tokens() is DARK
    system["now"] = Scheme.CONTRAST
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert tokens() is HIGH_CONTRAST
    look.apply(Scheme.LIGHT)
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert tokens() is LIGHT


def test_quotation_marks_are_those_of_the_language(look: Theme, qapp: QApplication) -> None:
    """A Chinese font makes each as wide as a character, which tears English sentences apart."""
    wide = "Noto Sans CJK SC" in QFontDatabase.families()
    widths = {}
    for language in LANGUAGES:
        look.set_language(language)
        widths[language] = QFontMetrics(qapp.font()).horizontalAdvance("“OFFICE”")
    look.set_language("en")
    assert widths["en"] <= widths["zh_CN"]
    assert widths["en"] < widths["zh_CN"] or not wide


def test_a_second_theme_leaves_the_style_alone(
    look: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open QWizard keeps its style: a new one would crash the program at the next change."""
    made: list[str] = []
    monkeypatch.setattr(qapp, "setStyle", made.append)
    second = Theme(qapp, Scheme.LIGHT)
    delete(second)
    assert made == []


def test_the_same_theme_is_not_applied_twice(look: Theme, qtbot: QtBot) -> None:
    """Polishing every widget again delays the start and flickers."""
    with qtbot.assertNotEmitted(look.changed):
        look.apply(Scheme.LIGHT)
    with qtbot.waitSignal(look.changed):
        look.apply(Scheme.DARK)


def test_indicators_grow_with_the_text(qapp: QApplication) -> None:
    """At 200 %, a radio button of 16 pixels beside the word is hard to see and to hit."""
    usual, larger = qapp.font(), QFont(qapp.font())
    larger.setPointSizeF(usual.pointSizeF() * 2)
    width = indicator_width()
    try:
        qapp.setFont(larger)
        assert indicator_width() >= 1.8 * width
    finally:
        qapp.setFont(usual)


def test_the_mark_is_there_in_every_size(qapp: QApplication) -> None:
    """An empty task bar entry looks like a broken program."""
    for size in (16, 32, 256):
        picture = app_icon().pixmap(size, size).toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() // 8).alpha() == 255
