"""The card with the programme in force: each rule with its grade, sources and their dates."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.programme import Programme
from desktop.ui.kit.cards import Card, Hairline
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import PlainLabel, Role
from desktop.ui.kit.rule_line import RuleLine
from desktop.ui.theme.tokens import XS, Tone
from desktop.wording import moments
from desktop.wording.i18n import _
from desktop.wording.verdicts import rules


class RulesCard(Card):
    """Shows the rules that verdicts are based on, read-only."""

    def __init__(self, programme: Programme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setSpacing(XS)
        self.body.addWidget(PlainLabel(_("Current rules"), Role.HEADING))
        self.body.addWidget(PlainLabel(rules.programme_name(programme), Role.STRONG))
        dates = _("In force since {start}; sources last checked {checked}").format(
            start=moments.day(programme.in_force_from), checked=moments.day(programme.checked)
        )
        self.body.addWidget(PlainLabel(dates, Role.MUTED))
        for rule in programme.rules.values():
            text, evidence = rules.rule_text(rule.id), rules.evidence(rule)
            self.body.addWidget(Hairline())
            self.body.addWidget(RuleLine(Tone.NEUTRAL, Glyph.BOOK, text, small=evidence))
        console = programme.console
        text = _("“Open the console” opens {address} in your browser.").format(address=console.url)
        self.body.addWidget(Hairline())
        evidence = rules.evidence(console)
        self.body.addWidget(RuleLine(Tone.NEUTRAL, Glyph.EXTERNAL, text, small=evidence))
