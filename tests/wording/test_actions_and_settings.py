"""Every action of the journal has a text, and every setting is marked as local or transferable."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.base.settings import SettingKey
from desktop.domain.journal import ActionName, JournalEntry
from desktop.wording.i18n import set_language
from desktop.wording.records import history, order_facts

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)


def entry(act: str, origin: str = "") -> JournalEntry:
    """Build an entry of the journal about order 236."""
    return JournalEntry(
        id=1,
        at=NOW,
        stored_action=act,
        subject="236",
        undoes=None,
        origin=origin or act,
        effective=True,
        sealed=False,
    )


def is_sentence(text: str, raw: str, language: str) -> bool:
    """Return whether a sentence is complete, in the language, and not an internal name."""
    chinese = any("一" <= char <= "鿿" for char in text)
    return bool(text) and "{" not in text and text != raw and chinese == (language != "en")


@LANGUAGES
@pytest.mark.parametrize("action", ActionName)
def test_every_action_has_words(action: ActionName, language: str) -> None:
    """The history would show the internal name of an action."""
    set_language(language)
    assert is_sentence(history.sentence(entry(action)), action, language)
    assert is_sentence(order_facts.action(entry(action)), action, language)
    for way in (ActionName.UNDO, ActionName.REDO):
        taken_back = history.sentence(entry(way, origin=action))
        assert is_sentence(taken_back, action, language)
        assert history.action_text(entry(action)) in taken_back


@pytest.mark.parametrize(
    "action", [ActionName.REQUEST_COPIED, ActionName.REQUEST_SENT, ActionName.DELETE_REQUEST]
)
def test_a_request_without_a_partner_is_a_request(action: ActionName) -> None:
    """“Mark request to “…” as sent” would seem to lack a name, although there is no partner."""
    sentence = history.sentence(entry(action)._replace(subject=""))
    assert "…" not in sentence
    assert "the request" in sentence


def test_several_orders_are_listed_as_the_language_lists_them() -> None:
    """The journal stores them in one form for all languages; names with commas stay whole."""
    set_language("zh_CN")
    several = entry(ActionName.ASSOCIATE)._replace(subject="1, 2, 3 …")
    assert "1、2、3 …" in history.sentence(several)
    named = entry(ActionName.ADD_ACCOUNT)._replace(subject="Li, Wang")
    assert "Li, Wang" in history.sentence(named)


@LANGUAGES
def test_an_action_of_a_newer_program_is_not_shown_raw(language: str) -> None:
    """After going back to an older version, the history would show “split-order”."""
    set_language(language)
    new = entry("split-order")
    assert new.action is None
    for text in (history.sentence(new), order_facts.action(new)):
        assert is_sentence(text, new.stored_action, language)
        assert new.stored_action not in text
    taken_back = history.sentence(entry("undo", origin="split-order"))
    assert "split-order" not in taken_back


def test_what_belongs_to_a_computer_does_not_travel() -> None:
    """A transfer file would bring a window's position, or copy backups to a stranger's folder."""
    stays = {key for key in SettingKey if key.of_this_computer}
    assert stays == {
        "window-geometry",
        "place-accepted",
        "clock-called-wrong",
        "bin-looked-at",
        "reminders-looked-at",
        "reminders-pruned-at",
        "reminders-seen-at",
        "reminder-drill",
        "reminder-drill-asked",
        "reminder-proven",
        "remind-while-closed",
        "start-at-login",
        "calendar-folder",
        "keep-in-tray",
        "backup-off",
        "backup-place",
        "backup-asked",
        "backup-origin",
    }
