"""Links that open the window on what a note was about: ``linkdue:note/…``.

Any program, and any page in a browser, can call such a link. It therefore only ever says what to
show; whoever follows it changes nothing.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

SCHEME = "linkdue"
_BEFORE = f"{SCHEME}:note/"
_LIMIT = 600
_KEY = re.compile(r"[\w:.,@+=/-]{1,200}")


def link_to(key: str) -> str:
    """Return the link to the note with a key."""
    return _BEFORE + quote(key, safe="")


def key_of(link: str) -> str | None:
    """Return the key in a link; None for anything that `link_to` did not make."""
    if len(link) > _LIMIT or not link.startswith(_BEFORE):
        return None
    key = unquote(link.removeprefix(_BEFORE), errors="replace")
    return key if _KEY.fullmatch(key) else None
