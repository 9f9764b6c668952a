"""The build hook that compiles the translations into a wheel, so that it speaks Chinese."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TranslationsHook(BuildHookInterface):  # type: ignore[type-arg]
    """The hook that hatchling calls before it collects the wheel's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; the wheel takes all of `resources`, also what git ignores."""
        sys.path.insert(0, str(Path(self.root) / "build_scripts"))
        import i18n

        i18n.compile_catalogues()
