"""`dataclass` whose methods are made when a class is first used, one by one.

The one of the standard library writes and compiles six functions for each class, which takes half
a millisecond. A start of the window loads eighty classes, and of most it makes no value, or never
compares or prints one: that was a third of what loading the program's own modules took. What a
class can do is the same, and so are the types: checkers see the decorator of the standard library.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, kw_only=False, **others):
        """Make a data class of `cls`: at leisure if it is frozen, slotted and inherits nothing."""

        def make(plain):
            if not (frozen and slots) or others or plain.__bases__ != (object,):
                given = {"frozen": frozen, "slots": slots, "kw_only": kw_only, **others}
                return dataclasses.dataclass(plain, **given)
            return _slotted(plain, kw_only=kw_only)

        return make if cls is None else make(cls)


__all__ = ["dataclass"]
_LATER = ("__repr__", "__eq__", "__hash__")
_ASKED_FOR = ("__dataclass_params__", "__dataclass_fields__")
"""What the functions of `dataclasses`, such as `replace`, look for in a class."""
_lock = threading.RLock()


class _Asked:
    """Stands in a class for what the standard library knows of it, until that is asked for."""

    def __init__(self, name: str, complete: Callable[[], object]) -> None:
        self._name = name
        self._complete = complete

    def __get__(self, _value: object, owner: type) -> object:
        self._complete()
        return getattr(owner, self._name)


def _slotted(plain: type, *, kw_only: bool) -> type:
    """Return a class with the slots of `plain`, whose methods are made when first called."""
    members = dict(plain.__dict__)
    names = [n for n, kind in plain.__annotations__.items() if not kind.startswith("ClassVar[")]
    for name in (*names, "__dict__", "__weakref__"):
        members.pop(name, None)
    # A class that compares in its own way has None for `__hash__`, unless it has one as well.
    later = [name for name in _LATER if members.get(name) is None]

    def initialize() -> None:
        with _lock:
            made.__init__ = _initializer(plain, names, kw_only=kw_only)  # type: ignore[misc]

    def complete() -> None:
        with _lock:
            if not isinstance(made.__dict__["__dataclass_fields__"], _Asked):
                return
            full = dataclasses.dataclass(frozen=True, kw_only=kw_only)(plain).__dict__
            for name in (*later, *_ASKED_FOR):
                setattr(made, name, full[name])

    members |= {
        "__slots__": tuple(names),
        "__match_args__": () if kw_only else tuple(names),
        "__init__": _at_first_call("__init__", initialize),
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": _state,
        "__setstate__": _set_state,
    }
    members |= {name: _at_first_call(name, complete) for name in later}
    members |= {name: _Asked(name, complete) for name in _ASKED_FOR}
    made = type(plain)(plain.__name__, plain.__bases__, members)
    made.__qualname__ = plain.__qualname__
    return made


def _at_first_call(name: str, make: Callable[[], object]) -> Callable[..., object]:
    """Return a method that has the real one made, which takes its place, and calls it."""

    def call(self: object, *arguments: object, **named: object) -> object:
        make()
        return getattr(self, name)(*arguments, **named)

    return call


def _initializer(plain: type, names: Sequence[str], *, kw_only: bool) -> Callable[..., None]:
    """Return `__init__`, as the standard library makes it."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_LEFT_OUT": object()}
    parameters, lines = [], ["pass"]
    for name in names:
        default: Any = plain.__dict__.get(name, dataclasses.MISSING)
        factory: Any = dataclasses.MISSING
        if isinstance(default, dataclasses.Field):
            if not default.init or default.kw_only not in (dataclasses.MISSING, kw_only):
                raise TypeError(f"{plain.__qualname__}.{name}: such a field is not provided for")
            default, factory = default.default, default.default_factory
        value = name
        if factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = factory
            parameters.append(f"{name}=_LEFT_OUT")
            value = f"_make_{name}() if {name} is _LEFT_OUT else {name}"
        elif default is not dataclasses.MISSING:
            known[f"_default_{name}"] = default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(plain, "__post_init__"):
        lines.append("self.__post_init__()")
    star = ["*"] if kw_only and parameters else []
    head = f"def __init__({', '.join(['self', *star, *parameters])}):"
    exec("\n ".join((head, *lines)), known)  # noqa: S102 - names of fields, from the source
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{plain.__qualname__}.__init__"
    return made


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: Sequence[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
