"""Coverage-guided fuzzing (atheris) of every reader of files.

    dev.py fuzz [--seconds N] [table|json|text|spreadsheet|bytes|payments …]    all if none is named

A reader may refuse any input, but only with a message for the user. Each target starts from the
samples and from the corpus of broken files. A crash, a hang of ten seconds or two gigabytes of
memory fail the run with status 1; the input is kept in build/fuzz.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FINDINGS = ROOT / "build" / "fuzz"
UID = "1000000000000001"
_SECONDS = 60
_FAULT = 7
"""Exit status of a reading process that failed in any way but with a refusal."""


def main(arguments: list[str]) -> int:
    """Fuzz each target in a separate process and return the exit status."""
    parser = argparse.ArgumentParser(description="Fuzz the readers of files.")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="for each target")
    parser.add_argument("--one", choices=list(TARGETS), help=argparse.SUPPRESS)
    parser.add_argument("--seeds", help=argparse.SUPPRESS)
    call = parser.parse_args(arguments)
    if call.one:
        fuzz(call.one, call.seconds, call.seeds)
    FINDINGS.mkdir(parents=True, exist_ok=True)
    status = 0
    for target in call.targets or TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            for number, seed in enumerate(seeds()):
                (Path(folder) / str(number)).write_bytes(seed)
            command = [sys.executable, __file__, "--one", target, "--seconds", str(call.seconds)]
            done = subprocess.run(
                [*command, "--seeds", folder], cwd=ROOT, check=False, capture_output=True, text=True
            )
        last = [line for line in done.stderr.splitlines() if "cov:" in line or "Done" in line]
        print(f"{target}: {'crashed' if done.returncode else 'fine'}; {' '.join(last[-1:])}")
        if done.returncode:
            print(done.stdout[-3000:], done.stderr[-3000:], sep="\n")
            status = 1
    return status


def fuzz(target: str, seconds: int, seeds_folder: str) -> None:
    """Fuzz one target. Does not return: libFuzzer ends the process."""
    import atheris

    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["desktop.exchange", "desktop.forms"]):
        read = TARGETS[target]()
    options = [
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-max_len=20000",
        f"-artifact_prefix={FINDINGS}/{target}-",
    ]
    atheris.Setup([sys.argv[0], *options, seeds_folder], read)
    atheris.Fuzz()


def seeds() -> Iterator[bytes]:
    """Yield the sample files and the small ones of the corpus of broken files."""
    sys.path.insert(0, str(ROOT))
    from tests.exchange.corpus import CASES

    for path in sorted((ROOT / "tests" / "exchange" / "samples").rglob("*.*")):
        yield path.read_bytes()
    small = 20_000
    yield from (data for case in CASES if len(data := case.make()) <= small)


def _reader() -> Callable[[Callable[[], object]], None]:
    """Return a function that imports what `open_` opens, including the messages for the user."""
    from desktop.base.resources import resource
    from desktop.domain.book import Book
    from desktop.domain.programme import load
    from desktop.exchange.merge import merge
    from desktop.exchange.options import ReadOptions
    from desktop.exchange.read import Document, read
    from desktop.exchange.snapshot import ImportRefused
    from desktop.wording.errors import files

    programme = load(resource("programme.toml"))

    def read_all(open_: Callable[[], object]) -> None:
        try:
            document = open_()
            assert isinstance(document, Document)
            snapshot = read(document, programme, ReadOptions(account=UID))
            plan = merge(Book(programme), snapshot)
        except ImportRefused as refusal:
            messages = [files.unreadable(refusal)]
        else:
            messages = [files.row(problem) for problem in plan.problems]
        assert all(messages)

    return read_all


def _text_target() -> Callable[[bytes], None]:
    """Read any text, such as one from the clipboard."""
    read_all = _reader()
    from desktop.exchange.read import open_text

    return lambda data: read_all(lambda: open_text(data.decode("utf-8", "replace")))


def _table_target() -> Callable[[bytes], None]:
    """Read any rows below a valid header."""
    read_all = _reader()
    from desktop.exchange.document.titles import TITLES
    from desktop.exchange.read import open_text

    header = "\t".join(titles[0] for titles in TITLES.values())

    def target(data: bytes) -> None:
        read_all(lambda: open_text(f"{header}\n{data.decode('utf-8', 'replace')}"))

    return target


def _json_target() -> Callable[[bytes], None]:
    """Read any JSON list."""
    read_all = _reader()
    from desktop.exchange.read import open_text

    return lambda data: read_all(lambda: open_text("[" + data.decode("utf-8", "replace")))


def _spreadsheet_target() -> Callable[[bytes], None]:
    """Read any workbook, each in a child process, which the reading library may end.

    The coverage of the child process does not guide the fuzzing.
    """
    read_all = _reader()
    from desktop.exchange.document import spreadsheet_process
    from desktop.exchange.document.table import table_from_rows
    from desktop.exchange.read import Document

    def read(data: bytes) -> None:
        rows = enumerate(spreadsheet_process.read_rows(data), 1)
        read_all(lambda: Document(table_from_rows(rows)))

    def target(data: bytes) -> None:
        child = os.fork()
        if child == 0:
            with suppress(BaseException):
                spreadsheet_process.limit_memory()
                _quietly(lambda: read(data))
                os._exit(0)
            os._exit(_FAULT)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) != _FAULT

    return target


def _quietly(work: Callable[[], None]) -> None:
    """Run `work`, accept a refusal, and silence what the library prints when it aborts."""
    from desktop.exchange.snapshot import ImportRefused

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with suppress(ImportRefused):
        work()


def _bytes_target() -> Callable[[bytes], None]:
    """Read any file that is no spreadsheet."""
    read_all = _reader()
    from desktop.exchange.document.encoding import decode
    from desktop.exchange.read import open_text

    return lambda data: read_all(lambda: open_text(decode(data)[0]))


def _payments_target() -> Callable[[bytes], None]:
    """Read any list of payments and any statement that is no spreadsheet."""
    from datetime import UTC, datetime

    from desktop.exchange.document.spreadsheet import is_spreadsheet
    from desktop.exchange.formats.payment_table import payments_from_bytes, read_payments
    from desktop.exchange.formats.statement_table import lines_from_bytes
    from desktop.exchange.snapshot import ImportRefused
    from desktop.wording import payments, statements

    now = datetime(2026, 9, 10, 4, tzinfo=UTC)

    def target(data: bytes) -> None:
        if is_spreadsheet(data):
            return
        with suppress(ImportRefused):
            table = payments_from_bytes(data).table
            found = read_payments(table, table.facts, now)
            assert all(map(payments.doubt, found.problems))
            assert all(each.amount > 0 and each.received_at <= now for each in found.payments)
        with suppress(ImportRefused):
            _lines, problems = lines_from_bytes(data)
            assert all(map(statements.unreadable, problems))

    return target


TARGETS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "bytes": _bytes_target,
    "text": _text_target,
    "table": _table_target,
    "json": _json_target,
    "spreadsheet": _spreadsheet_target,
    "payments": _payments_target,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
