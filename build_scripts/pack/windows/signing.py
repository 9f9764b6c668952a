"""Signing for Windows with a key that only the environment names. Without one, nothing is signed.

Run as ``python -m pack.windows.signing FILE`` by the installer's compiler, for the uninstaller.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from machine import ensure_tools

from pack.layout import NAME
from pack.progress import run, say

CERTIFICATE_VARIABLE = "LINKDUE_WINDOWS_CERTIFICATE"
"""The certificate and those up to the root's, in a PEM file."""
KEY_VARIABLE = "LINKDUE_WINDOWS_KEY"
"""Its key, in a PEM file."""
PASSPHRASE_VARIABLE = "LINKDUE_WINDOWS_KEY_PASSPHRASE_FILE"  # noqa: S105 - a name
"""A file with the passphrase of the key, where it has one."""
TIMESTAMP_VARIABLE = "LINKDUE_WINDOWS_TIMESTAMP_SERVER"
"""The address of a time stamp server: what it stamped outlives the certificate."""


def can_sign(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether there is a key."""
    return bool(environment.get(CERTIFICATE_VARIABLE) and environment.get(KEY_VARIABLE))


def sign(*files: Path) -> bool:
    """Sign executables in place; False where there is no key."""
    if not can_sign():
        say(f"not signed: {CERTIFICATE_VARIABLE} and {KEY_VARIABLE} name no certificate and key")
        return False
    if ensure_tools({"osslsigncode": "osslsigncode"}):
        raise SystemExit("osslsigncode is needed for signing and cannot be had here.")
    for file in files:
        signed = file.with_name(file.name + ".signed")
        run(("osslsigncode", "sign", *options(os.environ), "-in", file, "-out", signed))
        signed.replace(file)
    return True


def options(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return what osslsigncode is told of key and signature."""
    chosen = {
        "-certs": environment.get(CERTIFICATE_VARIABLE),
        "-key": environment.get(KEY_VARIABLE),
        "-readpass": environment.get(PASSPHRASE_VARIABLE),
        "-ts": environment.get(TIMESTAMP_VARIABLE),
        "-h": "sha256",
        "-n": NAME,
    }
    return tuple(word for name, value in chosen.items() if value for word in (name, value))


if __name__ == "__main__":
    sys.exit(0 if sign(Path(sys.argv[1])) else 1)
