"""The programme in force – windows, validity, order kinds, sources, grades – read from a data file.

The code contains none of these values: another file gives other verdicts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from desktop.domain.model import Window


class Need(StrEnum):
    """How a kind of order is associated: by itself, through its parent, never, or unclear."""

    OWN = "own"
    PARENT = "parent"
    NONE = "none"
    CHECK = "check"


class RuleSource(NamedTuple):
    """The source of a rule: its title in Chinese and English, and its date."""

    title: str
    title_en: str
    dated: str


class Rule(NamedTuple):
    """A rule's id, its grade (O official, T third party, I inferred) and its sources.

    `doubt` grades the part of the rule that could not be confirmed (U unknown), else empty.
    """

    id: str
    grade: str
    sources: tuple[RuleSource, ...]
    doubt: str = ""


class Address(NamedTuple):
    """A page that the user's browser opens on request; graded like a rule."""

    url: str
    grade: str
    sources: tuple[RuleSource, ...]


class Programme(NamedTuple):
    """The rules in force. `kinds` maps the official kind, case-folded, to its need.

    `console` is the console's entry page.
    """

    name: str
    name_en: str
    console: Address
    in_force_from: date
    checked: date
    windows: Mapping[Window, Window]
    validity_months: int
    validity_days: int
    unpaid_days: int
    cashback_months: int
    kinds: Mapping[str, Need]
    kind_names: tuple[str, ...]
    rules: Mapping[str, Rule]

    def need(self, kind: str) -> Need:
        """Return how this kind is associated; `CHECK` if it is not listed."""
        return self.kinds.get(kind.casefold(), Need.CHECK)


def load(path: Path) -> Programme:
    """Read the programme from its TOML file.

    Raises OSError if the file cannot be read, ValueError or KeyError if it is not a programme.
    """
    with path.open("rb") as file:
        return from_data(tomllib.load(file))


def from_data(data: Mapping[str, Any]) -> Programme:
    """Return the programme that parsed TOML describes.

    Raises ValueError or KeyError if something is missing or wrong.
    """
    sources = {key: RuleSource(**value) for key, value in data["sources"].items()}
    windows = {Window(key): Window(value) for key, value in data["windows"].items()}
    if set(windows) != set(Window) or Window.UNKNOWN in windows.values():
        raise ValueError("windows must map day, month and unknown to day or month")
    return Programme(
        name=data["name"],
        name_en=data["name_en"],
        console=_address(data["console"], sources),
        in_force_from=data["in_force_from"],
        checked=data["checked"],
        windows=windows,
        validity_months=int(data["validity"]["months"]),
        validity_days=int(data["validity"]["days"]),
        unpaid_days=int(data["lapse"]["unpaid_days"]),
        cashback_months=int(data["cashback"]["months"]),
        kinds={kind.casefold(): Need(need) for kind, need in data["kinds"].items()},
        kind_names=tuple(data["kinds"]),
        rules={
            key: Rule(
                key,
                value["grade"],
                tuple(sources[name] for name in value["sources"]),
                value.get("doubt", ""),
            )
            for key, value in data["rules"].items()
        },
    )


def _address(data: Mapping[str, Any], sources: Mapping[str, RuleSource]) -> Address:
    """Read an address. Raises ValueError if it is not https."""
    url = data["url"]
    if not url.startswith("https://"):
        raise ValueError("an address must be https")
    return Address(url, data["grade"], tuple(sources[name] for name in data["sources"]))
