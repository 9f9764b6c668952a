"""The door of the program: arguments → window or verb. Nothing heavy is loaded before it is known which."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.arguments import parse
from desktop.wording.language import set_language, system_language


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    call = parse(sys.argv[1:] if argv is None else argv)
    folder = _folder(call.data_dir)
    if call.verb is None:
        from desktop.app import run_window  # noqa: PLC0415 - loads Qt

        return run_window(folder, call.lang)
    _speak_utf8()
    set_language(call.lang or system_language())
    if call.verb == "smoke":
        from desktop.smoke import run_smoke  # noqa: PLC0415 - loads Qt

        return run_smoke()
    from desktop.cli.verbs import run  # noqa: PLC0415 - loads the desk

    return run(call, folder)


def _folder(chosen: Path | None) -> Path:
    if chosen is not None:
        return chosen.absolute()
    from desktop.system.paths import default_data_folder  # noqa: PLC0415 - not needed otherwise

    return default_data_folder()


def _speak_utf8() -> None:
    """Answers are UTF-8 whatever the console's code page, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
