"""Drives the real program through the whole journey and keeps a picture of every screen.

    dev.py tour [--scale 2]      pictures in build/tour/, in both languages and colour schemes
    dev.py tour --docs           renews the pictures that the README shows

It is offscreen and needs no screen. The clock stands still at a quiet evening with a deadline, so that
the pictures are the same each time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import make_application
from desktop.desk import BackupActs, DatabaseProblem, Desk, ProblemKind, Reason
from desktop.domain.model import (
    Account,
    Billing,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    Window,
)
from desktop.domain.views import Query, View
from desktop.exchange.order_rows import titles
from desktop.journey.steps import Step
from desktop.rescue import Rescue
from desktop.ui.backups.restore_dialog import RestoreDialog
from desktop.ui.context import Context
from desktop.ui.help.page import HelpPage
from desktop.ui.kit.ticker import Ticker
from desktop.ui.orders.associate_guide import AssociateGuide
from desktop.ui.orders.order_dialog import OrderDialog
from desktop.ui.orders.page import OrdersPage
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.recovery_window import RecoveryWindow, Ways
from desktop.ui.theme.theme import Scheme, Theme
from desktop.ui.wizard.wizard import JourneyWizard
from desktop.wording.language import LANGUAGES, set_language

ROOT = Path(__file__).resolve().parent.parent

OUT = ROOT / "build" / "tour"
DOCS = ROOT / "docs" / "pictures"
IN_DOCS = ("home", "orders-all", "import-rows", "wizard-gate", "wizard-countdown")
NOW = datetime(2026, 11, 30, 12, 48, tzinfo=UTC)
ACCOUNT, OTHER, NEW = "1000000000000001", "1000000000000002", "1000000000000003"


def main(arguments: list[str]) -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="dev.py tour")
    parser.add_argument("--scale", default="1", help="device pixels a pixel, such as 2")
    parser.add_argument("--font", type=float, default=1.0, help="size of texts, such as 2")
    parser.add_argument("--docs", action="store_true", help="renew the README's pictures, too")
    call = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = call.scale
    os.environ["TZ"] = "Asia/Shanghai"  # as most users see it
    if hasattr(time, "tzset"):
        time.tzset()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    count = sum(1 for _picture in take_pictures(call.font))
    print(f"{count} pictures in {OUT.relative_to(ROOT).as_posix()}/")
    if call.docs:
        DOCS.mkdir(parents=True, exist_ok=True)
        for picture in sorted(OUT.glob("*.png")):
            if picture.name.startswith(IN_DOCS):
                shutil.copy(picture, DOCS)
    return 0


def take_pictures(font: float) -> Iterator[Path]:
    """Every screen, in both languages and colour schemes; the pictures' files."""
    application = make_application()
    theme = Theme(application)
    if font != 1:
        larger = application.font()
        larger.setPointSizeF(larger.pointSizeF() * font)
        application.setFont(larger)
    for language in LANGUAGES:
        set_language(language)
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.apply(scheme)
            with tempfile.TemporaryDirectory() as folder:
                yield from _journey(Path(folder), f"{language}-{scheme.value}")
                yield from _window(Path(folder), f"{language}-{scheme.value}")


def _journey(folder: Path, look: str) -> Iterator[Path]:
    """The wizard from an empty folder to the countdown, as a newcomer sees it."""
    desk = Desk.open(folder / "new", lambda: NOW)

    def page(step: Step, uid: str | None) -> Path:
        context = Context(desk, Ticker(desk.clock))
        wizard = JourneyWizard(context, uid, step, None)
        wizard.show()
        QApplication.processEvents()
        picture = _grab(wizard, f"wizard-{step.name.lower()}-{look}")
        wizard.close()
        context.ticker.set_active(False)
        return picture

    yield page(Step.ACCOUNT, None)
    name = "杭州示例科技" if look.startswith("zh") else "Example Trading"
    desk.save_account(Account(uid=ACCOUNT, name=name, window=Window.MONTH, window_checked_at=NOW))
    yield page(Step.REQUEST, ACCOUNT)
    sent = desk.send_request(Project(account=ACCOUNT, partner="示例伙伴", title="网店"), "…")
    yield page(Step.NUMBER, ACCOUNT)
    made = NOW - timedelta(days=28, hours=3)
    desk.save_project(
        Project(
            key=sent.key,
            account=ACCOUNT,
            number="202611020421",
            status=ProjectStatus.ACTIVE,
            partner="示例伙伴",
            created_at=made,
            cashback_rate=Decimal("0.05"),
        )
    )
    yield page(Step.GATE, ACCOUNT)
    _log(desk, "236414227150922", "ecs", hours=30)
    yield page(Step.ORDERS, ACCOUNT)
    yield page(Step.COUNTDOWN, ACCOUNT)
    desk.close()


def _window(folder: Path, look: str) -> Iterator[Path]:
    """Every page of the window with orders in every state, and the dialogs."""
    desk = Desk.open(folder / "full", lambda: NOW)
    context = Context(desk, Ticker(desk.clock))
    window = MainWindow(context)
    window.resize(1200, 760)
    window.show()
    QApplication.processEvents()
    yield _grab(window, f"welcome-{look}")
    _fill(desk, chinese=look.startswith("zh"))
    context.keeper.list()
    context.changed.emit()
    _wait()
    for page in ("home", "gate", "projects", "settings", "help"):
        window.show_page(page)
        QApplication.processEvents()
        yield _grab(window, f"{page}-{look}")
    yield from _backups(context, window, look)
    yield from _about(window, look)
    yield from _orders(window, look)
    yield from _imports(window, folder, look)
    dialog = OrderDialog(context, parent=window)
    dialog.show()
    dialog.form.read()
    QApplication.processEvents()
    yield _grab(dialog, f"order-form-{look}")
    dialog.close()
    window.close()
    desk.close()
    yield from _recovery(desk.store.path, look)


def _back_up(desk: Desk) -> None:
    """Backups of three days, and an order more since the last."""
    for hours, reason in ((50, Reason.CHANGES), (26, Reason.IMPORT), (2, Reason.START)):
        at = NOW - timedelta(hours=hours)
        BackupActs(desk.store, lambda at=at: at).take(reason)  # type: ignore[misc]


def _backups(context: Context, window: MainWindow, look: str) -> Iterator[Path]:
    """The end of the home screen with its line on backups, and the backups to restore."""
    window.show_page("home")
    bar = window.pages["home"].verticalScrollBar()  # type: ignore[attr-defined]
    bar.setValue(bar.maximum())
    yield _grab(window, f"home-end-{look}")
    dialog = RestoreDialog.in_window(context, window)
    dialog.show()
    _wait()
    yield _grab(dialog, f"restore-{look}")
    dialog.close()


def _about(window: MainWindow, look: str) -> Iterator[Path]:
    """The last section of the help, and the licences."""
    page = window.pages["help"]
    if not isinstance(page, HelpPage):
        raise TypeError("the help")
    page.show_section(page.about)
    QApplication.processEvents()
    yield _grab(window, f"about-{look}")
    licences = page.about.show_licences()
    yield _grab(licences, f"licences-{look}")
    licences.close()


def _recovery(path: Path, look: str) -> Iterator[Path]:
    """What stands in the window's place when the data cannot be opened, and what could be saved."""
    rescue = Rescue(path.parent, lambda: NOW)
    ways = Ways(*(lambda: None for _way in range(4)))
    for kind in (ProblemKind.DAMAGED, ProblemKind.GONE, ProblemKind.STRAY_LOG, ProblemKind.LOCKED):
        window = RecoveryWindow(DatabaseProblem(kind, path, "detail"), rescue, ways)
        window.show()
        yield _grab(window, f"recovery-{kind.value}-{look}")
        if kind is ProblemKind.DAMAGED:
            data = bytearray(path.read_bytes())
            data[8192:40_000] = bytes(40_000 - 8192)
            path.write_bytes(data)
            window.salvage()
            yield _grab(window, f"recovery-saving-{look}")
            until = time.monotonic() + 20
            while "use" not in window.buttons and time.monotonic() < until:
                QApplication.processEvents()
            yield _grab(window, f"recovery-saved-{look}")
        window.close()


def _orders(window: MainWindow, look: str) -> Iterator[Path]:
    """The page of orders in some of its views, and the guide through the console."""
    queries = {"open": Query(), "all": Query(View.ALL), "missed": Query(View.MISSED)}
    queries["nothing"] = Query(View.BIN)
    for name, query in queries.items():
        window.show_orders(query)
        _wait()
        yield _grab(window, f"orders-{name}-{look}")
    window.show_orders(Query())
    _wait()
    page = window.pages["orders"]
    if not isinstance(page, OrdersPage):
        raise TypeError("the page of orders")
    page.actions_.guide()
    guide = window.guide
    if isinstance(guide, AssociateGuide):
        yield _grab(guide, f"guide-{look}")
        guide.show_refusal()
        yield _grab(guide, f"guide-refused-{look}")
        guide.close()


def _imports(window: MainWindow, folder: Path, look: str) -> Iterator[Path]:
    """What a file would bring: rows of every outcome, the columns to be changed, a refusal, work under way."""
    path = folder / ("订单列表.csv" if look.startswith("zh") else "order list.csv")
    path.write_text(_list_of_orders(chinese=look.startswith("zh")), "gb18030")
    for name, source in (("rows", path), ("refused", "hello"), ("account", _WITHOUT_ACCOUNT)):
        window.open_import(source)
        dialog = window.import_dialog
        if dialog is None:
            raise TypeError("the preview of an import")
        if name == "rows":
            yield _grab(dialog, f"import-reading-{look}")
        while dialog.importer.busy:
            QApplication.processEvents()
        dialog.preview.selectRow(0)
        yield _grab(dialog, f"import-{name}-{look}")
        if name == "rows":
            dialog.how.columns_button.click()
            yield _grab(dialog, f"import-columns-{look}")
        dialog.close()


def _list_of_orders(*, chinese: bool) -> str:
    """The console's list: new orders, known ones, one paid since, one in conflict, two damaged."""
    names = titles("zh_CN" if chinese else "en")
    kind, paid = ("新购", "已支付") if chinese else ("New", "Paid")
    places = (0, 1, 3, 4, 6, 7, 8, 9)
    rows = [
        (
            ACCOUNT,
            "236414227150922",
            "ecs",
            kind,
            paid,
            "2026-11-29 13:48:00",
            "2026-11-29 14:48:00",
            "2040.00",
        ),
        (
            ACCOUNT,
            "236414227150444",
            "slb",
            kind,
            paid,
            "2026-11-30 16:48:00",
            "2026-11-30 17:10:00",
            "2040.00",
        ),
        (
            ACCOUNT,
            "241559391310333",
            "waf",
            kind,
            paid,
            "2026-11-01 19:48:00",
            "2026-11-01 20:48:00",
            "1980.00",
        ),
        (ACCOUNT, "241559391310501", "rds", kind, paid, "2026-11-30 09:12:00", "", "3600.00"),
        (OTHER, "241559391310502", "oss", kind, paid, "2026-11-30 09:20:00", "", "118.80"),
        (ACCOUNT, "2.41559E+14", "cdn", kind, paid, "2026-11-30 09:31:00", "", "99.00"),
        (ACCOUNT, "241559391310504", "slb", kind, paid, "12/11/2026 10:00", "", "99.00"),
    ]
    lines = [",".join(names[place] for place in places)]
    lines += [",".join([*row[:6], row[6] or row[5], row[7]]) for row in rows]
    return "\n".join(lines)


_WITHOUT_ACCOUNT = "Order ID\tOrder Type\tOrder Status\tCreated At\n241559391310505\tNew\tPaid\t2026-11-30 10:00:00"


def _wait() -> None:
    """Until the orders were looked up."""
    until = time.monotonic() + 0.4
    while time.monotonic() < until:
        QApplication.processEvents()


def _fill(desk: Desk, *, chinese: bool) -> None:
    """Orders in every state, as after some months."""
    names = ("杭州示例科技", "宁波示例贸易", "新账号")
    if not chinese:
        names = ("Example Trading", "Example Software", "New account")
    windows = ((ACCOUNT, Window.MONTH), (OTHER, Window.UNKNOWN), (NEW, Window.UNKNOWN))
    for name, (uid, window) in zip(names, windows, strict=True):
        seen = None if window is Window.UNKNOWN else NOW - timedelta(days=20)
        desk.save_account(Account(uid=uid, name=name, window=window, window_checked_at=seen))
    for uid, number, days in ((ACCOUNT, "202611020421", 28), (OTHER, "202609090107", 83)):
        desk.save_project(
            Project(
                account=uid,
                number=number,
                status=ProjectStatus.ACTIVE,
                partner="示例伙伴",
                created_at=NOW - timedelta(days=days, hours=3),
                cashback_rate=Decimal("0.05"),
            )
        )
    _log(desk, "236414227150922", "ecs", hours=30)
    _log(desk, "237258627070169", "cas", hours=2, window=Window.UNKNOWN, payable=164000)
    _log(desk, "209335720330622", "rds", hours=3, account=OTHER, window=Window.MONTH)
    _log(desk, "233501558440169", "oss", hours=5, kind="Renew", parent="236414227150311")
    _log(desk, "241559391310333", "waf", hours=24 * 29)
    _back_up(desk)
    _log(desk, "241559391310412", "ecs", hours=24 * 40, account=OTHER, window=Window.DAY)
    _log(desk, "236414227150444", "slb", hours=3, status=OrderStatus.UNPAID)
    done = {"project": "202611020421", "associated_at": NOW - timedelta(days=5)}
    _log(desk, "236414227150311", "cdn", hours=24 * 5, **done)


def _log(desk: Desk, number: str, product: str, *, hours: int, **facts: object) -> None:
    """Log an order paid some hours ago, created an hour before that."""
    unpaid = facts.get("status") is OrderStatus.UNPAID
    order: dict[str, object] = {
        "account": ACCOUNT,
        "number": number,
        "product": product,
        "kind": "New",
        "billing": Billing.PREPAID,
        "status": OrderStatus.PAID,
        "created_at": NOW - timedelta(hours=hours + 1),
        "paid_at": None if unpaid else NOW - timedelta(hours=hours),
        "payable": 204000,
    }
    desk.save_order(Order(**(order | facts)))  # type: ignore[arg-type]


def _grab(screen: QWidget, name: str) -> Path:
    """Paint a screen into a file."""
    QApplication.processEvents()
    path = OUT / f"{name}.png"
    if not screen.grab().save(str(path)):
        raise OSError(f"{path} could not be written")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
