"""Shipped third-party works that no package's metadata names: `components.toml` and Rust crates."""

from __future__ import annotations

import json
import pyexpat
import re
import shutil
import sqlite3
import subprocess
import tomllib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from desktop.about.third_party import ThirdPartyWork, known_licences, licence_text, texts_of

FILE = Path(__file__).with_name("components.toml")
_CRATE_LISTS = re.compile(r".*\.dist-info/sboms/.*\.(cyclonedx|cdx)\.json")


class Component:
    """One third-party work of `components.toml`."""

    def __init__(self, facts: Mapping[str, Any], groups: Mapping[str, str]) -> None:
        self.facts = facts
        self._covers = _pattern(facts.get("covers"))
        self._comes_with = _pattern(groups[facts["comes_with"]] if "comes_with" in facts else None)

    def covers(self, file: str) -> bool:
        """Return whether a file of the tree is this work."""
        return bool(self._covers and self._covers.fullmatch(file))

    def is_in(self, file: str) -> bool:
        """Return whether this work is compiled into a file of the tree."""
        return bool(self._comes_with and self._comes_with.fullmatch(file))

    def notice(self) -> ThirdPartyWork:
        """Return the notice for this work."""
        facts = self.facts
        parts = [facts.get("holders", "").strip(), *map(licence_text, facts.get("texts", ()))]
        if "package" in facts:
            parts.append(texts_of(facts["package"]))
        text = "\n\n".join(part.strip() for part in parts if part) + "\n"
        part_of = facts.get("part_of", "")
        version = facts.get("version") or _version(facts.get("version_of", ""))
        series = ".".join(version.split(".")[:2])
        source = facts["source"].format(version=version, series=series)
        return ThirdPartyWork(facts["name"], version, facts["licence"], source, text, part_of)


@cache
def components() -> tuple[Component, ...]:
    """Return all works of `components.toml`, in its order."""
    document = _document()
    return tuple(Component(facts, document["groups"]) for facts in document["component"])


def crates(package: str) -> Iterator[ThirdPartyWork]:
    """Yield the Rust crates compiled into an installed package, from the list in its wheel."""
    for file in metadata.files(package) or ():
        if _CRATE_LISTS.fullmatch(file.as_posix()):
            listed = json.loads(file.read_text(encoding="utf-8"))
            yield from (_crate(entry, package) for entry in listed.get("components", ()))


def _crate(entry: Mapping[str, Any], package: str) -> ThirdPartyWork:
    name, version = entry["name"], entry["version"]
    expression = entry["licenses"][0]["expression"]
    holders = _document()["crates"].get(name, "").strip()
    # If there is a choice, take the Apache License: it requires no copyright holder to be named.
    choice = (
        ["Apache-2.0"] if "OR Apache-2.0" in expression or "Apache-2.0 OR" in expression else []
    )
    always = [w for w in known_licences(expression) if w not in {"Apache-2.0", "MIT"} or not choice]
    if not (choice or holders or known_licences(expression) == ["Apache-2.0"]):
        raise LookupError(f"components.toml has no holder for the crate {name} ({expression})")
    texts = [holders, *map(licence_text, choice + always)]
    text = "\n\n".join(part.strip() for part in texts if part) + "\n"
    source = f"https://crates.io/crates/{name}/{version}"
    return ThirdPartyWork(name, version, expression, source, text, package)


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _pattern(expression: str | None) -> re.Pattern[str] | None:
    return None if expression is None else re.compile(expression, re.IGNORECASE)


def _version(version_of: str) -> str:
    """Return a version that depends on the build machine (see `version_of` in the file), or ""."""
    kind, _colon, package = version_of.partition(":")
    return _VERSIONS[kind](package) if kind else ""


def _debian(package: str) -> str:
    if not shutil.which("dpkg-query"):
        return ""
    command = ["dpkg-query", "--show", "--showformat=${Version}", package]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _openssl(_package: str) -> str:
    import ssl

    return ssl.OPENSSL_VERSION.split()[1]


_VERSIONS: dict[str, Callable[[str], str]] = {
    "debian": _debian,
    "expat": lambda _package: pyexpat.EXPAT_VERSION.removeprefix("expat_"),
    "openssl": _openssl,
    "pyinstaller": lambda _package: metadata.version("pyinstaller"),
    "qt": lambda _package: metadata.version("PySide6-Essentials"),
    "sqlite": lambda _package: sqlite3.sqlite_version,
    "zlib": lambda _package: zlib.ZLIB_RUNTIME_VERSION,
}


def matching(files: Iterable[str]) -> list[Component]:
    """Return the works in these files, in the order of `components.toml`."""
    names = list(files)
    return [c for c in components() if any(c.covers(name) or c.is_in(name) for name in names)]
