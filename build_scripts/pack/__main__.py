"""Run the verbs of the build; without one, make everything that this system can make."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from pack.layout import Job, version
from pack.progress import log

SYSTEMS = ("linux", "win32", "darwin")


@dataclass(frozen=True)
class Verb:
    """A verb of the build: runs `make(job)` of its module, on some systems only."""

    name: str
    help: str
    module: str
    systems: tuple[str, ...] = SYSTEMS


VERBS = (
    Verb("freeze", "the program with its Python and Qt, as one folder", "pack.freeze"),
    Verb("notices", "the third-party works in it, with their licences", "pack.notices"),
    Verb("sbom", "the same works as a CycloneDX bill of materials", "pack.sbom"),
    Verb("deb", "the package for Debian, Ubuntu and derivatives", "pack.linux.deb", ("linux",)),
    Verb("dmg", "the disk image for macOS", "pack.mac.dmg", ("darwin",)),
    Verb("installer", "the installer for Windows", "pack.windows.installer", ("linux", "win32")),
    Verb("checksums", "SHA256SUMS of all packages", "pack.checksums"),
)
"""In the order in which they run."""


def main(arguments: Sequence[str]) -> int:
    """Run the named verbs, or all, and return the exit status."""
    names, job = _parse(arguments)
    chosen = [verb for verb in VERBS if verb.name in names] or list(VERBS)
    for verb in chosen:
        if sys.platform in verb.systems:
            log(f"{verb.name}: {verb.help}")
            importlib.import_module(verb.module).make(job)
        elif names:
            print(f"{verb.name} runs on {' and '.join(verb.systems)}, not on {sys.platform}.")
            return 1
    log(f"LinkDue {version()} is built")
    return 0


def _parse(arguments: Sequence[str]) -> tuple[list[str], Job]:
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.add_argument("verbs", nargs="*", choices=[[], *(v.name for v in VERBS)], metavar="VERB")
    windows = parser.add_mutually_exclusive_group()
    windows.add_argument("--windows", action="store_true", help="on Linux: also for Windows")
    windows.add_argument(
        "--windows-if-possible", action="store_true", help="the same, if Wine is available"
    )
    parser.add_argument("--release", action="store_true", help="compress better, which is slower")
    given = parser.parse_args(arguments)
    windows_too = given.windows or given.windows_if_possible
    return given.verbs, Job(windows_too, given.windows_if_possible, given.release)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
