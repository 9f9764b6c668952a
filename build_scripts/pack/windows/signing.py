"""Signs Windows programs with a key named by environment variables; without one, nothing is signed.

NSIS runs it as ``python -m pack.windows.signing FILE`` to sign the uninstaller.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from machine import ensure_tools

from pack.layout import NAME
from pack.progress import log, run

CERTIFICATE_VARIABLE = "LINKDUE_WINDOWS_CERTIFICATE"
"""PEM file with the certificate chain."""
KEY_VARIABLE = "LINKDUE_WINDOWS_KEY"
"""PEM file with the certificate's key."""
PASSPHRASE_VARIABLE = "LINKDUE_WINDOWS_KEY_PASSPHRASE_FILE"  # noqa: S105 - a name
"""File with the passphrase of the key, if it has one."""
TIMESTAMP_VARIABLE = "LINKDUE_WINDOWS_TIMESTAMP_SERVER"
"""Address of a time stamp server, so that signatures stay valid after the certificate expires."""


def can_sign(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether certificate and key are configured."""
    return bool(environment.get(CERTIFICATE_VARIABLE) and environment.get(KEY_VARIABLE))


def sign(*files: Path) -> bool:
    """Sign executables in place; without a key, print that and return False."""
    if not can_sign():
        log(f"not signed: {CERTIFICATE_VARIABLE} and {KEY_VARIABLE} name no certificate and key")
        return False
    if ensure_tools({"osslsigncode": "osslsigncode"}):
        raise SystemExit("Signing needs osslsigncode, which could not be installed.")
    for file in files:
        signed = file.with_name(file.name + ".signed")
        run(("osslsigncode", "sign", *options(os.environ), "-in", file, "-out", signed))
        signed.replace(file)
    return True


def options(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return osslsigncode's options for key and signature."""
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
