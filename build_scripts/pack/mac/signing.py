"""Signing and notarization on a Mac, with keys that only the environment names.

The program itself is signed while it is frozen (`mac.identity`); here the disk image is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pack.mac import bundle
from pack.progress import run, say

NOTARY_VARIABLES = ("LINKDUE_NOTARY_KEY", "LINKDUE_NOTARY_KEY_ID", "LINKDUE_NOTARY_ISSUER")
"""A key of App Store Connect: the path of its .p8 file, its identifier, and the issuer's."""


def sign(image: Path) -> bool:
    """Sign a disk image; False, with a word, where there is no certificate."""
    identity = bundle.identity()
    if identity is None:
        say(f"not signed: {bundle.IDENTITY_VARIABLE} names no certificate")
        return False
    run(("codesign", "--sign", identity, "--timestamp", image))
    run(("codesign", "--verify", "--strict", image))
    return True


def notarize(image: Path) -> bool:
    """Have Apple check a signed image and staple the answer on; False where there is no key."""
    command = submission(image, os.environ)
    if command is None:
        say("not notarized: " + ", ".join(NOTARY_VARIABLES) + " are not all set")
        return False
    run(command)
    run(("xcrun", "stapler", "staple", image))
    run(("spctl", "--assess", "--type", "open", "--context", "context:primary-signature", image))
    return True


def submission(image: Path, environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that submits the image and waits; a refusal makes it fail."""
    values = [environment.get(name) for name in NOTARY_VARIABLES]
    if not all(values):
        return None
    key, key_id, issuer = map(str, values)
    return (
        "xcrun", "notarytool", "submit", str(image), "--wait", "--timeout", "1h",
        "--key", key, "--key-id", key_id, "--issuer", issuer,
    )  # fmt: skip
