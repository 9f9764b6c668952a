"""Reading LinkDue's own JSON: all of its records or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.domain.evidence_records import Evidence, SubjectKind
from desktop.domain.model import InvalidRecord
from desktop.domain.money_records import Cashback, Receipt
from desktop.domain.receipts import MatchedReceipt, check_shares, receipt_of
from desktop.exchange.formats.linkdue.shapes import VERSION, file_shape
from desktop.exchange.formats.validators import ValidationError
from desktop.exchange.snapshot import ImportRefused, ReadOrder, Snapshot, shown

_Json = dict[str, Any]


def read(data: object) -> Snapshot:
    """Return the records of parsed JSON, all of them or none.

    Raises ImportRefused: `newer-version`, or `schema` with the place (``orders[3].number``) and the
    problem there. `merge` checks that every account is known.
    """
    _refuse_newer(data)
    try:
        values = file_shape(_version(data)).validate(data)
        _refuse_duplicates(values)
        numbered = values.get("receipts", ())
        receipts = _receipts(values["cashback"], numbered)
        first = len(receipts) - len(numbered) + 1
        places = {each["number"]: first + at for at, each in enumerate(numbered)}
        evidence = _evidence(values.get("evidence", ()), len(values["projects"]), places)
    except ValidationError as error:
        facts = {"place": shown(error.where), "problem": error.problem}
        raise ImportRefused("schema", facts) from None
    return Snapshot(
        accounts=values["accounts"],
        partners=values["partners"],
        projects=values["projects"],
        orders=tuple(ReadOrder(row, order) for row, order in enumerate(values["orders"], 1)),
        receipts=receipts,
        sightings=values.get("sightings", ()),
        answers=values.get("answers", ()),
        comparisons=values.get("comparisons", ()),
        partner_answers=values.get("partner_answers", ()),
        evidence=evidence,
        own=True,
    )


def _version(data: object) -> object:
    return data.get("version") if isinstance(data, dict) else None


def _refuse_newer(data: object) -> None:
    version = _version(data)
    if isinstance(version, int) and version > VERSION:
        raise ImportRefused("newer-version", {"version": shown(version)})


def _refuse_duplicates(values: _Json) -> None:
    """Raise ValidationError if two records have the same identifier."""
    numbered = (p.number and (p.account, p.number) for p in values["projects"])
    _unique("accounts", "uid", (account.uid for account in values["accounts"]))
    _unique("partners", "name", (partner.name for partner in values["partners"]))
    _unique("projects", "number", numbered)
    _unique("orders", "number", (order.name for order in values["orders"]))
    _unique("answers", "item", ((each.account, each.item) for each in values.get("answers", ())))
    answered = ((each.account, each.order) for each in values.get("partner_answers", ()))
    _unique("partner_answers", "order", answered)


def _receipts(parts: Sequence[Cashback], receipts: Sequence[_Json]) -> tuple[MatchedReceipt, ...]:
    """Return the receipts, first those that consist of a single part.

    Raises ValidationError if the receipt of a part is missing, or if the parts of a receipt exceed
    its amount.
    """
    _unique("receipts", "number", (values["number"] for values in receipts))
    matched: dict[int, list[Cashback]] = {values["number"]: [] for values in receipts}
    alone = []
    for index, part in enumerate(parts):
        if part.receipt is None:
            alone.append(receipt_of(part))
        elif part.receipt in matched:
            matched[part.receipt].append(replace(part, receipt=None))
        else:
            raise ValidationError("not-recorded", f"cashback[{index}].receipt")
    return (*alone, *(_receipt(i, r, matched[r["number"]]) for i, r in enumerate(receipts)))


def _evidence(
    pieces: Sequence[Evidence], projects: int, receipts: Mapping[int, int]
) -> tuple[Evidence, ...]:
    """Return the evidence with the positions of its subjects as their keys.

    `projects` is the number of projects; `receipts` maps numbers of receipts to positions. Raises
    ValidationError if a subject is not in the file.
    """
    placed = []
    for index, piece in enumerate(pieces):
        subject = piece.subject
        if subject.kind is SubjectKind.RECEIPT:
            if subject.key not in receipts:
                raise ValidationError("not-recorded", f"evidence[{index}].receipt")
            subject = replace(subject, key=receipts[subject.key])
        elif subject.key > projects:
            raise ValidationError("not-recorded", f"evidence[{index}].project")
        placed.append(replace(piece, subject=subject))
    return tuple(placed)


def _receipt(index: int, values: _Json, parts: Sequence[Cashback]) -> MatchedReceipt:
    known = {name: values[name] for name in ("received_at", "amount", "note") if name in values}
    where = f"receipts[{index}]"
    try:
        receipt = Receipt(**known)
        undone = tuple(Cashback(**each, undone=True) for each in values.get("undone", ()))
    except InvalidRecord as invalid:
        raise ValidationError(invalid.problem, f"{where}.{invalid.field}") from None
    if parts:
        try:
            shares = [((part.account, part.order), part.amount) for part in parts]
            check_shares(receipt.amount, shares)
        except InvalidRecord as invalid:
            raise ValidationError(invalid.problem, f"{where}.{invalid.field}") from None
    return MatchedReceipt(receipt, tuple(parts), undone)


def _unique(section: str, field: str, names: Iterable[object]) -> None:
    seen = set()
    for index, name in enumerate(names):
        if name is not None and name in seen:
            raise ValidationError("duplicate", f"{section}[{index}].{field}")
        seen.add(name)
