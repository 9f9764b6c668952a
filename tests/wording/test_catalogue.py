"""The compiled catalogue says what its source says, text by text."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from desktop.base.resources import resource
from desktop.wording.catalogue import Catalogue

COMPILED = "i18n/zh_CN/LC_MESSAGES/linkdue.mo"


def test_every_text_is_found_as_gettext_finds_it() -> None:
    """A text that is not found stands there in English, in the middle of a Chinese window."""
    with resource(COMPILED).open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    ours = Catalogue(resource(COMPILED))
    with resource("i18n/zh_CN.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 1000
    for message in messages:
        if not isinstance(message.id, str):
            one, many = message.id
            for count in (0, 1, 2):
                assert ours.ngettext(one, many, count) == theirs.ngettext(one, many, count)
        elif message.context:
            context, text = message.context, message.id
            assert ours.pgettext(context, text) == theirs.pgettext(context, text)
        else:
            assert ours.gettext(message.id) == theirs.gettext(message.id)


@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_counted_texts_have_one_form(count: int) -> None:
    """Chinese says “1 order” and “2 orders” in the same way."""
    ours = Catalogue(resource(COMPILED))
    assert ours.ngettext("{count} more order", "{count} more orders", count) == "另外 {count} 笔"


def test_a_text_without_translation_is_said_in_english() -> None:
    """Better English than nothing, where a catalogue is older than the program."""
    ours = Catalogue(resource(COMPILED))
    assert ours.gettext("No such text.") == "No such text."
    assert ours.pgettext("nowhere", "n") == "n"
    assert ours.ngettext("{count} no", "{count} noes", 1) == "{count} no"
    assert ours.ngettext("{count} no", "{count} noes", 2) == "{count} noes"


@pytest.mark.parametrize("data", [b"", b"\xde\x12\x04", b"no catalogue at all, but long enough"])
def test_what_is_no_catalogue_is_refused(data: bytes, tmp_path: Path) -> None:
    """A file that was cut must not make a window of wrong texts."""
    path = tmp_path / "linkdue.mo"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="no catalogue"):
        Catalogue(path)
