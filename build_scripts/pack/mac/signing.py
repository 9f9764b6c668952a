"""Signs and notarizes the disk image on macOS, with keys named by environment variables.

The program itself is signed when it is frozen (`bundle.identity`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pack.mac import bundle
from pack.progress import log, run

NOTARY_VARIABLES = ("LINKDUE_NOTARY_KEY", "LINKDUE_NOTARY_KEY_ID", "LINKDUE_NOTARY_ISSUER")
"""An App Store Connect key: the path of its .p8 file, its id, and the issuer's id."""


def sign(image: Path) -> bool:
    """Sign a disk image; without a certificate, print that and return False."""
    identity = bundle.identity()
    if identity is None:
        log(f"not signed: {bundle.IDENTITY_VARIABLE} names no certificate")
        return False
    run(("codesign", "--sign", identity, "--timestamp", image))
    run(("codesign", "--verify", "--strict", image))
    return True


def notarize(image: Path) -> bool:
    """Have Apple notarize a signed image and staple the ticket; return False without a key."""
    command = submission(image, os.environ)
    if command is None:
        log("not notarized: " + ", ".join(NOTARY_VARIABLES) + " are not all set")
        return False
    run(command)
    run(("xcrun", "stapler", "staple", image))
    run(("spctl", "--assess", "--type", "open", "--context", "context:primary-signature", image))
    return True


def submission(image: Path, environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that submits the image and waits, or None without a complete key.

    The command fails if Apple rejects the image.
    """
    values = [environment.get(name) for name in NOTARY_VARIABLES]
    if not all(values):
        return None
    key, key_id, issuer = map(str, values)
    return (
        "xcrun", "notarytool", "submit", str(image), "--wait", "--timeout", "1h",
        "--key", key, "--key-id", key_id, "--issuer", issuer,
    )  # fmt: skip
