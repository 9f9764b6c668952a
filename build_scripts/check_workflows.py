"""Check the workflows offline: schema, security, expressions and shell scripts.

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
    """Run the linters and return their complaints; print which linter is not installed."""
    found = []
    for name, *options in LINTERS:
        tool = find(name)
        if tool is None:
            print(f"workflows: {name} is not available on this system and was skipped")
            continue
        command = [tool, *options, *map(str, sorted(folder.glob("*.yml")))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            found.append(f"{name}:\n{done.stdout}{done.stderr}")
    return found


def find(name: str) -> str | None:
    """Return the path of a linter in this environment; None if it is not installed."""
    return shutil.which(name, path=str(Path(sys.executable).parent))


def main() -> int:
    """Print the problems and return the exit status."""
    found = problems()
    print("\n".join(found) or "workflows: no problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
