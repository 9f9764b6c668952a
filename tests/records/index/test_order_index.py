"""The order index agrees with the rules on every order; SQL finds the same orders as Python."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain import beijing
from desktop.domain.assessment import Assessment, Verdict, assess
from desktop.domain.cashback import money_of, received_by_order
from desktop.domain.daily_summary import Stake
from desktop.domain.journal import DuplicateRecord, UndoConflict
from desktop.domain.model import (
    Billing,
    Order,
    OrderStatus,
    Project,
    ProjectStatus,
    RateEntry,
    Window,
)
from desktop.domain.order_rows import PAGE_SIZE, Cursor
from desktop.domain.views import RECENT_DAYS, OrderColumn, Query, View
from desktop.records.index import index_stamp
from desktop.records.index.index_reader import IndexReader
from desktop.records.index.listing import Listing
from desktop.services.workspace import Workspace
from tests.builders import OTHER_UID, UID, make_account, make_cashback, make_project, money_facts
from tests.conftest import FakeClock, open_store
from tests.daily_summaries import stake, summarize

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
UIDS = (UID, OTHER_UID, "1000000000000003")
KINDS = ("New", "New", "New", "Renew", "Upgrade", "Convert", "Refund", "Mystery")
TITLES = ("测试服务器", "生产 100%", "a_b", "A<b>c", "", "数据库")
COUNT = 1500


class Chance:
    """Random records that interact as often as possible."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = [f"{236414227150000 + n}" for n in range(COUNT)]
        self.projects = [f"20260801000{n}" for n in range(8)]

    def maybe(self, value: object, often: float = 0.5) -> object:
        return value if self.random.random() < often else None

    def moment(self, days: int = 120) -> datetime:
        """Return a moment within some days of now, often at the edge of a Beijing day."""
        at = NOW + timedelta(seconds=self.random.randrange(-days * 86400, 5 * 86400))
        if self.random.random() < 0.3:
            at = beijing.end_of_day(at) + timedelta(seconds=self.random.choice((-1, 0, 1)))
        return at

    def project(self, key: int | None = None, number: str | None = None) -> Project:
        return make_project(
            key=key,
            account=self.random.choice(UIDS),
            number=number,
            status=self.random.choice([*ProjectStatus, *[ProjectStatus.ACTIVE] * 8]),
            created_at=self.maybe(self.moment(), 0.9),
            valid_until=self.maybe(self.moment(), 0.3),
            cashback_rate=self.maybe(Decimal("0.05")),
            product_rates={"ecs": Decimal("0.1")} if self.random.random() < 0.3 else {},
            later_rates=self.later_rates(),
            excluded_products=frozenset({"rds"} if self.random.random() < 0.2 else ()),
            partner=self.maybe("P"),
            renewals=self.random.random() < 0.8,
        )

    def later_rates(self) -> tuple[RateEntry, ...]:
        """Return up to two rates that are valid from a day near some order's."""
        made = {
            (product, day): RateEntry(rate=Decimal(rate).scaleb(-3), product=product, since=day)
            for product, day, rate in (
                (
                    self.maybe("ecs"),
                    beijing.day_of(self.moment()),
                    self.random.randrange(200),
                )
                for _ in range(self.random.randrange(3))
            )
        }
        return tuple(made.values())

    def with_other_rates(self, projects: Sequence[Project]) -> Project:
        """Return one of some projects with newly drawn rates."""
        drawn = self.project()
        return replace(
            self.random.choice(projects),
            cashback_rate=drawn.cashback_rate,
            product_rates=drawn.product_rates,
            later_rates=drawn.later_rates,
            excluded_products=drawn.excluded_products,
        )

    def order(self, number: str, key: int | None = None) -> Order:
        created = self.moment()
        later = created + timedelta(minutes=self.random.randrange(5000))
        return Order(
            key=key,
            account=self.random.choice(UIDS),
            number=number,
            kind=self.random.choice(KINDS),
            billing=self.random.choice(list(Billing)),
            status=self.random.choice([*OrderStatus, *[OrderStatus.PAID] * 4]),
            created_at=created,
            paid_at=self.maybe(later, 0.8),
            product=self.maybe(self.random.choice(("ecs", "rds", "?"))),
            title=self.random.choice(TITLES),
            payable=self.maybe(self.random.randrange(10**6)),
            cash_paid=self.maybe(self.random.randrange(10**6), 0.3),
            parent=self.maybe(self.random.choice(self.numbers), 0.4),
            project=self.maybe(self.random.choice(self.projects), 0.3),
            window=self.maybe(self.random.choice(list(Window)), 0.2),
            associated_at=self.maybe(later, 0.2),
        )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Make a workspace with three accounts, a few projects and orders that follow each other."""
    chance = Chance(1)
    clock = FakeClock()
    workspace = Workspace.open(tmp_path_factory.mktemp("world"), clock)
    with open_store(workspace) as store, store.transaction("fill") as transaction:
        for uid, window in zip(UIDS, Window, strict=True):
            transaction.save(make_account(uid=uid, name=f"账号 {uid[-1]}", window=window))
        for number in chance.projects:
            transaction.save(chance.project(number=number))
        for number in chance.numbers:
            transaction.save(chance.order(number))
        for number in chance.random.sample(chance.numbers, COUNT // 3):
            account = chance.random.choice(UIDS)
            transaction.save(make_cashback(account=account, order=number, amount=-50))
    yield workspace
    workspace.close()


def every(workspace: Workspace, now: datetime) -> list[Assessment]:
    """Return the assessment of each order by the rules."""
    book = workspace.book()
    return [assess(order, book, now) for order in book.orders.values()]


def test_the_money_is_that_of_the_rules(world: Workspace) -> None:
    """The page of cashback would promise what no verdict states, or leave money out."""
    for at in (NOW, NOW - timedelta(days=40), NOW + timedelta(days=40)):
        found = world.cashback.orders(at)
        came = received_by_order(world.book().cashback)
        facts = [money_facts(a, came.get(a.order.name, 0)) for a in every(world, at)]
        assert found == money_of(facts, world.book())
        assert len({order.verdict for order in found}) > 6


def belongs(a: Assessment, view: View) -> bool:
    """Return whether a view shows an order, without the order index."""
    if view in (View.TODAY, View.MONTH):
        end = beijing.end_of_day if view is View.TODAY else beijing.end_of_month
        return a.verdict is Verdict.OPEN and a.deadline <= end(a.now)
    if view is View.ATTENTION and a.verdict is Verdict.MISSED:
        return a.deadline > a.now - timedelta(days=RECENT_DAYS)
    if view is View.CASHBACK_UNKNOWN:
        return a.cashback_unknown
    verdicts = {
        View.ATTENTION: {
            Verdict.NEEDS_PROJECT,
            Verdict.NOT_ELIGIBLE,
            Verdict.CHECK_CONSOLE,
            Verdict.WAITING_PAYMENT,
        },
        View.TO_ASSOCIATE: {Verdict.OPEN},
        View.MISSED: {Verdict.MISSED},
        View.CHECK: {Verdict.NEEDS_PROJECT, Verdict.NOT_ELIGIBLE, Verdict.CHECK_CONSOLE},
        View.WAITING: {Verdict.WAITING_PAYMENT},
        View.ASSOCIATED: {Verdict.ASSOCIATED},
        View.SETTLED: {Verdict.FOLLOWS_PARENT, Verdict.NOT_NEEDED},
        View.ALL: set(Verdict),
        View.TRASH: set(),
    }
    return a.verdict in verdicts[view]


def moments(assessed: list[Assessment], chance: Chance) -> list[datetime]:
    """Return now, moments around it, and the exact seconds at which verdicts change."""
    turns = [a.deadline for a in assessed if a.deadline is not None]
    edges = [at + timedelta(seconds=s) for at in chance.random.sample(turns, 6) for s in (-1, 0)]
    return [NOW, *(chance.moment() for _ in range(6)), *edges]


def walk(workspace: Workspace, query: Query, now: datetime) -> list[Cursor]:
    """Return all rows of a query, page by page, checked against the page index."""
    reader = IndexReader(workspace.data_file)
    listing = reader.listing(query, now)
    rows: list[Cursor] = []
    while page := listing.following(rows[-1] if rows else None, 97):
        rows += page
    assert listing.page_index() == (len(rows), rows[PAGE_SIZE - 1 :: PAGE_SIZE])
    reader.close()
    return rows


def numbers(workspace: Workspace, rows: list[Cursor]) -> list[str]:
    """Return the order numbers of rows."""
    reader = IndexReader(workspace.data_file)
    found = [line.order.number for row in rows for line in reader.order_rows([row.key])]
    reader.close()
    return found


def test_the_order_index_agrees_with_the_rules_at_every_moment(world: Workspace) -> None:
    """A view that hides a due order, or contradicts the detail pane, costs money."""
    for now in moments(every(world, NOW), Chance(2)):
        assessed = every(world, now)
        assert count_views(world, now) == {
            view: sum(belongs(a, view) for a in assessed) for view in View
        }
        reader = IndexReader(world.data_file)
        keys = [a.order.key for a in assessed if a.order.key is not None]
        lines = {line.order.key: line for line in reader.order_rows(keys)}
        reader.close()
        for a in assessed:
            stands = lines[a.order.key].status
            assert stands.verdict_at(now) is a.verdict
            assert stands.deadline == a.deadline
            assert stands.cashback == a.expected_cashback
            assert stands.without_cashback == a.without_cashback
        for view in View:
            found = {row.key for row in walk(world, Query(view), now)}
            assert found == {a.order.key for a in assessed if belongs(a, view)}, view


def test_the_daily_summary_is_that_of_the_rules(world: Workspace) -> None:
    """The home screen's sentence, cards and sums come from the order index."""
    for now in moments(every(world, NOW), Chance(3)):
        expected = summarize(world.book(), now)
        made = world.daily_summary(now, most=COUNT)
        assert made.open == expected.open
        for kind in ("missed", "waiting", "unclear", "settled"):
            orders = {a.order.key for a in getattr(made, kind)}
            assert orders == {a.order.key for a in getattr(expected, kind)}
        for fact in ("counts", "today", "week"):
            assert getattr(made, fact) == getattr(expected, fact), fact
        until = now + timedelta(days=31)
        at_risk = deadlines(world, now, until)
        assert at_risk == [
            (at, stake(a for a in expected.open if a.deadline == at))
            for at in sorted({a.deadline or NOW for a in expected.open if a.deadline <= until})
        ]


def test_an_account_s_daily_summary_has_its_orders_only(world: Workspace) -> None:
    """The wizard's last page is about one account."""
    whole = world.daily_summary(NOW, most=COUNT)
    for uid in UIDS:
        own = world.daily_summary(NOW, most=COUNT, account=uid)
        for kind in ("open", "missed", "waiting", "unclear", "settled"):
            wanted = [a for a in getattr(whole, kind) if a.order.account == uid]
            assert list(getattr(own, kind)) == wanted
        assert own.counts[View.MISSED] == len(own.missed)


@pytest.mark.parametrize("view", [View.ALL, View.MISSED])
@pytest.mark.parametrize("column", OrderColumn)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_come_in_order_and_whole(
    world: Workspace, view: View, column: OrderColumn, descending: bool
) -> None:
    """A row twice, or one lost between two pages, is an order that nobody sees."""
    rows = walk(world, Query(view, "", column, descending), NOW)
    for number in {row.section for row in rows}:
        places = [(row.value, row.key) for row in rows if row.section == number]
        turned = descending or (column is OrderColumn.DEADLINE and (number or view is View.MISSED))
        assert places == sorted(set(places), reverse=bool(turned))
    assert [row.section for row in rows] == sorted(row.section for row in rows)
    assert len({row.key for row in rows}) == len(rows) == count_views(world, NOW)[view]


def test_the_next_deadline_is_sorted_above_past_ones(world: Workspace) -> None:
    """A list sorted by deadline that begins with last year's missed orders hides what is due."""
    rows = walk(world, Query(View.ALL), NOW)
    assessed = {a.order.key: a for a in every(world, NOW)}
    listed = [assessed[row.key] for row in rows]
    open_ones = [a for a in listed if a.verdict is Verdict.OPEN]
    assert open_ones
    assert listed[: len(open_ones)] == sorted(open_ones, key=lambda a: (a.deadline, a.order.key))
    created = [a.order.created_at for a in listed[len(open_ones) :]]
    assert created == sorted(created, reverse=True)


@pytest.mark.parametrize(
    "text",
    ["测试", "服务", "715", "227150042", "100%", "%", "_", "a_b", "<B>", "账号 2", "ecs", "rds 据"],
)
def test_a_search_finds_any_part_of_any_text(world: Workspace, text: str) -> None:
    """Two Chinese characters, the end of a number, a percent sign: whatever a user remembers."""
    expected = []
    book = world.book()
    for a in every(world, NOW):
        product = {"ecs": "ecs 云服务器 ecs elastic compute service"}.get(a.order.product or "")
        product = product or {"rds": "rds 云数据库 rds apsaradb for rds"}.get(a.order.product or "")
        fields = (
            a.order.number,
            a.order.title,
            product or a.order.product,
            a.order.account,
            book.accounts[a.order.account].name,
            a.order.project or a.project,
            a.order.parent,
        )
        texts = [(field or "").casefold().replace(" ", "") for field in fields]
        if all(any(part.casefold() in field for field in texts) for part in text.split()):
            expected.append(a.order.number)
    for view in (View.ALL, View.CHECK):
        rows = walk(world, Query(view, text, OrderColumn.NUMBER), NOW)
        wanted = set(expected) & {a.order.number for a in every(world, NOW) if belongs(a, view)}
        assert numbers(world, rows) == sorted(wanted)


@pytest.mark.parametrize("column", OrderColumn)
@pytest.mark.parametrize("descending", [False, True])
def test_few_orders_with_unknown_cashback_are_sorted_with_the_result_of_a_walk(
    world: Workspace, monkeypatch: pytest.MonkeyPatch, column: OrderColumn, descending: bool
) -> None:
    """A walk along the index for three of a million orders would take a second."""
    query = Query(View.CASHBACK_UNKNOWN, "", column, descending)
    few = walk(world, query, NOW)
    monkeypatch.setattr("desktop.records.index.listing.SORTED_LIMIT", 0)
    assert walk(world, query, NOW) == few
    assert len(few) > 10


def test_many_hits_are_walked_and_few_are_sorted_with_one_result(
    world: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The query plan depends on the number of hits; the result does not."""
    for column in (OrderColumn.DEADLINE, OrderColumn.TITLE):
        few = walk(world, Query(View.ALL, "服务", column), NOW)
        monkeypatch.setattr("desktop.records.index.listing.SORTED_LIMIT", 0)
        assert walk(world, Query(View.ALL, "服务", column), NOW) == few
        monkeypatch.undo()


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "AND", "NEAR(a b)", "a*", "^a", "\x00", "-", "(", "😀"]
)
def test_no_text_is_an_error(world: Workspace, text: str) -> None:
    """Typed text is searched for, and never parsed as a query language with syntax errors."""
    rows = walk(world, Query(View.ALL, text), NOW)
    assert bool(rows) is (not text.strip() or text == "\x00")


ACTIONS: dict[str, Callable[[Workspace, Chance, list[int]], object]] = {
    "associate": lambda d, _c, keys: d.orders.associate(keys),
    "undo association": lambda d, _c, keys: d.orders.undo_association(keys),
    "pay": lambda d, c, keys: d.orders.pay(keys, c.moment()),
    "cancel": lambda d, _c, keys: d.orders.cancel(keys),
    "window": lambda d, c, keys: d.orders.set_window(keys, c.random.choice([*Window, None])),
    "delete": lambda d, _c, keys: d.orders.delete(keys),
    "restore": lambda d, _c, keys: d.orders.restore(keys),
    "refused": lambda d, _c, keys: d.orders.refused(keys[0], Window.DAY, "no"),
    "undo": lambda d, _c, _keys: undo(d),
    "new order": lambda d, c, keys: d.save_order(c.order(f"{10**9 + keys[0]}")),
    "other order": lambda d, c, keys: d.save_order(
        replace(c.order(f"{10**10 + keys[0]}"), key=keys[0])
    ),
    "new project": lambda d, c, _keys: d.save_project(c.project()),
    "other project": lambda d, c, keys: d.save_project(
        c.project(d.book().projects[0].key, f"{10**8 + keys[0]}")
    ),
    "other rates": lambda d, c, _keys: d.save_project(c.with_other_rates(d.book().projects)),
    "window of an account": lambda d, c, _keys: d.read_window(
        d.book().accounts[UIDS[0]], c.random.choice(list(Window))
    ),
    "rename an account": lambda d, c, _keys: d.save_account(
        replace(d.book().accounts[UIDS[1]], name=str(c.random.random()))
    ),
}


def count_views(workspace: Workspace, now: datetime) -> dict[View, int]:
    """Count the orders of every view at a moment."""
    with closing(IndexReader(workspace.data_file)) as reader:
        return reader.counts(now)


def deadlines(workspace: Workspace, now: datetime, until: datetime) -> list[tuple[datetime, Stake]]:
    """Return the deadlines between two moments, and the cashback at stake."""
    with open_store(workspace) as store:
        return store.deadlines(now, until)


def undo(workspace: Workspace) -> None:
    """Undo an action, but not the one that filled the workspace."""
    with open_store(workspace) as store:
        last = store.last_undoable()
    if last is not None and last.stored_action != "fill":
        workspace.undo()


@pytest.mark.parametrize("seed", range(6))
def test_the_order_index_follows_every_action(seed: int, tmp_path: Path) -> None:
    """Each action changes other orders' verdicts, too: those of followers and of a project."""
    chance = Chance(seed)
    chance.numbers = chance.numbers[:40]
    workspace = Workspace.open(tmp_path, FakeClock())
    with open_store(workspace) as store, store.transaction("fill") as transaction:
        for uid in UIDS:
            transaction.save(make_account(uid=uid))
        for number in chance.projects[:3]:
            transaction.save(chance.project(number=number))
        for number in chance.numbers:
            transaction.save(chance.order(number))
    for step in range(60):
        name = chance.random.choice(list(ACTIONS))
        keys = chance.random.sample(range(1, 41), chance.random.randrange(1, 6))
        try:
            ACTIONS[name](workspace, chance, keys)
        except (DuplicateRecord, UndoConflict):  # logged again meanwhile; changed meanwhile
            continue
        assert workspace.check().problems == (), (step, name)
        searched = walk(workspace, Query(View.ALL, "0"), NOW)
        assert len(searched) == count_views(workspace, NOW)[View.ALL]
    workspace.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_corrected_rate_updates_exactly_the_affected_orders(seed: int, tmp_path: Path) -> None:
    """Otherwise each typed rate would update a hundred thousand orders of a big account."""
    chance = Chance(seed)
    workspace = Workspace.open(tmp_path, FakeClock())
    with open_store(workspace) as store, store.transaction("fill") as transaction:
        transaction.save(make_account())
        project = transaction.save(
            make_project(
                number=chance.projects[0],
                status=ProjectStatus.ACTIVE,
                created_at=NOW - timedelta(days=200),
                cashback_rate=Decimal("0.05"),
            )
        )
        for number in chance.numbers[:60]:
            order = replace(chance.order(number), account=UID, kind="New", cash_paid=10**6)
            transaction.save(replace(order, project=project.number, status=OrderStatus.PAID))
    before = {a.order.key: a.expected_cashback for a in every(workspace, NOW)}
    judged: list[int] = []
    since = beijing.day_of(NOW - timedelta(days=40))
    later = (RateEntry(rate=Decimal("0.07"), product=chance.maybe("ecs"), since=since),)
    with (
        open_store(workspace) as store,
        store.transaction("rates", progress=lambda _done, of: judged.append(of)) as transaction,
    ):
        transaction.save(replace(project, later_rates=later))
    after = {a.order.key: a.expected_cashback for a in every(workspace, NOW)}
    moved = {key for key, fen in after.items() if fen != before[key]}
    assert 0 < len(moved) < len(after)
    assert set(judged) == {len(moved)}
    assert workspace.check().problems == ()
    workspace.close()


def test_other_rules_make_another_order_index(
    world: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update with new rules, deadlines by the old ones must not be shown."""
    connection = sqlite3.connect(world.data_file, isolation_level=None)
    assert index_stamp.is_current(connection)
    monkeypatch.setattr(index_stamp, "VERSION", index_stamp.VERSION + 1)
    assert not index_stamp.is_current(connection)
    connection.execute("UPDATE register SET verdict = 'not-needed', deadline = 1, shelf = 4")
    connection.execute("DELETE FROM search WHERE rowid % 2 = 0")
    assert not world.check().ok
    Workspace.open(world.folder, world.clock).close()
    assert index_stamp.is_current(connection)
    assert world.check().ok
    assert len(walk(world, Query(View.ALL, "236414"), NOW)) == COUNT
    connection.close()


def test_a_listing_is_of_its_own_moment(workspace: Workspace) -> None:
    """A page requested after midnight must continue where the one before midnight ended."""
    workspace.save_account(make_account())
    assert isinstance(IndexReader(workspace.data_file).listing(Query(), NOW), Listing)
    assert walk(workspace, Query(), NOW) == []
