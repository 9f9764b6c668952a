"""The verbs of the build: without one, everything that can be made on this system."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from pack.layout import Job, version
from pack.progress import say

SYSTEMS = ("linux", "win32", "darwin")


@dataclass(frozen=True)
class Verb:
    """A thing that can be made: by `make(job)` of its module, on some systems."""

    name: str
    help: str
    module: str
    systems: tuple[str, ...] = SYSTEMS


VERBS = (
    Verb("freeze", "the program with its Python and Qt, as one folder", "pack.freeze"),
    Verb("notices", "whose work is in it, and under which licences", "pack.notices"),
    Verb("sbom", "the same as a CycloneDX bill of materials", "pack.sbom"),
    Verb("deb", "the package for Debian, Ubuntu and their like", "pack.linux.deb", ("linux",)),
    Verb("dmg", "the disk image that Mac users open", "pack.mac.dmg", ("darwin",)),
    Verb("installer", "the installer for Windows", "pack.windows.installer", ("linux", "win32")),
    Verb("checksums", "SHA256SUMS of all that was made", "pack.checksums"),
)
"""In the order in which they are made."""


def main(arguments: Sequence[str]) -> int:
    """Make what is asked for and return the exit status."""
    asked, job = _parse(arguments)
    chosen = [verb for verb in VERBS if verb.name in asked] or list(VERBS)
    for verb in chosen:
        if sys.platform in verb.systems:
            say(f"{verb.name}: {verb.help}")
            importlib.import_module(verb.module).make(job)
        elif asked:
            print(
                f"{verb.name} is made on {' and '.join(verb.systems)}, not here ({sys.platform})."
            )
            return 1
    say(f"LinkDue {version()} is made")
    return 0


def _parse(arguments: Sequence[str]) -> tuple[list[str], Job]:
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.add_argument("verbs", nargs="*", choices=[[], *(v.name for v in VERBS)], metavar="VERB")
    windows = parser.add_mutually_exclusive_group()
    windows.add_argument("--windows", action="store_true", help="on Linux: also for Windows")
    windows.add_argument(
        "--windows-if-possible", action="store_true", help="the same, where Wine can be had"
    )
    parser.add_argument("--release", action="store_true", help="as small as can be; takes longer")
    given = parser.parse_args(arguments)
    also = given.windows or given.windows_if_possible
    return given.verbs, Job(also, given.windows_if_possible, given.release)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
