"""Packing files into a ZIP with a list of their hashes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

from desktop.domain.beijing import BEIJING

SUMS = "SHA256SUMS.txt"
"""The list of hashes, as `sha256sum --check` reads it."""


def write_pack(files: Iterable[tuple[str, bytes]], made_at: datetime) -> bytes:
    """Return a ZIP of `files`, given as name and content, with the list of SHA-256 hashes last.

    `made_at` (UTC) becomes their date; the same files and date yield the same bytes.
    """
    out = io.BytesIO()
    moment = made_at.astimezone(BEIJING).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:

        def add(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            pack.writestr(entry, content)

        sums = []
        for name, content in files:
            add(name, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        add(SUMS, "".join(sums).encode())
    return out.getvalue()
