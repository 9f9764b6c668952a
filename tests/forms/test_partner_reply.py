"""The partner's pasted reply fills in fields, but never with a guess."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.forms.partner_reply import Reply, read_reply

NOW = datetime(2026, 9, 10, 4, tzinfo=UTC)
NUMBER = "202609010421"


def test_a_usual_chinese_reply_fills_every_field() -> None:
    """Otherwise people retype twelve digits and two dates, and make mistakes."""
    text = "项目编号：202609010421，创建时间 2026-09-01 10:21，有效期至 2026-12-01，返现 5%"
    assert read_reply(text, NOW) == Reply(
        number=NUMBER, created="2026-09-01 10:21", valid_until="2026-12-01", rate="5"
    )


def test_a_usual_english_reply_fills_every_field() -> None:
    """English month names are unambiguous; a partner abroad writes them."""
    text = (
        "Hello, project number 202609010421 was registered for account 1234567890123456.\n"
        "Created on 1 September 2026 at 10:21. It expires on Dec 1, 2026 23:59. Cashback is 7.5%."
    )
    assert read_reply(text, NOW) == Reply(
        number=NUMBER,
        account="1234567890123456",
        created="2026-09-01 10:21",
        valid_until="2026-12-01 23:59",
        rate="7.5",
    )


@pytest.mark.parametrize(
    "name",
    [
        "项目编号",
        "商机ID",
        "商机 ID",
        "合作伙伴项目ID",
        "合作伙伴项目编号",
        "Opportunity ID",
        "Partner project ID",
    ],
)
def test_a_project_number_has_many_names(name: str) -> None:
    """A partner writes the name that their own console shows; a short number has no other mark."""
    assert read_reply(f"{name}：20260901，返现 5%", NOW).number == "20260901"


@pytest.mark.parametrize(
    ("text", "created"),
    [
        ("创建时间：2026年9月1日 10点21分", "2026-09-01 10:21"),
        ("创建时间\n2026/9/1 10:21:07", "2026-09-01 10:21:07"),
        ("项目已于 2026-09-01 10:21 创建", "2026-09-01 10:21"),
        ("created 2026-09-01T02:21:00Z", "2026-09-01 10:21"),
        ("created: 2026-09-01 10:21 (UTC+8)", "2026-09-01 10:21"),
        ("created 2026-09-01 02:21 UTC", "2026-09-01 10:21"),
        ("创建时间：２０２６－０９－０１ １０：２１", "2026-09-01 10:21"),
        ("创建 2026-09-01 10:21，创建时间 2026-09-01 10:21", "2026-09-01 10:21"),
        ("创建日期：2026-09-01", "2026-09-01"),
        ("9月1日 10:21 创建", "2026-09-01 10:21"),
        ("创建时间 2026-09-01 下午3:21", "2026-09-01 15:21"),
        ("created 2026-09-01 3:21 PM", "2026-09-01 15:21"),
    ],
)
def test_ways_to_write_the_creation(text: str, created: str) -> None:
    """The creation decides which orders count at all: zones and spellings must not move it."""
    reply = read_reply(text, NOW)
    assert (reply.created, reply.unclear) == (created, ())


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("创建时间 09/01/2026 10:21", "created"),
        ("创建时间 2026-02-30 10:21", "created"),
        ("创建时间 2026-12-24 10:21", "created"),
        ("创建时间 2026-09-01 10:21，又于 2026-09-02 10:21 创建", "created"),
        ("有效期至 1月1日", "valid_until"),
        ("原项目编号 202606010001 失效，新的是 202609010421", "number"),
        ("ECS 返现 5%，RDS 返现 8%", "rate"),
        ("返现 5%-8%", "rate"),
        ("最高返现 5%", "rate"),
        ("返现 5% 左右", "rate"),
    ],
)
def test_doubtful_facts_are_left_to_the_user(text: str, field: str) -> None:
    """A wrong creation, number or rate that looks sure is worse than an empty field."""
    reply = read_reply(text, NOW)
    assert getattr(reply, field) == ""
    assert field in reply.unclear


def test_a_range_of_validity_counts_with_its_end() -> None:
    """The first date would make a new project look expired."""
    reply = read_reply("有效期：2026-09-01 10:21 至 2026-12-01 10:21", NOW)
    assert (reply.valid_until, reply.created) == ("2026-12-01 10:21", "")


def test_a_labelled_number_may_look_unusual() -> None:
    """Some partners still issue shorter numbers."""
    assert read_reply("商机ID：20260901", NOW).number == "20260901"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "审核中，请稍候",
        "项目编号 2026-09-01",
        "税率 6%",
        "订单 236414227150922",
        "有效期 3 个月",
    ],
)
def test_nothing_is_found_in_a_reply_without_facts(text: str) -> None:
    """A date, a tax rate or an order number must not turn into a project."""
    assert read_reply(text, NOW) == Reply()


def test_found_names_the_fields_that_were_read() -> None:
    """The form lists the fields that it filled in, and must not claim more."""
    assert read_reply("编号 202609010421，返点 5 个点", NOW).found == ("number", "rate")
