"""The command line's grammar. Wrong usage ends the program with status 2, as argparse does."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from desktop.base.terminal_text import plain
from desktop.cli import argument_values as values
from desktop.domain.cashback import Grouping
from desktop.domain.identifiers import ACCOUNT_UID, ORDER_NUMBER, PROJECT_NUMBER
from desktop.wording.i18n import LANGUAGES

_DIGEST = re.compile(r"[0-9a-fA-F]{8,64}")
IMPORTS = (".json", ".jsonl", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
EXPORTS = (".json", ".csv", ".xlsx", ".ics")
STATEMENTS = (".csv", ".xlsx")
PAYMENTS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
RECEIPT_IMPORT = "import"
REQUESTS = (".txt", ".pdf", ".png")
REPORTS = (".pdf", ".xlsx", ".zip")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parse `argv` (without the program's name); `verb` is None if the window shall open."""
    parser = make_parser()
    call = parser.parse_args(argv)
    if call.verb == "receipt" and (call.amount == RECEIPT_IMPORT) is not (call.file is not None):
        parser.error("receipt: “import” and FILE belong together")
    if call.verb == "evidence" and (misused := _misused(call)):
        parser.error(misused)
    return call


def make_parser() -> argparse.ArgumentParser:
    """Build the complete parser, with the texts that the help and the manual show."""
    parser = PlainParser(
        prog="linkdue",
        description="LinkDue (关联管家): link every Alibaba Cloud order before it is due. "
        "Without a verb, the window opens.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action=_Version,
        nargs=0,
        help="show the version, its age, and what it is built with",
    )
    parser.set_defaults(verb=None, data_dir=None, lang=None, json=False, now=None)
    _add_general(parser)
    verbs = parser.add_subparsers(metavar="VERB")
    for name, text, fill in VERBS:
        verb = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
        verb.set_defaults(verb=name)
        _add_general(verb)
        verb.add_argument(
            "--json",
            action="store_true",
            help="print JSON, one object per line, for other programs",
        )
        fill(verb)
    return parser


class PlainParser(argparse.ArgumentParser):
    """A parser whose error messages have control characters replaced."""

    def error(self, message: str) -> NoReturn:
        """Print usage and error message, and exit with status 2."""
        super().error(plain(message))


class _Version(argparse.Action):
    """Option that prints the version and exits."""

    def __call__(self, parser: argparse.ArgumentParser, *_parsed: object) -> None:
        from desktop.cli.answers import version_text
        from desktop.cli.terminal import put_lines

        put_lines(version_text(datetime.now(UTC)).splitlines())
        parser.exit()


def _add_general(parser: argparse.ArgumentParser) -> None:
    """Add the options that are allowed before and after the verb."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the data folder (default: your user data folder)",
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help="the language to use"
    )


def _import(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", type=values.file_ending(IMPORTS), metavar="FILE")
    _add_account(verb)
    verb.add_argument(
        "--dry-run", action="store_true", help="only show what would happen; change nothing"
    )


def _due(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--all", action="store_true", help="all orders, not only those to associate")
    verb.add_argument(
        "--within", type=values.duration, metavar="DURATION", help="for example 90m, 24h or 3d"
    )
    _add_now(verb)


def _explain(verb: argparse.ArgumentParser) -> None:
    _add_order(verb)
    _add_now(verb)


def _gate(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("uid", type=values.identifier_of(ACCOUNT_UID), metavar="UID")
    verb.add_argument(
        "--margin",
        type=values.minutes,
        metavar="MINUTES",
        default=values.minutes("60"),
        help="default: 60",
    )
    _add_now(verb)


def _associate(verb: argparse.ArgumentParser) -> None:
    _add_order(verb)
    verb.add_argument("--project", type=values.identifier_of(PROJECT_NUMBER), metavar="NUMBER")
    verb.add_argument("--at", type=values.instant, metavar="INSTANT", help="default: now")
    verb.add_argument("--undo", action="store_true", help="mark as not associated")


def _cashback(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--by",
        choices=[by.value for by in Grouping],
        default=Grouping.ORDER.value,
        help="what to add up by (default: order)",
    )
    _add_now(verb)


def _remind(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--dry-run", action="store_true", help="only show what is due; announce nothing"
    )
    verb.add_argument(
        "--silent", action="store_true", help="note what is due as announced, but show nothing"
    )
    verb.add_argument(
        "--await-click",
        action="store_true",
        help="stay up to 10 minutes for a click on what was shown, as the schedule on Linux does",
    )
    _add_now(verb)


def _receipt(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "amount",
        type=_yuan_or_import,
        metavar="AMOUNT",
        nargs="?",
        help="in yuan, below zero if it was taken back; without it, the receipts are listed; "
        "“import” takes the payments from FILE",
    )
    verb.add_argument(
        "file",
        type=values.file_ending(PAYMENTS),
        metavar="FILE",
        nargs="?",
        help="with “import”: a list of a bank, of WeChat or of Alipay",
    )
    verb.add_argument(
        "--row",
        type=values.row_number,
        metavar="NUMBER",
        action="append",
        help="with “import”: log this row, instead of those that are proposed; may be given "
        "several times",
    )
    verb.add_argument(
        "--dry-run", action="store_true", help="with “import”: only show it; change nothing"
    )
    verb.add_argument("--at", type=values.instant, metavar="INSTANT", help="default: now")
    verb.add_argument("--note", default="", metavar="TEXT")
    how = verb.add_mutually_exclusive_group()
    how.add_argument(
        "--order",
        type=values.identifier_of(ORDER_NUMBER),
        metavar="NUMBER",
        action="append",
        help="match it to this order; may be given several times",
    )
    how.add_argument("--month", type=values.month, metavar="YYYY-MM", help="match it to this month")
    how.add_argument("--credit", action="store_true", help="match it to nothing yet")
    _add_account(verb)
    verb.add_argument(
        "--again", action="store_true", help="log it although it looks like one that is logged"
    )


def _statement(verb: argparse.ArgumentParser) -> None:
    how = verb.add_mutually_exclusive_group()
    how.add_argument(
        "--out",
        type=values.file_ending(STATEMENTS),
        metavar="FILE",
        help="write the statement to this file",
    )
    how.add_argument(
        "--take",
        type=values.file_ending((*STATEMENTS, ".xls", ".ods")),
        metavar="FILE",
        help="take in the statement as your partner filled it in",
    )
    verb.add_argument("--partner", metavar="NAME", help="only what is outstanding with this one")
    verb.add_argument(
        "--dry-run", action="store_true", help="only show what came back; change nothing"
    )


def _export(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", type=values.file_ending(EXPORTS), metavar="FILE")


def _backup(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        nargs="?",
        help="default: a new file in the backups folder",
    )


def _restore(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", type=Path, metavar="FILE")


def _evidence(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("act", choices=("add", "list", "void", "check"), help="what to do")
    verb.add_argument(
        "what",
        metavar="FILE|FINGERPRINT",
        nargs="?",
        help="add: a PNG, JPG, WebP or PDF file; void: the first 8 digits or more",
    )
    about = verb.add_mutually_exclusive_group()
    about.add_argument("--order", type=values.identifier_of(ORDER_NUMBER), metavar="NUMBER")
    about.add_argument("--project", type=values.identifier_of(PROJECT_NUMBER), metavar="NUMBER")
    about.add_argument("--receipt", type=values.yuan, metavar="AMOUNT", help="in yuan")
    _add_account(verb)
    verb.add_argument("--at", type=values.instant, metavar="INSTANT", help="when the receipt came")
    verb.add_argument("--name", default="", metavar="TEXT", help="default: the file's name")
    verb.add_argument("--note", default="", metavar="TEXT")
    verb.add_argument("--reason", default="", metavar="TEXT", help="void: why it does not count")


def _misused(call: argparse.Namespace) -> str:
    """Return the usage error of an `evidence` call, or an empty text; parse the FILE of `add`."""
    if call.act == "add" and call.what is None:
        return "evidence add: a FILE is needed"
    if call.act == "add":
        call.what = Path(call.what)
    elif call.act == "void":
        if call.what is None or not _DIGEST.fullmatch(call.what):
            return "evidence void: 8 to 64 digits of a fingerprint are needed"
        if not call.reason.strip():
            return "evidence void: --reason TEXT is needed"
    elif call.what is not None:
        return f"evidence {call.act}: unexpected {call.what!r}"
    return ""


def _request(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("uid", type=values.identifier_of(ACCOUNT_UID), metavar="UID")
    verb.add_argument("--company", metavar="TEXT", help="default: the last one used")
    verb.add_argument("--purpose", metavar="TEXT", help="what is to be bought for")
    verb.add_argument("--products", metavar="TEXT", help="what is to be bought, if it is known")
    verb.add_argument(
        "--to",
        type=values.file_ending(REQUESTS),
        metavar="FILE",
        help="save it: .txt, .pdf (one page) or .png (the QR code for a phone)",
    )


def _report(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("month", type=values.month, metavar="YYYY-MM", nargs="?")
    verb.add_argument(
        "--dispute",
        action="store_true",
        help="what is outstanding, with the proof of each order, for a partner",
    )
    verb.add_argument("--partner", metavar="NAME", help="with --dispute: of this partner only")
    verb.add_argument(
        "--order",
        type=values.identifier_of(ORDER_NUMBER),
        metavar="NUMBER",
        action="append",
        help="with --dispute: about this order; may be given several times",
    )
    verb.add_argument(
        "--to",
        type=values.file_ending(REPORTS),
        metavar="FILE",
        help="save it: .pdf or .xlsx; a dispute as a .zip",
    )
    _add_now(verb)


def _compare(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--account", type=values.identifier_of(ACCOUNT_UID), metavar="UID", required=True
    )
    for option, name in (("--to-associate", "待关联"), ("--associated", "已关联")):
        verb.add_argument(
            option,
            type=Path,
            metavar="FILE",
            help=f"the console's list {name} as a table, its text, or order numbers one a line; "
            "- reads standard input, an empty file is an empty list",
        )
    verb.add_argument(
        "--note", action="store_true", help="note that the account was compared; needs both lists"
    )
    _add_now(verb)


def _card(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", type=Path, metavar="FILE")
    verb.add_argument("--take", action="store_true", help="record it; without it, it is shown")


def _nothing(_verb: argparse.ArgumentParser) -> None:
    """Add no arguments."""


def _add_order(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("number", type=values.identifier_of(ORDER_NUMBER), metavar="NUMBER")
    _add_account(verb)


def _add_account(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--account", type=values.identifier_of(ACCOUNT_UID), metavar="UID")


def _add_now(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--now", type=values.instant, metavar="INSTANT", help="answer as of this time (UTC)"
    )


def _yuan_or_import(text: str) -> int | str:
    return RECEIPT_IMPORT if text == RECEIPT_IMPORT else values.yuan(text)


VERBS: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], Any]], ...] = (
    ("import", "import a file of orders, or LinkDue's own JSON", _import),
    ("due", "list the orders to associate, by deadline", _due),
    ("explain", "explain one order's status, with every rule behind it", _explain),
    ("gate", "check whether this account may order now", _gate),
    ("associate", "mark an order as associated, once the console shows it", _associate),
    ("compare", "compare an account's orders with the console's two lists", _compare),
    ("cashback", "show what cashback was promised, what came, and what is lost", _cashback),
    ("remind", "announce what is due, once; this is what the schedule runs", _remind),
    ("receipt", "log cashback that came and match it to orders, or list what came", _receipt),
    ("statement", "write the statement a partner fills in, or take it in", _statement),
    ("evidence", "keep screenshots and PDF files as evidence, list, void or check them", _evidence),
    ("export", "export everything to a file (.ics: the deadlines)", _export),
    ("request", "print the request for a project number; it is sent by you", _request),
    ("report", "show or save what a month brought, or the pack for a dispute", _report),
    ("card", "show a partner's card, or record what it says", _card),
    ("backup", "make a backup and check it", _backup),
    ("restore", "restore a backup in place of the current data; can be undone", _restore),
    ("check", "check the whole data file", _nothing),
    ("smoke", "check that the program itself is complete", _nothing),
)
