"""The language of all texts: gettext catalogues, English in the source, switched while running."""

from __future__ import annotations

import gettext as _gettext
import os
import sys
from collections.abc import Iterable

from desktop.base.resources import resource

LANGUAGES = ("zh_CN", "en")

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def set_language(code: str) -> None:
    """Use the language `code` from now on. The caller must rebuild the texts already shown.

    Raises ValueError if it is not one of `LANGUAGES`.
    """
    global _catalogue, _language  # noqa: PLW0603 - one program speaks one language
    if code not in LANGUAGES:
        raise ValueError(code)
    _language = code
    _catalogue = (
        _gettext.NullTranslations()
        if code == "en"
        else _gettext.translation("linkdue", resource("i18n"), [code])
    )


def use_catalogue(catalogue: _gettext.NullTranslations) -> None:
    """Use this catalogue until the next `set_language`."""
    global _catalogue  # noqa: PLW0603 - one program speaks one language
    _catalogue = catalogue


def language() -> str:
    """Return the language in use."""
    return _language


def system_language() -> str:
    """Return Chinese if the system's language is Chinese, else English."""
    return "zh_CN" if _system_locale().lower().startswith(("zh", "chinese")) else "en"


def _system_locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        value = os.environ.get(name, "")
        if value and not value.startswith(("C.", "POSIX")) and value != "C":
            return value
    if sys.platform == "win32":
        import ctypes
        import locale

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(code, "")
    if sys.platform == "darwin":
        return _macos_locale()
    return ""


def _macos_locale() -> str:
    """Return the first language in macOS's settings: programs started by Finder have no LANG."""
    import subprocess

    answer = subprocess.run(
        ["/usr/bin/defaults", "read", "-g", "AppleLanguages"],
        capture_output=True,
        text=True,
        check=False,
        timeout=2,
    )
    return answer.stdout.strip('() \n",').split('"')[0].strip()


def _(text: str) -> str:
    """Return the translation of `text`, a literal; format it afterwards with named placeholders."""
    return _catalogue.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the translation of a text with a count."""
    return _catalogue.ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """Return the translation of an ambiguous short text, in the meaning given by `context`."""
    return _catalogue.pgettext(context, text)


def labelled(label: str, text: str) -> str:
    """Return a label and a text, joined by the language's colon."""
    return _(": ").join((label, text))


def listed(names: Iterable[str]) -> str:
    """Return names joined as a list of the language."""
    return _(", ").join(names)


def clauses(*parts: str) -> str:
    """Return texts joined by the language's comma."""
    return pgettext("between clauses", ", ").join(parts)
