"""The checks of the parts that a package can lack: each part does one real task."""

from __future__ import annotations

import sys
import threading
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QPluginLoader, QSize
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QTextLayout
from PySide6.QtWidgets import QApplication

from desktop.about.build import this_build
from desktop.about.third_party import notices
from desktop.base.progress import CancelToken
from desktop.base.resources import resource
from desktop.domain.catalogue import catalogue
from desktop.domain.programme import load
from desktop.domain.views import Query, View
from desktop.exchange.document.spreadsheet import read_rows
from desktop.exchange.formats.qr_code import make_code, write_png
from desktop.forms.check_phrase import find_phrase
from desktop.forms.wizard_steps import Request
from desktop.self_check.fixture import ORDER, PROJECT, UID, Fixture, expect
from desktop.self_check.qt_plugins import QT_PLUGINS
from desktop.system.single_instance import SingleInstance
from desktop.ui.help.texts import sections
from desktop.ui.orders.list_pdf import PrintedColumn, write_pdf
from desktop.ui.projects.request_pdf import request_sheet, write_request_pdf
from desktop.ui.shell.qt_translation import QtTranslation
from desktop.ui.theme.icon import app_icon
from desktop.wording.calendar import describe
from desktop.wording.i18n import LANGUAGES, _, set_language
from desktop.wording.records.request import compose

_MINIMUM_PRODUCTS = 50
_DRAWINGS = ("linkdue", "check-dark", "check-light")
_ICON = 256
"""Pixels: much larger than the size in the SVG files, so that a scaled-up raster would show."""
_BEIJING_OFFSET = timedelta(hours=8)
_TRIES_LIMIT = 10
"""How often at most the second start asks the first one to raise its window."""


def rules(fixture: Fixture) -> None:
    """Load the programme and the catalogue of products, and assess an order."""
    load(resource("programme.toml"))
    expect(len(catalogue()) >= _MINIMUM_PRODUCTS, "the catalogue of products is not complete")
    assessment = fixture.workspace.assess(fixture.workspace.book().orders[UID, ORDER])
    expect(assessment.project == PROJECT, "the order was not judged by its project")


def words(fixture: Fixture) -> None:
    """Load the texts in both languages: the program's, Qt's, the help and the request."""
    qt_translation = QtTranslation(fixture.application)
    found = {}
    for language in LANGUAGES:
        set_language(language)
        qt_translation.set_language(language)
        found[language] = (_("Settings"), QCoreApplication.translate("QPlatformTheme", "Cancel"))
        expect(sections(language), f"there is no help in {language}")
        expect("______" in compose(Request(UID), language), f"there is no request in {language}")
    expect(found["zh_CN"] == ("设置", "取消"), f"Chinese says {found['zh_CN']}")
    expect(found["en"] == ("Settings", "Cancel"), f"English says {found['en']}")


def about(fixture: Fixture) -> None:
    """Check that every third-party notice has its text, and that a package knows its age."""
    lacking = [notice.name for notice in notices() if not notice.text.strip()]
    expect(not lacking, f"there is no licence of {lacking}")
    expect(this_build().made or not _is_frozen(), "the day it was made is not in it")


def records(fixture: Fixture) -> None:
    """Check the data file that the migrations made, and search in it."""
    report = fixture.workspace.check()
    expect(report.ok, f"the data file is not sound: {report.problems}")
    query, now = Query(View.ALL, ORDER[3:8]), fixture.workspace.clock()
    search = fixture.workspace.order_search()
    try:
        found = search.find(1, query, now, 0, CancelToken()).count
    finally:
        search.close()
    expect(found == 1, f"the search found {found} of one order")


def spreadsheets(fixture: Fixture) -> None:
    """Write a spreadsheet, and read it in a separate process, as the program does."""
    file = fixture.folder / "orders.xlsx"
    fixture.workspace.files.export(file, "en")
    rows = read_rows(file.read_bytes())
    expect(any(ORDER in row for row in rows), "the spreadsheet does not come back")


def calendar(fixture: Fixture) -> None:
    """Write deadlines into a calendar, with their alarms."""
    file = fixture.folder / "orders.ics"
    fixture.workspace.files.export(file, "en", describe)
    text = file.read_text("utf-8")
    expect("BEGIN:VEVENT" in text and "BEGIN:VALARM" in text, "the calendar is empty")


def paper(fixture: Fixture) -> None:
    """Write a list as a PDF with an embedded font."""
    pdf = write_pdf("关联管家", "", [PrintedColumn("订单", 1)], [[ORDER]])
    expect(pdf.startswith(b"%PDF") and b"/FontFile" in pdf, "the PDF has no font")


def packet(fixture: Fixture) -> None:
    """Write a request in both languages: its check phrase, QR code and PDF."""
    for language in LANGUAGES:
        message = compose(Request(UID, "冒烟测试", "网店"), language)
        expect(find_phrase(message), f"a request in {language} has no check phrase")
        code = make_code(message)
        expect(write_png(code).startswith(b"\x89PNG"), "the code is no picture")
        pdf = write_request_pdf(request_sheet(message, code, language))
        expect(pdf.startswith(b"%PDF"), "the request is not on paper")


def time_zones(fixture: Fixture) -> None:
    """Load a time zone from the package, ignoring those of the system."""
    system = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    try:
        zone = zoneinfo.ZoneInfo.no_cache("Asia/Shanghai")
    except zoneinfo.ZoneInfoNotFoundError:
        expect(False, "there are no time zones")
    else:
        offset = datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset()
        expect(offset == _BEIJING_OFFSET, f"Beijing time is off by {offset}")
    finally:
        zoneinfo.reset_tzpath(to=system)


def fonts(fixture: Fixture) -> None:
    """Lay out Chinese text: a missing character is glyph 0, or a box if there is no font at all."""
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    expect(chinese, "no font says that it has Chinese")
    layout = QTextLayout("关联管家：还剩 3 小时", QFont())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    expect(glyphs and all(glyphs), "no font has Chinese characters")


def icons(fixture: Fixture) -> None:
    """Render icons larger than their nominal size."""
    expect(not app_icon().isNull(), "the program's mark is not drawn")
    for name in _DRAWINGS:
        icon = QIcon(str(resource(f"icons/{name}.svg")))
        size = icon.pixmap(QSize(_ICON, _ICON), 1.0).size()
        expect(size == QSize(_ICON, _ICON), f"{name} was drawn at {size.width()} pixels")


def one_window(fixture: Fixture) -> None:
    """Have a second start raise the window of the first one.

    In one process the second never receives the first's answer, because it holds the GIL while it
    waits; so it asks until the first has received the request.
    """
    first, second = (SingleInstance(fixture.folder) for _copy in range(2))
    raised: list[bool] = []
    expect(first.claim(), "the data folder cannot be claimed")
    first.listen(lambda: raised.append(True))

    def ask() -> None:
        for _time in range(_TRIES_LIMIT):
            if raised or second.raise_first(tries=1):
                return

    asking = threading.Thread(target=ask)
    asking.start()
    while asking.is_alive():
        QApplication.processEvents()
        asking.join(0.01)
    first.release()
    expect(raised, "a second start does not reach the first")


def signatures(fixture: Fixture) -> None:
    """Call Qt with a wrong argument: the error message needs modules that PySide loads lazily."""
    call: Callable[..., None] = fixture.application.setApplicationName
    message = ""
    try:
        call(0)
    except TypeError as problem:
        message = str(problem)
    expect("(application: str, /)" in message, f"a wrong call of Qt says “{message}”")


def plugins(fixture: Fixture) -> None:
    """Load each of Qt's plugins that a package must contain, and name all that fail.

    Not checked in a checkout, where the plugins are those of the installed PySide.
    """
    if _is_frozen():
        problems = [*_plugin_problems()]
        expect(not problems, "; ".join(problems))


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _plugin_problems() -> Iterator[str]:
    """Yield the problem of each of Qt's plugins that is missing or cannot be loaded."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    for kind, names in QT_PLUGINS[sys.platform].items():
        for name in sorted(names):
            files = list((folder / kind).glob(f"*{name}.*"))
            loader = QPluginLoader(str(files[0])) if files else None
            if loader is None:
                yield f"Qt's plugin {kind}/{name} is not there"
            elif not loader.load():
                yield f"{files[0].name}: {loader.errorString()}"


PARTS: tuple[Callable[[Fixture], None], ...] = (
    rules,
    words,
    about,
    records,
    spreadsheets,
    calendar,
    paper,
    packet,
    time_zones,
    fonts,
    icons,
    one_window,
    signatures,
    plugins,
)
