"""Data classes made at leisure can do what those of the standard library can."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from typing import Any, ClassVar

import pytest

from desktop.base import lazy_dataclass
from desktop.base.lazy_dataclass import dataclass


def make(decorator: Callable[..., Any], **options: bool) -> Any:
    """Return a class with fields of every kind, made by a decorator."""

    @decorator(frozen=True, slots=True, **options)
    class Sample:
        """A sample."""

        kind: ClassVar[str] = "sample"
        name: str
        amount: int = 3
        facts: Mapping[str, int] = field(default_factory=dict)
        key: int | None = field(default=None, compare=False)

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("a sample without a name")

        @property
        def double(self) -> int:
            """Return twice the amount."""
            return 2 * self.amount

    return Sample


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that is pickled, which needs a class of a module."""

    name: str
    amount: int = 0


WAYS: tuple[Callable[[Any], object], ...] = (
    lambda c: repr(c(name="a")),
    lambda c: repr(c("a", 4, {"x": 1}, 5)),
    lambda c: c("a") == c("a"),
    lambda c: c("a") == c("b"),
    lambda c: c("a", key=1) == c("a", key=2),
    lambda c: c("a") == "a",
    lambda c: c("a").facts,
    lambda c: c("a").facts is c("a").facts,
    lambda c: hash(c("a", facts=())) == hash(("a", 3, ())),
    lambda c: c("a").double,
    lambda c: c.kind,
    lambda c: repr(dataclasses.replace(c("a"), amount=7)),
    lambda c: dataclasses.asdict(c("a")),
    lambda c: [(one.name, one.compare) for one in dataclasses.fields(c)],
    dataclasses.is_dataclass,
    lambda c: c.__match_args__,
    lambda c: sorted(c.__slots__),
    lambda c: c.__doc__,
    lambda c: list(inspect.signature(c).parameters) if c("a") else [],
    lambda c: repr(copy.deepcopy(c("a", facts={"x": 1}))),
    lambda c: hasattr(c("a"), "__dict__"),
)
WRONG: tuple[Callable[[Any], object], ...] = (
    lambda c: c(),
    lambda c: c("a", other=1),
    lambda c: c(""),
    lambda c: setattr(c("a"), "amount", 4),
    lambda c: delattr(c("a"), "amount"),
    lambda c: hash(c("a")),
)


@pytest.mark.parametrize("number", range(len(WAYS)))
def test_a_value_can_do_what_it_always_could(number: int) -> None:
    """A record that compares or prints otherwise breaks saving, undo and every list."""
    expected, made = make(dataclasses.dataclass), make(dataclass)
    way = WAYS[number]
    assert way(made) == way(expected)
    assert way(made) == way(expected), "the second time, when the methods are there"


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_is_refused_is_refused_in_the_same_way(number: int) -> None:
    """A record that can be changed in place is changed behind the back of the journal."""
    errors = []
    for decorator in (dataclasses.dataclass, dataclass):
        with pytest.raises((TypeError, ValueError, AttributeError)) as caught:
            WRONG[number](make(decorator))
        errors.append(caught.value)
    assert str(errors[0]) == str(errors[1])
    assert isinstance(errors[1], AttributeError) == isinstance(errors[0], AttributeError)


def test_nothing_can_be_added() -> None:
    """A name with a typing mistake must not make a field of its own."""
    with pytest.raises(AttributeError):
        make(dataclass)("a").other = 4


def test_fields_may_have_to_be_named() -> None:
    """Long records are made by names alone, so that two of them are never mixed up."""
    expected = make(dataclasses.dataclass, kw_only=True)
    made = make(dataclass, kw_only=True)
    assert repr(made(name="a", amount=1)) == repr(expected(name="a", amount=1))
    assert made.__match_args__ == expected.__match_args__ == ()
    with pytest.raises(TypeError):
        made("a")


def test_a_value_survives_pickling() -> None:
    """Values go to other processes, and are copied."""
    assert pickle.loads(pickle.dumps(Kept("a", 2))) == Kept("a", 2)  # noqa: S301 - just written


def test_values_are_taken_apart_by_matching() -> None:
    """Rules dispatch on the class of their facts."""
    match Kept("a", 2):
        case Kept(name, amount):
            assert (name, amount) == ("a", 2)


def test_threads_may_be_the_first_at_once() -> None:
    """The window and its workers meet a class for the first time in the same moment."""
    for _ in range(20):
        sample = make(dataclass)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda n, c=sample: (c("a", n) == c("a", n), n), range(40)))
        assert found == [(True, n) for n in range(40)]


def test_other_kinds_are_left_to_the_standard_library() -> None:
    """One that can be changed, ordered or derived from another is as it always was."""

    @lazy_dataclass.dataclass(slots=True)
    class Open:
        amount: int = 0

    @lazy_dataclass.dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        amount: int = 0

    @lazy_dataclass.dataclass(frozen=True)
    class Derived(Kept):
        more: int = 1

    value = Open()
    value.amount = 2
    assert value == Open(2)
    assert Ordered(1) < Ordered(2)
    assert repr(Derived("a")).endswith("Derived(name='a', amount=0, more=1)")
