"""Links that open the window on what a note was about, or put that off: ``linkdue:note/…``.

Any program, and any page in a browser, can call such a link. It therefore only ever says what to
show, or what has rung and may ring once more in an hour; whoever follows it changes nothing else.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

SCHEME = "linkdue"
_SHOW, _LATER = f"{SCHEME}:note/", f"{SCHEME}:later/"
_LIMIT = 600
_KEY = re.compile(r"[\w:.,@+=/-]{1,200}")


def link_to(key: str) -> str:
    """Return the link to the note with a key."""
    return _SHOW + quote(key, safe="")


def link_to_later(target: str) -> str:
    """Return the link that puts off the target of a note's button."""
    return _LATER + quote(target, safe="")


def key_of(link: str) -> str | None:
    """Return the key in a link; None for anything that `link_to` did not make."""
    return _said(link, _SHOW)


def later_of(link: str) -> str | None:
    """Return the target in a link; None for anything that `link_to_later` did not make."""
    return _said(link, _LATER)


def _said(link: str, before: str) -> str | None:
    if len(link) > _LIMIT or not link.startswith(before):
        return None
    key = unquote(link.removeprefix(before), errors="replace")
    return key if _KEY.fullmatch(key) else None
