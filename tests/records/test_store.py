"""The store returns every record unchanged, and an action is all or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.base.storage import FILE_NAME, StorageError, StorageErrorKind
from desktop.domain.journal import DuplicateRecord
from desktop.domain.model import Billing, InvalidRecord, Order, OrderStatus, ProjectStatus, Window
from desktop.domain.programme import Programme
from desktop.records.store import Store
from desktop.services.workspace import Workspace
from tests.builders import (
    ORDER_NUMBER,
    OTHER_UID,
    UID,
    make_account,
    make_answer,
    make_cashback,
    make_order,
    make_partner,
    make_project,
)
from tests.conftest import PROGRAMME, FakeClock, open_store
from tests.sql import run_sql

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


def order(number: str = ORDER_NUMBER, **fields: object) -> Order:
    """Return an order of the first account, created at `NOW`."""
    return make_order(number=number, **({"created_at": NOW} | fields))


def drawn(draw: Callable[[st.SearchStrategy], Any], uid: str, partner: str) -> tuple[Any, ...]:
    """Draw one record of every type, of the account `uid`, with any valid facts."""
    return (
        make_account(
            uid=uid,
            name=draw(texts),
            window=draw(st.sampled_from(Window)),
            window_checked_at=draw(maybe() | instants),
            note=draw(texts),
        ),
        make_partner(name=partner + draw(texts), contact=draw(texts), note=draw(texts)),
        make_project(
            account=uid,
            number=draw(maybe() | st.from_regex(r"[0-9]{6,20}", fullmatch=True)),
            title=draw(texts),
            partner=draw(maybe() | texts.map(lambda text: f"+{text}")),
            status=draw(st.sampled_from(ProjectStatus)),
            copied_at=draw(maybe() | instants),
            requested_at=draw(maybe() | instants),
            answered_at=draw(maybe() | instants),
            created_at=draw(maybe() | instants),
            created_assumed=draw(st.booleans()),
            valid_until=draw(maybe() | instants),
            cashback_rate=draw(maybe() | rates),
            product_rates=draw(st.dictionaries(texts, rates, max_size=3)),
            request_text=draw(texts),
            note=draw(texts),
        ),
        order(
            account=uid,
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
        ),
        make_cashback(
            account=uid,
            order=draw(texts),
            received_at=draw(instants),
            amount=draw(fen),
            note=draw(texts),
        ),
    )


def save_all(workspace: Workspace, *records: Any) -> list[Any]:
    """Save the records in one action."""
    with open_store(workspace) as store, store.transaction("test") as transaction:
        return [transaction.save(record) for record in records]


def of_each(workspace: Workspace, keys: Sequence[int | None]) -> tuple[Any, ...]:
    """Return the records with these keys: account, partner, project, order, cashback."""
    book = workspace.book()
    kept: tuple[Any, ...] = (
        book.accounts.values(),
        book.partners,
        book.projects,
        book.orders.values(),
        book.cashback,
    )
    return tuple(
        next(record for record in records if record.key == key)
        for records, key in zip(kept, keys, strict=True)
    )


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking in one store takes minutes
)
@given(data=st.data())
def test_every_record_is_read_back_unchanged(data: st.DataObject, workspace: Workspace) -> None:
    """A lost second, a rounded rate or a mangled character is data loss: new, corrected, undone."""
    count = len(workspace.book().accounts)
    uid = f"{10**15 + count}"
    first = drawn(data.draw, uid, f"{count} ")
    keys = [record.key for record in save_all(workspace, *first)]
    assert of_each(workspace, keys) == first
    second = drawn(data.draw, uid, f"{count} ")
    save_all(
        workspace, *(replace(record, key=key) for record, key in zip(second, keys, strict=True))
    )
    assert of_each(workspace, keys) == second
    names = {partner.name for partner in workspace.book().partners}
    assert {r.partner for r in (first[2], second[2]) if r.partner is not None} <= names
    if first != second:
        workspace.undo()
        assert of_each(workspace, keys) == first


@pytest.mark.parametrize(
    ("table", "taken", "free"),
    [
        ("accounts", make_account(), make_account(uid="1000000000000003")),
        ("orders", order(note="again"), order("236414227150002")),
        (
            "projects",
            make_project(number="202609010001", title="again"),
            make_project(number="202609010002"),
        ),
        ("partners", make_partner(note="again"), make_partner(name="Q")),
    ],
    ids=["account", "order", "project", "partner"],
)
def test_an_identity_is_recorded_once(
    table: str, taken: Any, free: Any, workspace: Workspace
) -> None:
    """Two records of one order would show two countdowns and count its cashback twice."""
    workspace.save_account(make_account())
    workspace.save_order(order())
    workspace.save_project(make_project(number="202609010001"))
    workspace.save_partner(make_partner())
    (free,) = save_all(workspace, free)
    history = workspace.history(100)
    before = workspace.book()
    for key in (None, free.key):  # a second one, and another one corrected to the same identity
        with pytest.raises(DuplicateRecord) as caught:
            save_all(workspace, make_partner(name="goes with the action"), replace(taken, key=key))
        assert caught.value.table == table
    after = workspace.book()
    assert (after.accounts, after.orders) == (before.accounts, before.orders)
    assert (after.projects, after.partners) == (before.projects, before.partners)
    assert workspace.history(100) == history


def test_another_account_may_use_the_same_numbers(workspace: Workspace) -> None:
    """Nobody guarantees that Alibaba's or a partner's numbers are unique between accounts."""
    for uid in (UID, OTHER_UID):
        workspace.save_account(make_account(uid=uid))
        workspace.save_order(order(account=uid))
        workspace.save_project(make_project(account=uid, number="202609010001"))
        workspace.save_project(make_project(account=uid))
        workspace.save_project(make_project(account=uid))
    assert list(workspace.book().orders) == [(UID, order().number), (OTHER_UID, order().number)]
    assert len(workspace.book().projects) == 6


def test_a_partner_that_is_only_named_is_recorded_once(workspace: Workspace) -> None:
    """Otherwise a project would lose its partner, or the list show the partner twice."""
    workspace.save_account(make_account())
    for title in ("one", "two"):
        workspace.save_project(make_project(title=title, partner="示例科技"))
    assert [p.name for p in workspace.book().partners] == ["示例科技"]
    assert {p.partner for p in workspace.book().projects} == {"示例科技"}
    renamed = replace(workspace.book().partners[0], name="示例云")
    workspace.save_partner(renamed)
    assert {p.partner for p in workspace.book().projects} == {"示例云"}


def test_what_belongs_to_nobody_is_refused(workspace: Workspace) -> None:
    """An order of an account that is not recorded could never be shown."""
    with pytest.raises(InvalidRecord) as caught:
        workspace.save_order(order())
    assert (caught.value.field, caught.value.problem) == ("account", "not-recorded")


def test_deleting_removes_one_record_only(workspace: Workspace) -> None:
    """Deleting a wrong order must not delete its neighbour, nor fail the second time."""
    workspace.save_account(make_account())
    wrong = workspace.save_order(order())
    workspace.save_order(order("236414227150002"))
    workspace.delete_order(wrong)
    assert [number for _, number in workspace.book().orders] == ["236414227150002"]
    history = workspace.history(100)
    workspace.delete_order(wrong)
    assert [number for _, number in workspace.book().orders] == ["236414227150002"]
    assert workspace.history(100) == history


def test_a_corrected_uid_keeps_what_belongs_to_the_account(workspace: Workspace) -> None:
    """A typing mistake in the UID must not cost the orders."""
    account = workspace.save_account(make_account(name="A"))
    workspace.save_order(order())
    workspace.save_account(replace(account, uid=OTHER_UID))
    assert [o.account for o in workspace.book().orders.values()] == [OTHER_UID]


def test_a_corrected_project_number_is_followed_by_its_orders(workspace: Workspace) -> None:
    """Otherwise the orders would name an unrecorded project, and lose their verdict."""
    workspace.save_account(make_account())
    project = workspace.save_project(make_project(number="202609010001"))
    workspace.save_order(order(project="202609010001"))
    workspace.save_project(replace(project, number="202609010002"))
    assert [o.project for o in workspace.book().orders.values()] == ["202609010002"]
    workspace.undo()
    assert [o.project for o in workspace.book().orders.values()] == ["202609010001"]


def test_only_the_account_s_own_orders_follow(workspace: Workspace) -> None:
    """Another account's orders name another project, even if its number is the same."""
    for uid in (UID, OTHER_UID):
        workspace.save_account(make_account(uid=uid))
        workspace.save_order(order(account=uid, project="202609010001"))
    workspace.save_order(order("236414227150002", project="202609010009"))
    project = workspace.save_project(make_project(number="202609010001"))
    workspace.save_project(replace(project, number="202609010002"))
    named = [o.project for o in workspace.book().orders.values()]
    assert named == ["202609010002", "202609010001", "202609010009"]


def test_an_action_that_fails_leaves_nothing(workspace: Workspace) -> None:
    """Half an import is worse than none."""
    workspace.save_account(make_account())
    before = len(workspace.history(100))

    def failing() -> None:
        with open_store(workspace) as store, store.transaction("test") as transaction:
            transaction.save(order())
            transaction.save(make_project(partner="P"))
            transaction.save(make_answer(item="affiliate"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    book = workspace.book()
    assert (dict(book.orders), book.projects, book.partners) == ({}, (), ())
    assert workspace.answers(book.accounts[UID]) == {}
    assert len(workspace.history(100)) == before
    workspace.save_order(order())
    assert len(workspace.book().orders) == 1


def test_an_action_that_changes_nothing_is_no_action(workspace: Workspace) -> None:
    """An undo would otherwise seem to do nothing."""
    account = workspace.save_account(make_account())
    before = workspace.history(100)
    workspace.save_account(account)
    assert workspace.history(100) == before


def test_answers_drafts_and_settings_are_kept(workspace: Workspace) -> None:
    """Half-typed input, answers and choices are there after a restart."""
    account = workspace.save_account(make_account())
    workspace.answer(account, "ram-permission", True)
    workspace.answer(account, "affiliate", False)
    workspace.save_draft("form", {"number": "23", "ü": "关联"})
    workspace.set_setting("theme", "dark")
    folder = workspace.folder
    again = Workspace.open(folder, workspace.clock)
    assert again.answers(account) == {"ram-permission": True, "affiliate": False}
    assert again.draft("form") == {"number": "23", "ü": "关联"}
    assert again.setting("theme") == "dark"
    again.answer(account, "affiliate", None)
    again.drop_draft("form")
    assert again.answers(account) == {"ram-permission": True}
    assert again.draft("form") == {}
    again.close()


def test_another_writer_is_noticed(workspace: Workspace, clock: FakeClock) -> None:
    """The command line writes while the window is open: nothing is lost, the window refreshes."""
    workspace.book()
    other = Workspace.open(workspace.folder, clock)
    account = other.save_account(make_account())
    assert workspace.stale()
    assert list(workspace.book().accounts) == [UID]
    for number in range(3):  # one after the other
        (workspace, other)[number % 2].save_order(order(f"{236414227150001 + number}"))
        assert len(workspace.book().orders) == len(other.book().orders) == number + 1
    workspace.undo()
    assert len(other.book().orders) == 2
    other.answer(account, "affiliate", True)
    assert workspace.answers(account) == {"affiliate": True}
    other.close()


def test_half_typed_input_does_not_read_the_book_again(workspace: Workspace) -> None:
    """Otherwise every key press would read and assess all records again."""
    book = workspace.book()
    workspace.save_draft("form", {"number": "2"})
    workspace.set_setting("theme", "dark")
    assert not workspace.stale()
    assert workspace.book() is book
    workspace.save_account(make_account())
    assert workspace.stale()


def test_another_program_that_writes_is_waited_for(workspace: Workspace) -> None:
    """An import at the command line must not make the window's “Save” fail."""
    workspace.save_account(make_account())
    writer = sqlite3.connect(workspace.data_file, isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE accounts SET note = 'theirs'")
    committing = threading.Timer(0.2, lambda: writer.execute("COMMIT"))
    committing.start()
    workspace.save_order(order())
    committing.join()
    writer.close()
    assert workspace.book().accounts[UID].note == "theirs"
    assert len(workspace.book().orders) == 1


def test_a_lock_that_is_not_given_back_is_reported(
    connections: list[sqlite3.Connection], workspace: Workspace
) -> None:
    """Waiting for ever for another program would look like a crash."""
    blocker = sqlite3.connect(workspace.data_file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    connections[0].execute("PRAGMA busy_timeout = 50")
    with pytest.raises(StorageError) as caught:
        workspace.save_account(make_account())
    assert caught.value.kind is StorageErrorKind.LOCKED
    assert workspace.book().accounts == {}  # reading works meanwhile
    blocker.execute("ROLLBACK")
    blocker.close()
    workspace.save_account(make_account())
    assert list(workspace.book().accounts) == [UID]


def test_reading_does_not_wait_for_what_writes(workspace: Workspace) -> None:
    """Loading sqlite-utils would cost a third of the program's start."""
    workspace.save_account(make_account())
    code = (
        "import sys; from pathlib import Path; from desktop.services.workspace import Workspace; "
        f"workspace = Workspace.open(Path({str(workspace.folder)!r})); "
        "assert len(workspace.book().accounts) == 1; "
        "print([name for name in sys.modules if name.startswith(('sqlite_utils', 'PySide6'))])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_schema_refuses_what_does_not_belong(
    connections: list[sqlite3.Connection], workspace: Workspace
) -> None:
    """Strict tables and the authorizer keep mistakes in later code out of the data."""
    workspace.save_account(make_account())
    [connection] = connections
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


def test_durable_settings_are_on(
    workspace: Workspace, connections: list[sqlite3.Connection]
) -> None:
    """Without them, a power cut loses acknowledged actions."""
    again = Workspace.open(workspace.folder, workspace.clock)  # not the file's first day
    [connection] = connections
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    again.close()


def test_a_check_finds_damage(workspace: Workspace, programme: Programme) -> None:
    """An unsure user runs `check`: it must not report a broken file as sound."""
    workspace.save_account(make_account())
    for number in range(200):
        workspace.save_order(order(f"{236414227150000 + number}", note="x" * 500))
    assert workspace.check().ok
    assert workspace.check().rows["orders"] == 200
    path = workspace.data_file
    workspace.close()
    data = bytearray(path.read_bytes())
    for page in range(60, 90):
        data[page * 4096 + 100 : page * 4096 + 900] = b"\xff" * 800
    path.write_bytes(data)
    damaged = Store.open(path.parent, PROGRAMME, FakeClock())
    assert not damaged.check().ok
    damaged.close()
    assert path.name == FILE_NAME


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts SET window = 'week'",
        "UPDATE accounts SET note = CAST(x'ff41' AS TEXT)",
        "UPDATE orders SET created_at = 'yesterday'",
        "UPDATE projects SET cashback_rate = 'five'",
        "UPDATE projects SET product_rates = '[]'",
        "UPDATE projects SET product_rates = '{\"ecs\": []}'",
    ],
)
def test_a_row_that_makes_no_sense_is_damage(statement: str, workspace: Workspace) -> None:
    """SQLite accepts a flipped bit inside a text: the user gets an error message, not a crash."""
    workspace.save_account(make_account())
    workspace.save_order(order())
    workspace.save_project(make_project(title="secret"))
    run_sql(workspace.data_file, statement)
    with pytest.raises(StorageError) as caught:
        list(workspace.book().orders.values())
    assert caught.value.kind is StorageErrorKind.DAMAGED
    assert not workspace.check().ok


def test_rates_keep_their_digits(workspace: Workspace) -> None:
    """0.05 must not come back as 0.05000000000000000277."""
    workspace.save_account(make_account())
    workspace.save_project(make_project(cashback_rate=Decimal("0.05")))
    assert str(workspace.book().projects[0].cashback_rate) == "0.05"
