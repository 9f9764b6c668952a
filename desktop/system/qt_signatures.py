"""Lazy loading of PySide's function signatures, which it otherwise loads at each start.

For docstrings and the messages of wrong calls, PySide embeds Python sources in its library, and
compiles them all before the first of its modules can be imported. If a folder `files.dir` lies
beside `shiboken6`, it loads that folder's modules instead (see its variable `SBK_EMBED`).
`defer_signatures` points it to the one in `resources/qt`, which imports this module: PySide finds
the functions below, and they call its own on first use.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from desktop.base.resources import resource

_BINDING = "shiboken6"
_NAMED = (_BINDING, "PySide6")
"""The packages whose classes and functions appear in PySide's messages."""
_SUPPORT = "shibokensupport"
_LATER = ("base64", "tempfile", "traceback", "zipfile")
"""Modules that PySide imports only for its embedded sources."""


def defer_signatures() -> None:
    """Import shiboken6 without the signatures; do nothing if it is already imported."""
    spec = find_spec(_BINDING)
    if _BINDING in sys.modules or spec is None or spec.loader is None:
        return
    binding = module_from_spec(spec)
    place, binding.__file__ = binding.__file__, str(resource("qt") / "__init__.py")
    absent = [name for name in _LATER if name not in sys.modules]
    sys.modules |= {name: ModuleType(name) for name in absent} | {_BINDING: binding}
    try:
        spec.loader.exec_module(binding)
    except BaseException:
        del sys.modules[_BINDING]
        raise
    finally:
        for name in absent:
            del sys.modules[name]
    binding.__file__ = place


def _own(module: str) -> ModuleType:
    """Return a module of PySide's signature package; load the package at the first call."""
    name = f"{_SUPPORT}.signature.{module}"
    if sys.modules.get(name) not in (None, sys.modules[__name__]):
        return sys.modules[name]
    bootstrap = import_module("signature_bootstrap")
    vars(bootstrap).update({name: import_module(name) for name in _LATER})
    finders, finder = bootstrap.prepare_zipfile()
    for loaded in [name for name in sys.modules if name.partition(".")[0] == _SUPPORT]:
        del sys.modules[loaded]
    finders.insert(0, finder)
    try:
        import_module(f"{_SUPPORT}.signature.loader")
    finally:
        finders.remove(finder)
    return sys.modules[name]


def _deferred(function: str) -> Callable[..., object]:
    def call(*arguments: object, **named: object) -> object:
        answer: object = getattr(_own("loader"), function)(*arguments, **named)
        return answer

    return call


# The functions that PySide looks up in its module `loader`.

pyside_type_init = _deferred("pyside_type_init")
create_signature = _deferred("create_signature")
seterror_argument = _deferred("seterror_argument")
make_helptext = _deferred("make_helptext")
feature_import = _deferred("feature_import")
feature_imported = _deferred("feature_imported")


def finish_import(module: ModuleType) -> None:
    """Do nothing; PySide's own function would add deprecated names to the module."""


def post_init() -> None:
    """Do nothing; PySide's own function would patch `import` to offer names in snake case."""


# The function that PySide calls in its module `mapping` before it writes the message of a wrong
# call.


def update_mapping() -> None:
    """Update PySide's own mapping, and define here the packages that it looks names up in."""
    _own("mapping").update_mapping()
    globals().update({name: sys.modules[name] for name in _NAMED})
