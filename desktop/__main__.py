"""The program's entry point: runs the window or a verb; imports nothing heavy before it decides."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import IS_RUNNING, OPEN_NOTE, READ_SPREADSHEET
from desktop.base.storage import CARD_FILE_ENDING, FILE_NAME, TRANSFER_FILE_ENDING

if TYPE_CHECKING:
    from desktop.base.paper_document import PaperDocument
    from desktop.exchange.formats.qr_code import QrCode

_WINDOW_OPTIONS = ("--data-dir", "--lang")


_INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells count it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; Ctrl+C ends it without a message."""
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    if arguments == [READ_SPREADSHEET]:
        from desktop.exchange.document.spreadsheet_process import main as read

        return read()
    if arguments == [IS_RUNNING]:
        from desktop.system.open_windows import main as report_windows

        return report_windows()
    before, link = _without_link(arguments)
    if link is not None:
        return _follow_link(before, link)
    transfer_file, others = _without_transfer_file(arguments)
    if _only_window(others):
        return _window_with(others, transfer_file)
    return _run_verb(arguments)


def _without_link(arguments: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """Split off the link of a notification that was clicked or snoozed; None if there is none.

    Any web page can make the system start the program with a link, so further arguments are
    ignored.
    """
    if OPEN_NOTE not in arguments:
        return arguments, None
    at = arguments.index(OPEN_NOTE)
    if not _only_window(arguments[:at]):
        return arguments, None
    return arguments[:at], "".join(arguments[at + 1 : at + 2])


def _follow_link(arguments: Sequence[str], link: str) -> int:
    """Snooze the subject of a link without a window, or open the window on that subject."""
    from desktop.system.notifications.link import key_of, later_of

    text = later_of(link)
    if text is None:
        return _window_with(arguments, None, key_of(link) or "")
    from desktop.cli.notification_button import snooze_notification
    from desktop.services.later_target import LaterTarget

    target = LaterTarget.of(text)
    chosen = dict(zip(arguments[::2], arguments[1::2], strict=True)).get("--data-dir")
    if snooze_notification(data_folder(None if chosen is None else Path(chosen)), target):
        return 0
    return _window_with(arguments, None, target.name)


def _without_transfer_file(arguments: Sequence[str]) -> tuple[Path | None, Sequence[str]]:
    """Split off the transfer file or partner's card given as the last argument (double click)."""
    last = arguments[-1] if len(arguments) % 2 else ""
    if last.startswith("-") or not last.lower().endswith((TRANSFER_FILE_ENDING, CARD_FILE_ENDING)):
        return None, arguments
    return Path(last).absolute(), arguments[:-1]


def _only_window(arguments: Sequence[str]) -> bool:
    """Return whether there are only options of the window, so that argparse is not needed."""
    if len(arguments) % 2:
        return False
    if "--lang" in arguments[::2] and not {"zh_CN", "en"} & set(arguments[1::2]):
        return False
    return all(name in _WINDOW_OPTIONS for name in arguments[::2])


def _window_with(
    arguments: Sequence[str], transfer_file: Path | None = None, note: str = ""
) -> int:
    """Open the window with its options, and a transfer file or notification to show."""
    options = dict(zip(arguments[::2], arguments[1::2], strict=True))
    chosen = options.get("--data-dir")
    folder = None if chosen is None else Path(chosen)
    return _window(folder, options.get("--lang"), transfer_file, note)


def _window(
    data_dir: Path | None,
    language: str | None,
    transfer_file: Path | None = None,
    note: str = "",
) -> int:
    gc.disable()  # until the first frame: objects made up to then live on anyway
    from desktop.system.qt_signatures import defer_signatures

    defer_signatures()
    from desktop.app import run_window

    return run_window(data_folder(data_dir), language, transfer_file, note)


def _run_verb(arguments: Sequence[str]) -> int:
    from desktop.cli.arguments import parse
    from desktop.wording.i18n import set_language, system_language

    _use_utf8()  # first: an error message about the arguments quotes them
    call = parse(arguments)
    if call.verb is None:
        return _window(call.data_dir, call.lang)
    if call.verb == "smoke":
        from desktop.system.qt_signatures import defer_signatures

        defer_signatures()
        from desktop.self_check.run import run_self_check

        return run_self_check()  # before the language is set: its files may be missing
    set_language(call.lang or system_language())
    from desktop.cli.pdf_writers import PdfWriters
    from desktop.cli.verbs import run

    return run(call, data_folder(call.data_dir), PdfWriters(_request_pdf, _document_pdf))


def _request_pdf(message: str, code: QrCode, language: str) -> bytes:
    from desktop.ui.projects.request_pdf import request_sheet, write_request_pdf

    _start_qt()
    return write_request_pdf(request_sheet(message, code, language))


def _document_pdf(document: PaperDocument) -> bytes:
    from desktop.ui.kit.paper_pdf import write_paper
    from desktop.wording.month_report import cell_text

    _start_qt()
    return write_paper(document, cell_text)


def _start_qt() -> None:
    """Start Qt without a screen, for PDFs; no other output of verbs needs Qt."""
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from desktop.app import make_application
    from desktop.ui.theme.theme import Theme

    application = QApplication.instance() or make_application()
    if isinstance(application, QApplication):
        Theme(application)


def data_folder(chosen: Path | None) -> Path:
    """Return the data folder: the chosen or default one, or the one that its note points to."""
    from desktop.system.relocation_note import resolve_folder

    return resolve_folder(_asked_folder(chosen), FILE_NAME)


def _asked_folder(chosen: Path | None) -> Path:
    if chosen is not None:
        return chosen.absolute()
    from desktop.system.paths import default_data_folder

    return default_data_folder()


def _use_utf8() -> None:
    """Write UTF-8 whatever the console's code page, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
