"""Check that the wheel contains the resources and the compiled translations."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = (
    "desktop/__main__.py",
    "desktop/_resources/programme.toml",
    "desktop/_resources/products.csv",
    "desktop/_resources/i18n/zh_CN/LC_MESSAGES/linkdue.mo",
    "desktop/_resources/templates/request.zh_CN.txt",
    "desktop/_resources/icons/linkdue.svg",
    "desktop/_resources/help/01-journey.zh_CN.txt",
    "desktop/_resources/licences/GPL-3.0-only.txt",
    "desktop/_resources/licences/LGPL-3.0-only.txt",
)


def missing(wheel: Path) -> list[str]:
    """Return the required files that the wheel lacks."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    return [name for name in REQUIRED if name not in names]


def main() -> int:
    """Build the wheel, check its content, and return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout + done.stderr)
            return 1
        [wheel] = Path(folder).glob("*.whl")
        absent = missing(wheel)
    print("\n".join(f"not in the wheel: {name}" for name in absent) or "wheel: complete")
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
