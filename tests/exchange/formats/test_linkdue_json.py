"""LinkDue's own JSON: strict like its schema, and lossless over export and import."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.book import Book
from desktop.exchange.document import strict_json
from desktop.exchange.formats.linkdue.read import read
from desktop.exchange.formats.linkdue.write import dump
from desktop.exchange.merge import merge
from desktop.exchange.merge_plan import MergePlan
from desktop.exchange.snapshot import ImportRefused
from tests.builders import receipts_with_keys
from tests.domain.strategies import PROGRAMME, full_books

CONTRACT = Path(__file__).parents[2] / "contract"
NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
LATER = datetime(2026, 9, 11, 4, tzinfo=UTC)

BEYOND_THE_SCHEMA = {
    *("duplicate", "no-such-moment", "empty"),
    *("no-such-day", "rate-twice", "day-missing", "year-out-of-range"),
    *("not-recorded", "zero", "order-twice", "other-sign", "more-than-received", "not-empty"),
}
"""Mistakes that a schema cannot express: duplicates, impossible dates, a partner's name of spaces,
parts that do not belong to their receipt, and evidence with two subjects."""


def _contract() -> dict[str, Any]:
    """Return the kept schema of version 1, with patterns that match the whole text in ASCII digits.

    The key for renewals is added, which docs/data-format.md describes.
    """
    text = (CONTRACT / "linkdue.schema.json").read_text("utf-8")
    text = text.replace(r"\\d", "[0-9]").replace('$"', r'\\Z"')
    schema: dict[str, Any] = json.loads(text)
    schema["$defs"]["project"]["properties"]["renewals"] = {"type": "boolean"}
    return schema


def _version_2() -> dict[str, Any]:
    """Return the schema of version 1 with the additions of version 2."""
    schema = _contract()
    definitions = schema["$defs"]
    schema["properties"]["version"] = {"const": 2}
    project = definitions["project"]["properties"]
    project["created_assumed"] = {"type": "boolean"}
    project["copied_at"] = project["answered_at"] = {"$ref": "#/$defs/maybe_instant"}
    project["request_text"] = {"type": "string"}
    entry = {
        "type": "object",
        "additionalProperties": False,
        "required": ["rate"],
        "properties": {
            "rate": {"$ref": "#/$defs/rate"},
            "product": {"type": ["string", "null"], "minLength": 1},
            "from": {"type": ["string", "null"], "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"},
        },
    }
    products = {"type": "array", "items": {"type": "string", "minLength": 1}}
    project["later_rates"] = {"type": "array", "items": entry}
    project["excluded_products"] = products
    definitions["partner"]["properties"] |= {
        "wants": {"type": "string"},
        "rates": {"type": "array", "items": entry},
        "excluded_products": products,
    }
    definitions["undone"] = copy.deepcopy(definitions["cashback"])
    number = {"type": "integer", "minimum": 1}
    definitions["cashback"]["properties"]["receipt"] = {"anyOf": [number, {"type": "null"}]}
    account, instant = {"$ref": "#/$defs/uid"}, {"$ref": "#/$defs/instant"}
    text, flag = {"type": "string"}, {"type": "boolean"}
    window = {"enum": ["day", "month", None]}
    undone = {"type": "array", "items": {"$ref": "#/$defs/undone"}}
    added: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "receipts": (
            {"number": number, "received_at": instant, "amount": {"$ref": "#/$defs/money"}},
            {"note": text, "undone": undone},
        ),
        "sightings": (
            {"account": account, "order": text, "seen_at": instant},
            {
                "window": window,
                "said": text,
                "worked": flag,
                "paid_at": {"$ref": "#/$defs/maybe_instant"},
            },
        ),
        "comparisons": ({"account": account, "compared_at": instant}, {}),
        "answers": (
            {
                "account": account,
                "item": {"type": "string", "minLength": 1},
                "value": flag,
                "answered_at": instant,
            },
            {},
        ),
        "evidence": (
            {
                "kind": {"enum": ["order", "project", "receipt"]},
                "sha256": {"type": "string", "pattern": r"^[0-9a-f]{64}\Z"},
                "media_type": {
                    "enum": ["image/png", "image/jpeg", "image/webp", "application/pdf"]
                },
                "bytes": number,
                "added_at": instant,
            },
            {
                "account": {"anyOf": [account, {"type": "null"}]},
                "order": {"type": ["string", "null"], "pattern": r"^[0-9]{8,20}\Z"},
                "project": {"anyOf": [number, {"type": "null"}]},
                "receipt": {"anyOf": [number, {"type": "null"}]},
                "name": text,
                "note": text,
                "voided_at": {"$ref": "#/$defs/maybe_instant"},
                "void_reason": text,
            },
        ),
    }
    added["partner_answers"] = (
        {
            "account": account,
            "order": {"type": "string", "minLength": 1},
            "answer": {"enum": ["agreed", "disputed", "paid", None]},
            "amount": {"anyOf": [{"$ref": "#/$defs/money"}, {"type": "null"}]},
            "answered_at": instant,
            "statement": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        },
        {"partner": text, "claimed": {"$ref": "#/$defs/money"}},
    )
    for section, (required, optional) in added.items():
        items = {
            "type": "object",
            "additionalProperties": False,
            "required": list(required),
            "properties": required | optional,
        }
        schema["properties"][section] = {"type": "array", "items": items}
    return schema


SCHEMAS = {
    1: jsonschema.Draft202012Validator(_contract()),
    2: jsonschema.Draft202012Validator(_version_2()),
}


def _fits(data: object) -> bool:
    """Return whether parsed JSON fits the schema of its stated version, else of version 1."""
    version = data.get("version") if isinstance(data, dict) else None
    return SCHEMAS[2 if version == 2 else 1].is_valid(data)


SAMPLE: dict[str, Any] = {
    "format": "linkdue",
    "version": 1,
    "exported_at": "2026-09-01T00:00:00Z",
    "accounts": [
        {
            "uid": "1000000000000001",
            "name": "示例科技",
            "window": "month",
            "window_checked_at": "2026-09-01T00:00:00Z",
            "note": "",
        }
    ],
    "partners": [{"name": "伙伴", "contact": "", "note": ""}],
    "projects": [
        {
            "account": "1000000000000001",
            "number": "202609010001",
            "title": "上云",
            "partner": "伙伴",
            "status": "active",
            "requested_at": None,
            "created_at": "2026-08-20T02:00:00Z",
            "valid_until": None,
            "cashback_rate": "0.05",
            "product_rates": {"ecs": "0.10"},
            "note": "",
        }
    ],
    "orders": [
        {
            "account": "1000000000000001",
            "number": "236414227150001",
            "product": "ecs",
            "title": "云服务器",
            "kind": "New",
            "billing": "prepaid",
            "status": "paid",
            "created_at": "2026-09-10T02:00:00Z",
            "paid_at": "2026-09-10T02:05:00Z",
            "payable": "2040.00",
            "cash_paid": None,
            "parent": None,
            "project": "202609010001",
            "window": None,
            "associated_at": None,
            "note": "",
        }
    ],
    "cashback": [
        {
            "account": "1000000000000001",
            "order": "236414227150001",
            "received_at": "2026-10-10T02:00:00Z",
            "amount": "-1.00",
            "note": "",
        }
    ],
}


SAMPLE_2: dict[str, Any] = SAMPLE | {
    "version": 2,
    "partners": [
        SAMPLE["partners"][0]
        | {
            "wants": "UID、公司全称",
            "rates": [
                {"product": None, "rate": "0.05", "from": None},
                {"product": "ecs", "rate": "0.08", "from": "2026-10-01"},
            ],
            "excluded_products": ["domain"],
        }
    ],
    "projects": [
        SAMPLE["projects"][0]
        | {
            "created_assumed": True,
            "copied_at": "2026-08-18T02:00:00Z",
            "answered_at": "2026-08-20T02:00:00Z",
            "request_text": "您好，申请项目编号。",
            "later_rates": [{"product": None, "rate": "0.06", "from": "2026-10-01"}],
            "excluded_products": ["domain"],
        }
    ],
    "cashback": [SAMPLE["cashback"][0] | {"receipt": 1}],
    "receipts": [
        {
            "number": 1,
            "received_at": "2026-10-10T02:00:00Z",
            "amount": "-3.00",
            "note": "",
            "undone": [],
        }
    ],
    "sightings": [
        {
            "account": "1000000000000001",
            "order": "236414227150001",
            "seen_at": "2026-09-10T03:00:00Z",
            "window": "day",
            "said": "支付当天",
            "worked": False,
            "paid_at": "2026-09-09T03:00:00Z",
        }
    ],
    "answers": [
        {
            "account": "1000000000000001",
            "item": "ram-permission",
            "value": True,
            "answered_at": "2026-09-10T01:00:00Z",
        }
    ],
    "comparisons": [{"account": "1000000000000001", "compared_at": "2026-09-10T02:00:00Z"}],
    "partner_answers": [
        {
            "account": "1000000000000001",
            "order": "236414227150001",
            "answer": "disputed",
            "amount": None,
            "answered_at": "2026-09-11T01:00:00Z",
            "statement": "2026-09-08",
            "partner": "示例伙伴",
            "claimed": "120.50",
        }
    ],
    "evidence": [
        {
            "kind": "order",
            "account": "1000000000000001",
            "order": "236414227150001",
            "project": None,
            "receipt": None,
            "sha256": "9f3a" * 16,
            "media_type": "image/png",
            "bytes": 190464,
            "added_at": "2026-09-10T02:00:00Z",
            "name": "关联成功页",
            "note": "",
            "voided_at": None,
            "void_reason": "",
        }
    ],
}


def _book(plan: MergePlan) -> Book:
    return Book(
        PROGRAMME,
        accounts=plan.accounts,
        partners=plan.partners,
        projects=plan.projects,
        orders=plan.orders,
        sightings=plan.sightings,
        answers=plan.answers,
        comparisons=plan.comparisons,
        partner_answers=plan.partner_answers,
        evidence=[offered.piece for offered in plan.evidence],
        **receipts_with_keys(plan.receipts),
    )


def _import_plan(text: str, book: Book) -> MergePlan:
    (data,) = strict_json.parse(text)
    return merge(book, read(data))


@given(full_books)
def test_export_import_export_is_the_same_file(book: Book) -> None:
    """Moving to a new computer would lose or change something."""
    first = dump(book, NOW)
    plan = _import_plan(first, Book(PROGRAMME))
    assert not plan.problems
    assert plan.added == len(book.orders)
    assert dump(_book(plan), NOW) == first


@given(full_books)
def test_importing_the_same_file_again_changes_nothing(book: Book) -> None:
    """A second import would double receipts, or report false differences."""
    plan = _import_plan(dump(book, NOW), book)
    assert not plan.problems
    assert plan.unchanged == len(book.orders)
    assert not (plan.accounts or plan.partners or plan.projects or plan.orders or plan.receipts)
    assert not (plan.sightings or plan.answers or plan.comparisons or plan.partner_answers)
    assert not plan.evidence


@given(full_books)
def test_exports_fit_the_schema(book: Book) -> None:
    """Another program written to docs/data-format.md could not read the user's data."""
    data = json.loads(dump(book, NOW))
    SCHEMAS[data["version"]].validate(data)


@given(full_books)
def test_a_file_states_version_2_only_if_necessary(book: Book) -> None:
    """Programs that know version 1 only could not read records that fit version 1."""
    beyond = any(
        (p.created_assumed, p.copied_at, p.answered_at, p.request_text) != (False, None, None, "")
        for p in book.projects
    )
    beyond = beyond or any(p.later_rates or p.excluded_products for p in book.projects)
    beyond = beyond or any(p.wants or p.rates or p.excluded_products for p in book.partners)
    beyond = beyond or bool(book.sightings or book.answers or book.receipts or book.comparisons)
    beyond = beyond or bool(book.partner_answers)
    assert json.loads(dump(book, NOW))["version"] == (2 if beyond else 1)


@given(full_books)
def test_only_the_moment_of_export_differs(book: Book) -> None:
    """Two exports could not be compared to see what has changed."""
    one, two = dump(book, NOW).splitlines(), dump(book, LATER).splitlines()
    differing = [a for a, b in zip(one, two, strict=True) if a != b]
    assert differing == [' "exported_at": "2026-09-10T04:00:00Z",']


def test_the_written_form() -> None:
    """Chinese names would be unreadable in an editor, or a blank key be missing."""
    plan = _import_plan(json.dumps(SAMPLE), Book(PROGRAMME))
    text = dump(_book(plan), datetime(2026, 9, 1, tzinfo=UTC))
    assert text == json.dumps(SAMPLE, ensure_ascii=False, indent=1) + "\n"


def test_version_2_keeps_what_version_1_has_no_place_for() -> None:
    """A new computer would lose the requests, refusals and answers."""
    plan = _import_plan(json.dumps(SAMPLE_2), Book(PROGRAMME))
    text = dump(_book(plan), datetime(2026, 9, 1, tzinfo=UTC))
    assert text == json.dumps(SAMPLE_2, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize(
    "section", ["receipts", "sightings", "answers", "comparisons", "partner_answers", "evidence"]
)
def test_a_file_of_version_1_has_no_sections_of_version_2(section: str) -> None:
    """A file that contradicts its version would be imported half-understood."""
    with pytest.raises(ImportRefused) as caught:
        read(SAMPLE | {section: SAMPLE_2[section]})
    assert caught.value.facts == {"place": section, "problem": "unknown-key"}


def test_a_file_without_the_mark_leaves_an_assumed_creation_assumed() -> None:
    """After a mere import, an assumed time would pass for the partner's statement."""
    assumed = _book(_import_plan(json.dumps(SAMPLE_2), Book(PROGRAMME)))
    plan = _import_plan(json.dumps(SAMPLE), assumed)
    assert (plan.projects, plan.problems) == ((), ())


def test_the_later_answer_of_a_checklist_counts() -> None:
    """An older file would restore an answer that the user has changed."""
    recorded = _book(_import_plan(json.dumps(SAMPLE_2), Book(PROGRAMME)))
    answer = SAMPLE_2["answers"][0] | {"value": False}
    for at, taken in (("2026-09-09T01:00:00Z", 0), ("2026-09-11T01:00:00Z", 1)):
        data = SAMPLE_2 | {"answers": [answer | {"answered_at": at}]}
        assert len(_import_plan(json.dumps(data), recorded).answers) == taken


def test_the_later_word_of_a_partner_counts() -> None:
    """A dispute that has since been settled would be open again."""
    recorded = _book(_import_plan(json.dumps(SAMPLE_2), Book(PROGRAMME)))
    answer = SAMPLE_2["partner_answers"][0] | {"answer": "agreed", "amount": "1.00"}
    for at, taken in (("2026-09-10T01:00:00Z", 0), ("2026-09-12T01:00:00Z", 1)):
        data = SAMPLE_2 | {"partner_answers": [answer | {"answered_at": at}]}
        assert len(_import_plan(json.dumps(data), recorded).partner_answers) == taken


def test_a_claim_replaces_no_answer_and_any_answer_replaces_a_claim() -> None:
    """A statement made on another computer would erase the partner's answers."""
    answered = SAMPLE_2["partner_answers"][0]
    claimed = answered | {"answer": None, "amount": None, "answered_at": "2026-09-20T01:00:00Z"}
    for first, second, taken in ((answered, claimed, 0), (claimed, answered, 1)):
        before = json.dumps(SAMPLE_2 | {"partner_answers": [first]})
        recorded = _book(_import_plan(before, Book(PROGRAMME)))
        data = json.dumps(SAMPLE_2 | {"partner_answers": [second]})
        assert len(_import_plan(data, recorded).partner_answers) == taken


def test_keys_that_may_be_left_out() -> None:
    """A file with only the required keys would be refused."""
    data = copy.deepcopy(SAMPLE)
    needed = {
        "accounts": ("uid", "name", "window"),
        "partners": ("name",),
        "projects": ("account", "number", "status"),
        "orders": ("account", "number", "kind", "billing", "status", "created_at"),
        "cashback": ("account", "order", "received_at", "amount"),
    }
    for section, keys in needed.items():
        data[section] = [{key: record[key] for key in keys} for record in data[section]]
    SCHEMAS[1].validate(data)
    assert len(read(data).orders) == 1


@pytest.mark.parametrize("name", ["verdicts.json", "gates.json"])
def test_the_data_of_the_worked_cases(name: str) -> None:
    """The files of the worked cases would be refused."""
    for case in json.loads((CONTRACT / name).read_text("utf-8")):
        SCHEMAS[1].validate(case["data"])
        assert len(read(case["data"]).orders) == len(case["data"]["orders"])


_texts = st.sampled_from(
    [
        "",
        "2026-09-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-09-01T00:00:00Z\n",
        "２０２６-09-01T00:00:00Z",
        "1000000000000001",
        "1000000000000001\n",
        "123456",
        "1234",
        "1" * 21,
        "١٢٣٤٥٦٧٨",
        "2040.00",
        "2040",
        "-0.00",
        "1234567890123.00",
        "0.05",
        "0.1234567",
        "1",
        "1.000001",
        "1.0",
        "-0",
        "day",
        "unknown",
        "paid",
        "prepaid",
        "active",
        "linkdue",
        " ",
    ]
)
_leaves = st.none() | st.booleans() | st.sampled_from([0, 1, 1.0, 2, -1, 0.5]) | _texts
_junk = _leaves | st.lists(_leaves, max_size=1) | st.dictionaries(_texts, _leaves, max_size=1)
_keys = st.sampled_from(["note", "window", "number", "uid", "extra", "title", "payable", "version"])


def _places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, item in value.items():
            found += _places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += _places(item, (*path, index))
    return found


@st.composite
def _mutated(draw: Any) -> object:
    data: Any = copy.deepcopy(draw(st.sampled_from((SAMPLE, SAMPLE_2))))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_places(data)))
        change = draw(st.sampled_from(["replace", "replace", "remove", "add", "repeat"]))
        if not path:
            if change == "replace" and draw(st.integers(0, 20)) == 0:
                return draw(_junk)
            continue
        outer = data
        for step in path[:-1]:
            outer = outer[step]
        inner = outer[path[-1]]
        if change == "replace":
            outer[path[-1]] = draw(_junk)
        elif change == "remove":
            del outer[path[-1]]
        elif change == "add" and isinstance(inner, dict):
            inner[draw(_keys)] = draw(_junk)
        elif change == "repeat" and isinstance(outer, list):
            outer.append(copy.deepcopy(inner))
    return data


@settings(max_examples=800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_mutated())
def test_the_reader_and_the_schema_agree(data: object) -> None:
    """A file that fits the schema would be refused, or one that does not be imported."""
    fits = _fits(data)
    try:
        read(data)
    except ImportRefused as refusal:
        newer = refusal.code == "newer-version"
        assert newer or refusal.code == "schema"
        assert not fits or refusal.facts["problem"] in BEYOND_THE_SCHEMA
    else:
        assert fits


def _changed(path: tuple[Any, ...], value: object) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    outer: Any = data
    for step in path[:-1]:
        outer = outer[step]
    outer[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "where", "problem"),
    [
        (("accounts",), {}, "accounts", "not-a-list"),
        (("orders", 0, "number"), "2.36414E+14", "orders[0].number", "scientific"),
        (("orders", 0, "number"), 236414227150001, "orders[0].number", "not-text"),
        (("orders", 0, "paid_at"), "2026-09-31T00:00:00Z", "orders[0].paid_at", "no-such-moment"),
        (("orders", 0, "paid_at"), "1980-09-30T00:00:00Z", "orders[0].paid_at", "no-such-moment"),
        (("orders", 0, "payable"), "2040", "orders[0].payable", "not-money"),
        (("orders", 0, "window"), "week", "orders[0].window", "unknown-word"),
        (("orders", 0, "colour"), "red", "orders[0].colour", "unknown-key"),
        (
            ("projects", 0, "product_rates"),
            {"ecs": "5%"},
            "projects[0].product_rates.ecs",
            "not-a-rate",
        ),
        (("partners", 0, "name"), " ", "partners[0].name", "empty"),
        (("version",), True, "version", "unknown-word"),
        (("format",), "other", "format", "unknown-word"),
        (("accounts", 0), 5, "accounts[0]", "not-an-object"),
    ],
)
def test_a_refusal_names_the_place(
    path: tuple[Any, ...], value: object, where: str, problem: str
) -> None:
    """Someone with a refused file of a thousand orders would not know where to look."""
    with pytest.raises(ImportRefused) as caught:
        read(_changed(path, value))
    assert caught.value.code == "schema"
    assert caught.value.facts == {"place": where, "problem": problem}


@pytest.mark.parametrize(
    ("section", "field"),
    [("accounts", "uid"), ("partners", "name"), ("projects", "number"), ("orders", "number")],
)
def test_doubles_are_refused(section: str, field: str) -> None:
    """Of two records with one name, a random one would be kept."""
    data = copy.deepcopy(SAMPLE)
    data[section].append({**data[section][0], "note": "the other"})
    with pytest.raises(ImportRefused) as caught:
        read(data)
    assert caught.value.facts == {"place": f"{section}[1].{field}", "problem": "duplicate"}


def test_several_projects_without_number_and_equal_receipts_are_no_doubles() -> None:
    """Two open requests, or two receipts of one day, could not be exported and imported again."""
    data = copy.deepcopy(SAMPLE)
    data["projects"] = [{**data["projects"][0], "number": None}] * 2
    data["cashback"] *= 2
    snapshot = read(data)
    assert len(snapshot.projects) == len(snapshot.cashback) == 2


def test_one_question_with_two_answers_is_refused() -> None:
    """Of two answers, a random one would be kept."""
    data = SAMPLE_2 | {"answers": SAMPLE_2["answers"] * 2}
    with pytest.raises(ImportRefused) as caught:
        read(data)
    assert caught.value.facts == {"place": "answers[1].item", "problem": "duplicate"}


def test_a_whole_number_may_have_a_point() -> None:
    """Other programs write 1.0 for 1, which is the same in JSON."""
    evidence = [SAMPLE_2["evidence"][0] | {"bytes": 190464.0}]
    receipts = [SAMPLE_2["receipts"][0] | {"number": Decimal("1.0")}]
    found = read(SAMPLE_2 | {"evidence": evidence, "receipts": receipts})
    assert found.evidence[0].size == 190464


def test_a_newer_version_is_distinguished() -> None:
    """The user would look for a mistake in a file that only needs a newer LinkDue."""
    with pytest.raises(ImportRefused) as caught:
        read(_changed(("version",), 3))
    assert caught.value.code == "newer-version"


def test_an_empty_export_can_be_imported() -> None:
    """Moving a folder that is still empty would end in an error."""
    plan = _import_plan(dump(Book(PROGRAMME), NOW), Book(PROGRAMME))
    assert (plan.added, plan.updated, plan.unchanged, plan.conflict) == (0, 0, 0, 0)
