"""A CycloneDX bill of materials of each frozen tree: exactly the works in its notices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import metadata
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from desktop.about.third_party import ThirdPartyWork, to_json
from pack.layout import DIST, IDENTIFIER, NAME, Job, tree, version
from pack.notices import notices_of
from pack.progress import log

_CRATES = "https://crates.io/"


def make(_job: Job) -> None:
    """Write the bill of each frozen tree next to the packages."""
    for system in ("linux", "win32", "darwin"):
        frozen = tree(system)
        if frozen.is_dir():
            target = DIST / f"{NAME}-{version()}-{system}.cdx.json"
            made = datetime.fromtimestamp(frozen.stat().st_mtime, UTC)
            target.write_text(bill(notices_of(frozen), system, made), "utf-8", newline="\n")
            log(target.name)


def bill(notices: Iterable[ThirdPartyWork], system: str, made: datetime) -> str:
    """Return the bill as JSON, checked against the standard's schema.

    `made` is the time stamp of the tree, so that the same works give the same bytes.
    """
    program, *works = notices
    root = Component(
        name=NAME, version=program.version, type=ComponentType.APPLICATION, bom_ref=IDENTIFIER
    )
    root.licenses.add(LicenseFactory().make_from_string(program.licence))
    parts = {(work.part_of, work.name): _component(work) for work in works}
    bom = Bom(components=parts.values(), serial_number=uuid5(NAMESPACE_URL, _digest(works, system)))
    bom.metadata.component = root
    bom.metadata.timestamp = made
    wholes = {name: part for (part_of, name), part in parts.items() if not part_of}
    for (part_of, _name), part in parts.items():
        bom.register_dependency(wholes.get(part_of, root), [part])
    text: str = JsonV1Dot6(bom).output_as_string(indent=1) + "\n"
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem is not None:
        raise ValueError(f"the bill of materials violates its schema: {problem}")
    return text


def _component(work: ThirdPartyWork) -> Component:
    address = _address(work)
    component = Component(
        name=work.name,
        version=work.version or None,
        type=ComponentType.LIBRARY,
        purl=address,
        bom_ref=f"{work.part_of}/{address}" if work.part_of else str(address),
    )
    component.licenses.add(LicenseFactory().make_from_string(work.licence))
    if work.source:
        link = ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(work.source))
        component.external_references.add(link)
    return component


def _address(work: ThirdPartyWork) -> PackageURL:
    """Return the package URL that vulnerability databases use: by registry, else by name."""
    kind = "cargo" if work.source.startswith(_CRATES) else "generic"
    if not work.part_of and _is_installed(work.name):
        kind = "pypi"
    return PackageURL(type=kind, name=work.name, version=work.version or None)


def _is_installed(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


def _digest(works: list[ThirdPartyWork], system: str) -> str:
    return f"{NAME} {system} {hashlib.sha256(to_json(works).encode()).hexdigest()}"
