"""The items of the palette: actions, pages, accounts, project numbers and orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from desktop.domain.assessment import Assessment, Verdict
from desktop.domain.model import Order
from desktop.domain.views import Query, View
from desktop.forms.palette_search import Searchable
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.shared.context import Context
from desktop.wording import glossary, moments
from desktop.wording.i18n import _
from desktop.wording.records import orders


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One line of the palette; `keys` is its shortcut, if there is one."""

    group: str
    glyph: Glyph
    title: str
    run: Callable[[], object]
    detail: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True)
class WindowAction:
    """An action of the window, with its shortcut, and other words that find it."""

    glyph: Glyph
    title: str
    run: Callable[[], object]
    keys: str = ""
    words: str = ""


def searchables(
    context: Context, actions: Sequence[WindowAction], pages: Sequence[WindowAction]
) -> Iterator[Searchable[PaletteItem]]:
    """Yield all items that are found without a query for orders."""
    for group, offered in ((_("Actions"), actions), (_("Go to"), pages)):
        for one in offered:
            item = PaletteItem(group, one.glyph, one.title, one.run, "", one.keys)
            yield Searchable(one.title, one.words, item)
    book = context.workspace.book()
    show_projects = partial(context.page_wanted.emit, "projects")
    for account in book.accounts.values():
        name = glossary.account(account)
        item = PaletteItem(_("Accounts"), Glyph.USER, name, show_projects, account.uid)
        yield Searchable(name, account.uid, item)
        title = _("Reminder settings: {name}").format(name=name)
        wanted = partial(context.own_plan_wanted.emit, account.uid, None)
        item = PaletteItem(_("Actions"), Glyph.BELL, title, wanted, account.uid)
        yield Searchable(title, account.uid, item)
    for project in book.projects:
        if project.number:
            detail = _name_of(context, project.account)
            item = PaletteItem(
                _("Project numbers"), Glyph.HASH, project.number, show_projects, detail
            )
            words = f"{glossary.NAMES_OF_NUMBER} {project.title} {project.partner or ''} {detail}"
            yield Searchable(project.number, words, item)


def order_items(context: Context, found: Sequence[Assessment]) -> list[PaletteItem]:
    """Return an item for each order, and the actions for the first open one."""
    now = context.workspace.clock()
    items = [
        PaletteItem(
            _("Orders"),
            Glyph.CLOCK if one.verdict is Verdict.OPEN else Glyph.ORDER,
            orders.title(one.order),
            partial(context.orders_wanted.emit, Query(View.ALL, one.order.number)),
            f"{one.order.number} · {_status(one, now)}",
        )
        for one in found
    ]
    first = next((one for one in found if one.verdict is Verdict.OPEN), None)
    if first is not None:
        title = _("Associate now: {order}").format(order=orders.title(first.order))
        guide = partial(context.guide_wanted.emit, first.order)
        items.append(
            PaletteItem(
                _("Actions"), Glyph.EXTERNAL, title, guide, first.order.number, "Ctrl+Enter"
            )
        )
        items += _later(context, first.order)
        items.append(_reminder_settings(context, first.order))
    return items


def _later(context: Context, order: Order) -> list[PaletteItem]:
    """Return the item that puts an order's reminder off, unless it is too late."""
    from desktop.domain.reminder_sources import order_name
    from desktop.ui.shared.snooze_menu import snooze
    from desktop.wording import reminders

    now = context.workspace.clock()
    name = order_name(order.account, order.number)
    choices = context.workspace.reminders.snooze_choices(name, now)
    if not choices:
        return []
    choice, until = choices[min(1, len(choices) - 1)]
    title = _("Remind me later: {order}").format(order=orders.title(order))
    detail = reminders.snooze(choice, until, now)
    run = partial(snooze, context, name, until)
    return [PaletteItem(_("Actions"), Glyph.BELL, title, run, detail)]


def _reminder_settings(context: Context, order: Order) -> PaletteItem:
    """Return the item that opens the reminder plan of an order."""
    title = _("Reminder settings: {name}").format(name=orders.title(order))
    wanted = partial(context.own_plan_wanted.emit, order.account, order.number)
    return PaletteItem(_("Actions"), Glyph.BELL, title, wanted, order.number)


def search_item(context: Context, text: str) -> PaletteItem:
    """Return the item that searches for `text` on the page of orders."""
    title = _("Search the orders for “{text}”").format(text=text)
    wanted = partial(context.orders_wanted.emit, Query(View.ALL, text))
    return PaletteItem(_("Go to"), Glyph.SEARCH, title, wanted, "", "Ctrl+F")


def _status(one: Assessment, now: datetime) -> str:
    if one.verdict is Verdict.OPEN and one.deadline is not None:
        return moments.deadline(one.deadline, now)
    return glossary.verdict(one.verdict)


def _name_of(context: Context, uid: str) -> str:
    account = context.workspace.book().accounts.get(uid)
    return uid if account is None else glossary.account(account)
