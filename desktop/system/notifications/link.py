"""Links that show the subject of a note in the window, or snooze it: ``linkdue:note/…``.

Any program, and any page in a browser, can open such a link. So it can only name what to show, or
a reminder that has rung and may ring again in an hour; following it changes nothing else.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

SCHEME = "linkdue"
_SHOW, _LATER = f"{SCHEME}:note/", f"{SCHEME}:later/"
_LIMIT = 600
_KEY = re.compile(r"[\w:.,@+=/-]{1,200}")


def link_to(key: str) -> str:
    """Return the link that shows the subject of the note with this key."""
    return _SHOW + quote(key, safe="")


def link_to_later(target: str) -> str:
    """Return the link that snoozes the target of a note's button."""
    return _LATER + quote(target, safe="")


def key_of(link: str) -> str | None:
    """Return the key in a link; None unless it is a link as `link_to` makes them."""
    return _payload(link, _SHOW)


def later_of(link: str) -> str | None:
    """Return the target in a link; None unless it is a link as `link_to_later` makes them."""
    return _payload(link, _LATER)


def _payload(link: str, prefix: str) -> str | None:
    if len(link) > _LIMIT or not link.startswith(prefix):
        return None
    key = unquote(link.removeprefix(prefix), errors="replace")
    return key if _KEY.fullmatch(key) else None
