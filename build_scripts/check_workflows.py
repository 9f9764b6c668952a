"""The check of the workflows, offline: schema, safety, expressions and shell scripts.

No linter proves that a workflow runs; that needs the service. See docs/release.md.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = ROOT / ".github" / "workflows"
LINTERS = (
    ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", "--quiet"),
    ("zizmor", "--offline", "--pedantic", "--quiet"),
    ("jactionlint",),
)


def problems(folder: Path = WORKFLOWS) -> list[str]:
    """Run the linters and return what they object to; name one that is not to be had here."""
    found = []
    for name, *options in LINTERS:
        tool = find(name)
        if tool is None:
            print(f"workflows: {name} is not to be had for this system and was left out")
            continue
        command = [tool, *options, *map(str, sorted(folder.glob("*.yml")))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            found.append(f"{name}:\n{done.stdout}{done.stderr}")
    return found


def find(name: str) -> str | None:
    """Return where a linter of this environment is."""
    return shutil.which(name, path=str(Path(sys.executable).parent))


def main() -> int:
    """Report what was found and return the exit status."""
    found = problems()
    print("\n".join(found) or "workflows: nothing to object to")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
