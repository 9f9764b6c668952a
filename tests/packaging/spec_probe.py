"""Script that runs the PyInstaller spec as on another system and prints the recorded calls.

PyInstaller's building blocks are replaced by recorders. Run by the build's Python with the
system's name; prints the blocks' arguments as JSON.
"""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path
from typing import Any

SPEC = Path(__file__).resolve().parents[2] / "build_scripts" / "pack" / "linkdue.spec"
LISTS = {
    "darwin": [
        "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqtiff.dylib",
        "PySide6/QtCore.abi3.so",
        "PySide6/QtQml.abi3.so",
        "python_calamine/_python_calamine.cpython-311-darwin.so",
        "libpython3.11.dylib",
    ],
    "linux": [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "libpython3.11.so.1.0",
    ],
}
"""A sample of the files PyInstaller finds: some are kept, some are pruned."""


def probe(system: str) -> list[dict[str, Any]]:
    """Run the spec and return the arguments of each building block, in order of the calls."""
    calls: list[dict[str, Any]] = []

    def recorder(name: str) -> Any:
        def block(*given: Any, **named: Any) -> Any:
            calls.append({"block": name, "given": given, "named": named})
            if name != "Analysis":
                return name
            found = [(file, f"/found/{file}", "BINARY") for file in LISTS[system]]
            modules = [("desktop.app", "/found/app.py", "PYMODULE")]
            return types.SimpleNamespace(binaries=found, datas=[], pure=modules, scripts=[])

        return block

    blocks = {name: recorder(name) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
    sys.platform = system
    names = {"__name__": "spec", "SPECPATH": str(SPEC.parent)}
    exec(compile(SPEC.read_text(encoding="utf-8"), SPEC.name, "exec"), names | blocks)
    return calls


if __name__ == "__main__":
    print(json.dumps(probe(sys.argv[1]), default=str))
