"""`dataclass` whose methods are made when a value of the class is first made or compared.

The one of the standard library writes and compiles five functions for each class, half a
millisecond or more: for the eighty classes that a start of the window loads, most of which it never
makes a value of, that was a fifth of everything it loaded. What a class can do is the same, and so
are the types: checkers see the decorator of the standard library.
"""

from __future__ import annotations

import dataclasses
import threading
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


_GENERATED = ("__init__", "__repr__", "__eq__", "__hash__")
_lock = threading.RLock()


class _Fields:
    """Stands for what the standard library asks a data class for, until it is asked for."""

    def __init__(self, name: str, complete: Any) -> None:
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
    own = [name for name in _GENERATED if name in members]
    waiting = [name for name in _GENERATED if name not in own and members.get(name) is None]

    def complete() -> None:
        with _lock:
            if not isinstance(made.__dict__["__dataclass_fields__"], _Fields):
                return
            full = dataclasses.dataclass(frozen=True, kw_only=kw_only)(plain).__dict__
            for name in (*waiting, "__dataclass_params__", "__dataclass_fields__"):
                setattr(made, name, full[name])

    members |= {
        "__slots__": tuple(names),
        "__match_args__": () if kw_only else tuple(names),
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": _state,
        "__setstate__": _set_state,
        "__dataclass_params__": _Fields("__dataclass_params__", complete),
        "__dataclass_fields__": _Fields("__dataclass_fields__", complete),
    }
    members |= {name: _first_call(name, complete) for name in waiting}
    made = type(plain)(plain.__name__, plain.__bases__, members)
    made.__qualname__ = plain.__qualname__
    return made


def _first_call(name: str, complete: Any) -> Any:
    def call(self: object, *arguments: object, **named: object) -> object:
        complete()
        return getattr(self, name)(*arguments, **named)

    return call


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
