"""Third-party works in the program with their licences, as built or as installed."""

from __future__ import annotations

import json
import platform
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from desktop import __version__
from desktop.base.resources import resource

NOTICES_FILE = "notices.json"
"""Written among the resources when the program is frozen; a checkout has none."""

_ROOT = Path(__file__).parents[2]
_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)")
_LICENCE_NAME = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|COPYRIGHT)", re.IGNORECASE)
_LONGEST_NAME = 80
_EXCLUDED_LICENCES = ("LicenseRef-Qt-Commercial.txt",)
"""Licences that LinkDue does not use the work under; Qt's Windows wheels contain this one."""


@dataclass(frozen=True, slots=True)
class ThirdPartyWork:
    """One work: its SPDX licence expression, the address of its source, and its licence texts.

    `part_of` names the work that contains it, such as Qt.
    """

    name: str
    version: str
    licence: str
    source: str
    text: str
    part_of: str = ""


def notices() -> tuple[ThirdPartyWork, ...]:
    """Return all works in this copy of the program, LinkDue first."""
    file = resource(NOTICES_FILE)
    if file.is_file():
        return from_json(file.read_text(encoding="utf-8"))
    return (own(), python(), *map(of_package, packages()))


def from_json(text: str) -> tuple[ThirdPartyWork, ...]:
    """Read the works from the JSON that `to_json` made."""
    document = json.loads(text)
    texts = document["texts"]
    return tuple(ThirdPartyWork(**(n | {"text": texts[n["text"]]})) for n in document["notices"])


def to_json(items: Iterable[ThirdPartyWork]) -> str:
    """Return works as JSON; a shared text is stored once."""
    texts: list[str] = []
    entries = []
    for item in items:
        if item.text not in texts:
            texts.append(item.text)
        entries.append(asdict(item) | {"text": texts.index(item.text)})
    document = {"texts": texts, "notices": entries}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def own() -> ThirdPartyWork:
    """Return the entry of LinkDue itself."""
    try:
        text = texts_of("linkdue")
    except metadata.PackageNotFoundError:  # a checkout
        text = (_ROOT / "LICENSE").read_text(encoding="utf-8")
    return ThirdPartyWork("LinkDue", __version__, "MIT", "", text)


def python() -> ThirdPartyWork:
    """Return the entry of the running interpreter with its standard library."""
    source = "https://www.python.org/downloads/source/"
    text = licence_text("Python")
    return ThirdPartyWork("Python", platform.python_version(), "PSF-2.0", source, text)


def of_package(name: str) -> ThirdPartyWork:
    """Return the entry of an installed package, from its metadata.

    A package without a licence text, such as PySide6, gets the texts that its expression names.
    """
    facts = metadata.metadata(name)
    expression = _expression(facts)
    text = texts_of(name) or "\n\n".join(map(licence_text, known_licences(expression)))
    return ThirdPartyWork(facts["Name"], facts["Version"], expression, _source(facts), text)


def packages() -> list[str]:
    """Return the names of the packages that LinkDue needs on this system, with dependencies."""
    found: dict[str, str] = {}
    wanted = list(_own_requirements())
    while wanted:
        name = canonical(wanted.pop())
        if name in found or name == "pip":  # pip is required, but never loaded
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # required on another system or by another Python
        found[name] = distribution.metadata["Name"]
        wanted += _names(distribution.requires or ())
    return [found[name] for name in sorted(found, key=_qt_first)]


def _qt_first(name: str) -> tuple[bool, str]:
    return not name.startswith(("pyside6", "shiboken6")), name


def canonical(name: str) -> str:
    """Return a package's normalized name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def texts_of(name: str) -> str:
    """Return the licence files in an installed package, joined."""
    files = metadata.files(name) or []
    chosen = [f for f in files if f.parts[0].endswith(".dist-info") and _is_licence(f)]
    return "\n\n".join(_text(f) for f in sorted(chosen))


def known_licences(expression: str) -> list[str]:
    """Return the identifiers of an SPDX expression whose texts ship with the program."""
    words = re.findall(r"[\w.+-]+", expression)
    return [word for word in words if resource(f"licences/{word}.txt").is_file()]


def licence_text(identifier: str) -> str:
    """Return the text of a licence that ships with the program."""
    return resource(f"licences/{identifier}.txt").read_text(encoding="utf-8").strip() + "\n"


def _own_requirements() -> Iterator[str]:
    try:
        return _names(metadata.requires("linkdue") or ())
    except metadata.PackageNotFoundError:
        project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return _names(project["project"]["dependencies"])


def _names(requirements: Iterable[str]) -> Iterator[str]:
    """Yield the package names of requirements, without those of extras."""
    for requirement in requirements:
        name = _REQUIREMENT.match(requirement)
        if name and "extra ==" not in requirement:
            yield name[1]


def _expression(facts: metadata.PackageMetadata) -> str:
    """Return the SPDX licence expression, or the closest description in the metadata."""
    named = _fact(facts, "License-Expression") or _fact(facts, "License")
    if named and "\n" not in named and len(named) <= _LONGEST_NAME:
        return named
    classifiers = facts.get_all("Classifier") or []
    licences = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License :: ")]
    return ", ".join(licences)


def _source(facts: metadata.PackageMetadata) -> str:
    """Return the address of the package's source, or the nearest link in its metadata."""
    links = [link.partition(", ") for link in facts.get_all("Project-URL") or []]
    named = {name.lower().replace("-", " "): str(link) for name, _comma, link in links}
    for wanted in ("source", "source code", "repository", "github", "homepage"):
        if wanted in named:
            return named[wanted]
    return _fact(facts, "Home-page") or next(iter(named.values()), "")


def _fact(facts: metadata.PackageMetadata, name: str) -> str:
    return str(facts[name]) if name in facts else ""


def _is_licence(file: metadata.PackagePath) -> bool:
    if file.name in _EXCLUDED_LICENCES:
        return False
    return "licenses" in file.parts[1:-1] or bool(_LICENCE_NAME.match(file.name))


def _text(file: metadata.PackagePath) -> str:
    return Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").strip() + "\n"
