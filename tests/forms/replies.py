"""Replies of partners and notices about orders as people write them, with the expected values.

Every name and number is invented. The day of receipt is 10 September 2026, 12:00 in Beijing.
"""

from __future__ import annotations

from typing import NamedTuple

N = "202609010421"


class Example(NamedTuple):
    """A reply, the values that the form must show, and the fields that must stay empty.

    `assumed` are the fields of which a part was supplied; `left` is a text that must be reported as
    found but not used.
    """

    text: str
    read: dict[str, str]
    unclear: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    left: str = ""


def _full(created: str = "2026-09-01 10:21", **others: str) -> dict[str, str]:
    return {"number": N, "created": created, **others}


REPLIES = [
    # Formal replies
    Example(
        f"项目编号：{N}，创建时间 2026-09-01 10:21，有效期至 2026-12-01，返现 5%",
        _full(valid_until="2026-12-01", rate="5"),
    ),
    Example(
        f"您好，商机ID：{N}\n创建时间：2026-09-01 10:21:07\n有效期至：2026-12-01 10:21:07\n"
        "返现比例：5%",
        _full("2026-09-01 10:21:07", valid_until="2026-12-01 10:21:07", rate="5"),
    ),
    Example(
        f"【合作伙伴项目】\n项目编号（商机ID）：{N}\n"
        "报备时间：2026/9/1 10:21\n到期时间：2026/12/1 10:21",
        _full(valid_until="2026-12-01 10:21"),
    ),
    Example(
        f"项目号 {N} 已报备，报备时间2026年9月1日10时21分，有效期到2026年12月1日。",
        _full(valid_until="2026-12-01"),
    ),
    Example(
        f"客户账号ID 1738376485190001\n项目编号 {N}\n创建时间 2026-09-01 10:21",
        _full(account="1738376485190001"),
    ),
    Example(f"UID：1738376485190001 商机编号：{N}", {"account": "1738376485190001", "number": N}),
    Example(f"编号{N}", {"number": N}),
    Example(f"编号是 {N} 哈，收好", {"number": N}),
    Example("项目编号：2026 0901 0421", {"number": N}),
    Example("项目编号：２０２６０９０１０４２１", {"number": N}),
    Example("项目编号：\u200b202609010421\ufeff", {"number": N}),
    Example("商机ID：20260901", {"number": "20260901"}),
    Example("项目编号 20260901042112", {"number": "20260901042112"}),
    # Chat messages
    Example(
        f"亲，刚刚创建好了，编号 {N}",
        _full("2026-09-10 12:00"),
        assumed=("created",),
    ),
    Example(
        f"今天上午10点创建的，编号 {N}",
        _full("2026-09-10 10:00"),
        assumed=("created",),
    ),
    Example(
        f"昨天下午3点半报备的哈，项目编号{N}，返两成",
        _full("2026-09-09 15:30", rate="20"),
        assumed=("created",),
    ),
    Example(
        f"昨晚8点一刻建立，{N}，返点 5 个点",
        _full("2026-09-09 20:15", rate="5"),
        assumed=("created",),
    ),
    Example(
        f"9月1日10:21创建，编号{N}",
        _full(),
        assumed=("created",),
    ),
    Example(f"编号{N} 9月1号上午10:21报备", _full(), assumed=("created",)),
    Example(f"九月一日上午十点二十一分创建，{N}", _full(), assumed=("created",)),
    Example(f"30分钟前创建的 {N}", _full("2026-09-10 11:30"), assumed=("created",)),
    Example(f"项目已于9月1日10:21为您创建 {N}", _full(), assumed=("created",)),
    Example(f"9月1日10:21已提交，{N}", {"number": N}, left="9月1日10:21"),
    Example(f"项目已于9月1日10:21创建 {N}", _full(), assumed=("created",)),
    Example(f"昨天3点半创建的 {N}", {"number": N}, ("created",)),
    Example(f"昨天创建的，编号 {N}", {"number": N}, ("created",)),
    Example(f"10:21创建 {N}", {"number": N}, ("created",)),
    Example(f"大概昨天下午3点创建的 {N}", {"number": N}, ("created",)),
    Example(f"9月1日10:21左右创建 {N}", {"number": N}, ("created",)),
    Example(f"晚上12点创建 {N}", {"number": N}, ("created",)),
    Example(f"{N} 明天上午10点创建", {"number": N}, ("created",)),
    Example("老板好，报备已提交，审核中，请稍候", {}),
    Example("已提交，一般1-2个工作日出结果", {}),
    Example("收到，稍等哈", {}),
    Example("张三 2026-09-05 09:00\n好的，马上报备", {}, left="2026-09-05 09:00"),
    Example(
        f"张三 2026-09-05 09:00:12\n项目编号 {N}，创建时间 2026-09-01 10:21",
        _full(),
        left="2026-09-05 09:00:12",
    ),
    Example("有问题打我电话 13800138000", {}, left="13800138000"),
    Example(f"编号 {N}，有问题打 13800138000", {"number": N}, left="13800138000"),
    # Notations of timestamps
    Example(f"创建时间 2026-09-01 上午10:21，{N}", _full()),
    Example(f"创建时间 2026/9/1 AM 10:21，{N}", _full()),
    Example(f"创建时间 2026-09-01T10:21:00+08:00 {N}", _full()),
    Example(f"创建时间 2026-09-01T02:21:00.000Z {N}", _full()),
    Example(f"创建时间：20260901102100 {N}", _full()),
    Example(f"创建时间(UTC+8)：2026-09-01 10:21 {N}", _full()),
    Example(f"创建时间（北京时间）：2026-09-01 10:21 {N}", _full()),
    Example(f"创建时间：2026-09-01（周二）10:21 {N}", _full()),
    Example(f"创建时间：2026-09-01（周三）10:21 {N}", {"number": N}, ("created",)),
    Example(f"创建日期：2026-09-01，{N}", _full("2026-09-01")),
    Example(f"创建日期 2026-09-01，创建时间 2026-09-01 10:21 {N}", _full()),
    Example(f"创建时间 09/01/2026 10:21 {N}", {"number": N}, ("created",)),
    Example(f"创建时间 26-09-01 10:21 {N}", {"number": N}, ("created",)),
    Example(f"创建时间 2026-02-30 10:21 {N}", {"number": N}, ("created",)),
    Example(f"创建时间 2026-09-01 25:21 {N}", {"number": N}, ("created",)),
    Example(f"创建时间 2026-12-24 10:21 {N}", {"number": N}, ("created",)),
    Example(
        f"创建时间 2026-09-01 10:21，又于 2026-09-02 10:21 创建 {N}", {"number": N}, ("created",)
    ),
    Example(
        f"{N}\n2026-09-01 10:21 创建\n2026-12-01 12:00 到期",
        _full(valid_until="2026-12-01 12:00"),
    ),
    Example(
        f"{N} 2026-09-01 10:21 创建，2026-12-01 12:00 到期", _full(valid_until="2026-12-01 12:00")
    ),
    Example(
        f"{N} 2026-09-01 10:21 创建 2026-12-01 12:00 到期",
        {"number": N, "valid_until": "2026-12-01 12:00"},
        ("created",),
    ),
    Example(f"{N} 张三 2026-09-05 09:00 创建于 2026-09-01 10:21", _full()),
    Example(f"订单创建时间 2026-09-01 10:21，{N}", {"number": N}, left="2026-09-01 10:21"),
    Example(f"账号创建时间：2019-05-01 08:00，{N}", {"number": N}, left="2019-05-01 08:00"),
    # Validity
    Example(
        f"{N} 创建时间 2026-09-01 10:21 有效期三个月",
        _full(valid_until="2026-11-30 10:21"),
        assumed=("valid_until",),
    ),
    Example(
        f"{N} 创建时间 2026-09-01 10:21，有效期：90天",
        _full(valid_until="2026-11-30 10:21"),
        assumed=("valid_until",),
    ),
    Example(
        f"Created 2026-09-01 10:21, number {N}, valid for 3 months",
        _full(valid_until="2026-11-30 10:21"),
        assumed=("valid_until",),
    ),
    Example("有效期三个月", {}, left="3个月"),
    Example(f"{N} 有效期 3 个月", {"number": N}, left="3 个月"),
    Example(
        f"{N} 有效期：2026-09-01 10:21 至 2026-12-01 10:21",
        {"number": N, "valid_until": "2026-12-01 10:21"},
    ),
    Example(f"{N} 有效期 2026.9.1-2026.12.1", {"number": N, "valid_until": "2026-12-01"}),
    Example(f"{N} 2026-12-01到期", {"number": N, "valid_until": "2026-12-01"}),
    Example(f"{N} 2026-12-01 24:00前有效", {"number": N, "valid_until": "2026-12-02 00:00"}),
    Example(f"{N} 有效期至 1月1日", {"number": N}, ("valid_until",)),
    Example(f"{N} 有效期至 12/01/2026", {"number": N}, ("valid_until",)),
    Example(f"{N} 优惠券有效期至 2026-10-01", {"number": N}, left="2026-10-01"),
    Example(f"{N} 请于 2026-09-30 24:00 前关联", {"number": N}, left="2026-09-30 24:00"),
    # Rates
    Example(f"{N} 返现5%", {"number": N, "rate": "5"}),
    Example(f"{N} 返两成", {"number": N, "rate": "20"}),
    Example(f"{N} 返一成半", {"number": N, "rate": "15"}),
    Example(f"{N} 返百分之十二", {"number": N, "rate": "12"}),
    Example(f"{N} 返五个点", {"number": N, "rate": "5"}),
    Example(f"{N} 7.5%返现", {"number": N, "rate": "7.5"}),
    Example(f"{N} 返利比例：８％", {"number": N, "rate": "8"}),
    Example(f"{N} 返现 5%，开票税率 6%", {"number": N, "rate": "5"}, left="6%"),
    Example(f"{N} 税率 6%", {"number": N}, left="6%"),
    Example(f"{N} ECS 返现 5%，RDS 返现 8%", {"number": N}, ("rate",)),
    Example(f"{N} 返现 5%-8%", {"number": N}, ("rate",)),
    Example(f"{N} 最多返两成", {"number": N}, ("rate",)),
    Example(f"{N} 返 5% 左右", {"number": N}, ("rate",)),
    Example(f"{N} 返 5%，大单另议", {"number": N}, ("rate",)),
    Example(f"{N} 返现另行约定。今年增长 20%", {"number": N}, left="20%"),
    Example(f"{N} 返现 5%\n折扣 20%", {"number": N}, ("rate",), left="20%"),
    # Several numbers
    Example("原项目编号 202606010001 失效，新的是 202609010421", {}, ("number",)),
    Example(f"项目编号 {N}，项目编号 {N}", {"number": N}),
    Example("项目编号 2026-09-01", {}, left="2026-09-01"),
    Example(f"订单 236414227150922 请关联到 {N}", {"number": N}, left="236414227150922"),
    Example(f"账号 1738376485190001 和账号 1000000000000002 都用 {N}", {"number": N}, ("account",)),
    # In English
    Example(
        f"Hello, project number {N} was registered for account 1234567890123456.\n"
        "Created on 1 September 2026 at 10:21. It expires on Dec 1, 2026 23:59. Cashback is 7.5%.",
        _full(account="1234567890123456", valid_until="2026-12-01 23:59", rate="7.5"),
    ),
    Example(f"Created: Sep 1, 2026 10:21 AM (GMT+8)\nOpportunity ID: {N}", _full()),
    Example(f"{N} created Sept. 1st, 2026, 2:21 UTC", _full()),
    Example(f"Just now created: {N}", _full("2026-09-10 12:00"), assumed=("created",)),
    Example(
        f"{N} was created yesterday at 3:30 pm",
        _full("2026-09-09 15:30"),
        assumed=("created",),
    ),
    Example(f"{N}, we spoke yesterday at 3:30 pm", {"number": N}, left="yesterday at 3:30 pm"),
    Example(f"{N}, created yesterday at 3:30 pm", _full("2026-09-09 15:30"), assumed=("created",)),
    Example(f"Project {N}: cashback up to 8%", {"number": N}, ("rate",)),
    Example(f"Rebate of 5% for project {N}, VAT 6%", {"number": N, "rate": "5"}, left="6%"),
    Example("Still under review, sorry", {}),
]
"""Replies of partners, with the expected values of the form."""

NOTICES = [
    (
        "【阿里云】您的订单236414227150400已于2026年11月27日 10:30支付成功，金额1200.00元。",
        {"number": "236414227150400", "paid_at": "2026年11月27日 10:30", "payable": "1200.00元"},
    ),
    (
        "【阿里云】尊敬的用户，您的订单236414227150401将于2026年12月4日 10:30失效，请尽快支付。",
        {"number": "236414227150401"},
    ),
    (
        "【阿里云】您的云服务器ECS将于2026年12月1日到期，订单236414227150402，请及时续费。",
        {"number": "236414227150402"},
    ),
    (
        "订单236414227150403支付成功，实付￥2,040.00，优惠￥960.00，支付时间2026-09-01 14:25",
        {
            "number": "236414227150403",
            "status": "paid",
            "cash_paid": "¥2,040.00",
            "paid_at": "2026-09-01 14:25",
        },
    ),
    (
        """订单号：236414227150404
下单时间：2026年9月1日 下午2:20
支付时间：2026年9月1日 下午2:25
类型：新购 状态：已支付
实付金额：¥2,040.00""",
        {
            "number": "236414227150404",
            "created_at": "2026年9月1日 下午2:20",
            "paid_at": "2026年9月1日 下午2:25",
            "cash_paid": "¥2,040.00",
            "kind": "New",
            "status": "paid",
        },
    ),
    (
        "Order 236414227150405 was paid. Payment time: Sep 1, 2026, 14:25 Amount: CNY 2,040.00",
        {
            "number": "236414227150405",
            "paid_at": "Sep 1, 2026, 14:25",
            "payable": "CNY 2,040.00",
        },
    ),
    (
        "订单236414227150406退款成功，退款金额¥680.00，退款时间2026-09-03 10:00",
        {"number": "236414227150406"},
    ),
]
"""Notices of the console, and the fields of the order form that they fill."""
