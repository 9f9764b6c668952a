"""A pseudo-language, English with accents and 40 % longer, to find texts without enough space."""

from __future__ import annotations

import gettext
import re

from desktop.wording import i18n

CODE = "pseudo"
_LONGER = 0.4
_ACCENTS = str.maketrans("aeiouAEIOUcnyz", "áéíóúÁÉÍÓÚçñýž")
_PLACEHOLDER = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;)")


class PseudoTranslations(gettext.NullTranslations):
    """A catalogue that lengthens each text but not its placeholders."""

    def gettext(self, message: str) -> str:
        """Return the text with accents, 40 % longer."""
        return lengthened(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the singular or plural form, lengthened."""
        return lengthened(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return the text lengthened; the context is ignored."""
        return lengthened(message)


def lengthened(text: str) -> str:
    """Return a text 40 % longer; words are extended at their end."""
    parts = _PLACEHOLDER.split(text)
    return "".join(
        part if at % 2 else " ".join(map(_longer, part.split(" "))) for at, part in enumerate(parts)
    )


def activate() -> None:
    """Switch all texts to this language, with the formats of English."""
    i18n.set_language("en")
    i18n.use_catalogue(PseudoTranslations())


def _longer(word: str) -> str:
    letters = sum(character.isalpha() for character in word)
    tail = word[-1:] if word[-1:].isalpha() else ""
    if not letters or not tail:
        return word.translate(_ACCENTS)
    return word.translate(_ACCENTS) + tail * max(1, round(letters * _LONGER))
