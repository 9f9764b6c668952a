"""The process that calls the program for the tests of verbs: it forks for each call.

    python -m tests.cli.forking

What most calls load is loaded before; the rest of a start, and its whole end, is each call's own.
It reads calls from standard input, one JSON object a line, and answers each with the status.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from desktop.__main__ import main
from desktop.cli import arguments, verbs  # noqa: F401 - loaded once, for all
from desktop.exchange import read  # noqa: F401
from desktop.records import store  # noqa: F401
from desktop.records.tables import migrations  # noqa: F401


def serve() -> None:
    """Call the program as often as is asked; a child returns from here by its exit alone."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        for line in sys.stdin:
            call = json.loads(line)
            child = os.fork()
            if child == 0:
                _become(call)
                sys.exit(main())
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _become(call: dict[str, Any]) -> None:
    """Take the call's arguments, nothing to read, and its files to write to."""
    sys.argv = [sys.argv[0], *call["arguments"]]
    for number, name in ((0, os.devnull), (1, call["out"]), (2, call["err"])):
        file = os.open(str(name), os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)


if __name__ == "__main__":
    serve()
