"""What goes into the store comes out of it, whole, and an act is all or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.desk import DatabaseProblem, Desk, ProblemKind
from desktop.domain.model import (
    Account,
    Billing,
    Cashback,
    Order,
    OrderStatus,
    Partner,
    Project,
    ProjectStatus,
    Window,
)
from desktop.domain.programme import Programme
from desktop.records import database
from desktop.records.store import DuplicateRecord, Store
from tests.conftest import FakeClock

UID = "1000000000000001"
OTHER = "1000000000000002"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
instants = st.datetimes(
    datetime(1992, 1, 2),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2099, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(microsecond=0))
rates = st.decimals(0, 1, places=6)
fen = st.integers(-(10**13), 10**13)
maybe = st.none


def order(number: str = "236414227150001", **facts: object) -> Order:
    """An order of the first account."""
    base: dict[str, object] = {
        "account": UID,
        "number": number,
        "kind": "New",
        "billing": Billing.PREPAID,
        "status": OrderStatus.PAID,
        "created_at": NOW,
    }
    return Order(**(base | facts))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_record_comes_back_as_it_was(data: st.DataObject, desk: Desk) -> None:
    """A lost second, a rounded rate or a mangled character is data lost."""
    draw = data.draw
    account = Account(
        uid=f"{10**15 + len(desk.book().accounts)}",
        name=draw(texts),
        window=draw(st.sampled_from(Window)),
        window_checked_at=draw(maybe() | instants),
        note=draw(texts),
    )
    partner_name = draw(texts.filter(lambda text: bool(text.strip())))
    project = Project(
        account=account.uid,
        number=draw(maybe() | st.from_regex(r"[0-9]{6,20}", fullmatch=True)),
        title=draw(texts),
        partner=draw(maybe() | st.just(partner_name)),
        status=draw(st.sampled_from(ProjectStatus)),
        requested_at=draw(maybe() | instants),
        created_at=draw(maybe() | instants),
        created_assumed=draw(st.booleans()),
        valid_until=draw(maybe() | instants),
        cashback_rate=draw(maybe() | rates),
        product_rates=draw(st.dictionaries(texts, rates, max_size=3)),
        request_text=draw(texts),
        note=draw(texts),
    )
    logged = order(
        account=account.uid,
        kind=draw(texts),
        billing=draw(st.sampled_from(Billing)),
        status=draw(st.sampled_from(OrderStatus)),
        created_at=draw(instants),
        product=draw(maybe() | texts),
        title=draw(texts),
        paid_at=draw(maybe() | instants),
        payable=draw(maybe() | fen),
        cash_paid=draw(maybe() | fen),
        parent=draw(maybe() | texts),
        project=draw(maybe() | texts),
        window=draw(maybe() | st.sampled_from(Window)),
        associated_at=draw(maybe() | instants),
        note=draw(texts),
    )
    receipt = Cashback(
        account=account.uid,
        order=draw(texts),
        received_at=draw(instants),
        amount=draw(fen),
        note=draw(texts),
    )
    with desk.store.act("test") as act:
        act.save(account)
        act.save(project)
        act.save(logged)
        act.save(receipt)
    book = desk.book()
    assert book.accounts[account.uid] == account
    assert book.projects[-1] == project
    assert book.orders[account.uid, logged.number] == logged
    assert book.cashback[-1] == receipt
    if project.partner is not None:
        assert project.partner in {partner.name for partner in book.partners}


def test_an_identity_is_recorded_once(desk: Desk) -> None:
    """Two records of one order would give two countdowns and count its cashback twice."""
    desk.save_account(Account(uid=UID))
    desk.save_account(Account(uid=OTHER))
    desk.save_order(order())
    desk.save_project(Project(account=UID, number="202609010001"))
    desk.save_partner(Partner(name="P"))
    doubles: tuple[Any, ...] = (
        Account(uid=UID, name="again"),
        order(note="again"),
        Project(account=UID, number="202609010001", title="again"),
        Partner(name="P", note="again"),
    )
    before = desk.book()
    for double in doubles:
        with pytest.raises(DuplicateRecord), desk.store.act("test") as act:
            act.save(double)
    desk.save_order(order(account=OTHER))
    desk.save_project(Project(account=OTHER, number="202609010001"))
    assert len(desk.book().orders) == len(before.orders) + 1


def test_a_corrected_uid_keeps_what_belongs_to_the_account(desk: Desk) -> None:
    """A typing mistake in the UID must not cost the orders."""
    account = desk.save_account(Account(uid=UID, name="A"))
    desk.save_order(order())
    desk.save_account(replace(account, uid=OTHER))
    assert [o.account for o in desk.book().orders.values()] == [OTHER]


def test_a_corrected_project_number_is_followed_by_its_orders(desk: Desk) -> None:
    """Otherwise the orders would name a project that nobody recorded, and lose their verdict."""
    desk.save_account(Account(uid=UID))
    project = desk.save_project(Project(account=UID, number="202609010001"))
    desk.save_order(order(project="202609010001"))
    desk.save_project(replace(project, number="202609010002"))
    assert [o.project for o in desk.book().orders.values()] == ["202609010002"]
    desk.undo()
    assert [o.project for o in desk.book().orders.values()] == ["202609010001"]


def test_an_act_that_fails_leaves_nothing(desk: Desk) -> None:
    """Half an import is worse than none."""
    desk.save_account(Account(uid=UID))
    before = len(desk.store.history(100))

    def failing() -> None:
        with desk.store.act("test") as act:
            act.save(order())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert desk.book().orders == {}
    assert len(desk.store.history(100)) == before


def test_an_act_that_changes_nothing_is_no_act(desk: Desk) -> None:
    """Undo would otherwise seem to do nothing."""
    account = desk.save_account(Account(uid=UID))
    before = desk.store.history(100)
    desk.save_account(account)
    assert desk.store.history(100) == before


def test_answers_drafts_and_settings_are_kept(desk: Desk) -> None:
    """What was half-typed, answered or chosen is there after a restart."""
    account = desk.save_account(Account(uid=UID))
    desk.answer(account, "ram-permission", True)
    desk.answer(account, "affiliate", False)
    desk.save_draft("form", {"number": "23", "ü": "关联"})
    desk.set_setting("theme", "dark")
    folder = desk.store.path.parent
    again = Desk.open(folder, desk.clock)
    assert again.answers(account) == {"ram-permission": True, "affiliate": False}
    assert again.draft("form") == {"number": "23", "ü": "关联"}
    assert again.setting("theme") == "dark"
    again.answer(account, "affiliate", None)
    again.drop_draft("form")
    assert again.answers(account) == {"ram-permission": True}
    assert again.draft("form") == {}
    again.close()


def test_another_writer_is_noticed_and_waited_for(desk: Desk, clock: FakeClock) -> None:
    """The command line writes while the window is open: neither may lose, and the window must know."""
    desk.book()
    other = Desk.open(desk.store.path.parent, clock)
    other.save_account(Account(uid=UID))
    assert desk.stale()
    assert list(desk.book().accounts) == [UID]
    other.close()


def test_a_lock_that_is_not_given_back_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for ever for another program would look like a crash."""
    blocker = sqlite3.connect(desk.store.path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    desk.store._connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(DatabaseProblem) as caught:
        desk.save_account(Account(uid=UID))
    assert caught.value.kind is ProblemKind.LOCKED
    blocker.execute("ROLLBACK")
    blocker.close()
    desk.save_account(Account(uid=UID))


def test_reading_does_not_wait_for_what_writes(desk: Desk) -> None:
    """Loading sqlite-utils would cost a third of the program's start."""
    desk.save_account(Account(uid=UID))
    code = (
        "import sys; from pathlib import Path; from desktop.desk import Desk; "
        f"desk = Desk.open(Path({str(desk.store.path.parent)!r})); "
        "assert len(desk.book().accounts) == 1; "
        "print([name for name in sys.modules if name.startswith(('sqlite_utils', 'PySide6'))])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_schema_refuses_what_does_not_belong(desk: Desk) -> None:
    """Strict tables and the authorizer keep mistakes of tomorrow's code out of today's data."""
    desk.save_account(Account(uid=UID))
    connection = desk.store._connection
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO cashback (account_id, order_number, received_at, amount) "
            "VALUES (1, '1', '2026-09-10T04:00:00Z', 'ten')"
        )
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO cashback (account_id, order_number, received_at, amount) "
            "VALUES (99, '1', '2026-09-10T04:00:00Z', 10)"
        )
    for statement in ("CREATE TABLE stray (x)", "DROP TABLE orders", "ATTACH ':memory:' AS other"):
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            connection.execute(statement)


def test_durable_settings_are_on(desk: Desk) -> None:
    """Without them, a power cut takes acknowledged acts away."""
    connection = desk.store._connection
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_check_finds_damage(desk: Desk, programme: Programme) -> None:
    """`check` is what somebody runs who is in doubt: it must not say yes to a broken file."""
    desk.save_account(Account(uid=UID))
    for number in range(200):
        desk.save_order(order(f"{236414227150000 + number}", note="x" * 500))
    assert desk.check().ok
    assert desk.check().rows["orders"] == 200
    path = desk.store.path
    desk.close()
    data = bytearray(path.read_bytes())
    data[40 * 4096 + 100 : 40 * 4096 + 900] = b"\xff" * 800
    path.write_bytes(data)
    damaged = Store.open(path.parent, FakeClock())
    assert not damaged.check().ok
    damaged.close()
    assert path.name == database.FILE_NAME


def test_rates_keep_their_digits(desk: Desk) -> None:
    """0.05 must not come back as 0.05000000000000000277."""
    desk.save_account(Account(uid=UID))
    desk.save_project(Project(account=UID, cashback_rate=Decimal("0.05")))
    assert str(desk.book().projects[0].cashback_rate) == "0.05"
