"""A server process that runs the command line for tests and forks for each call.

    python -m tests.cli.forking

Modules that most calls use are loaded once, before; each call runs the rest of a start and its
whole end itself. Reads calls from standard input, one JSON object a line, and answers each with the
exit status.
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
    """Serve calls until the input ends; a child leaves this function only by its exit."""
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
    """Use the call's arguments, an empty standard input, and its output files."""
    sys.argv = [sys.argv[0], *call["arguments"]]
    for number, name in ((0, os.devnull), (1, call["out"]), (2, call["err"])):
        file = os.open(str(name), os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)


if __name__ == "__main__":
    serve()
