"""PySide's texts of signatures, loaded when one is wanted instead of at each start.

For docstrings, and for the messages of wrong calls, PySide carries Python sources in its library,
and compiles them all before the first of its modules can be imported. Where a folder `files.dir`
lies beside `shiboken6` it loads what is in there instead (what its variable `SBK_EMBED` is for).
`defer_signatures` shows it the one in `resources/qt`, and that leads here: PySide finds the
functions below, and they call its own once they are needed.
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
"""The packages whose classes and functions PySide names in messages."""
_SUPPORT = "shibokensupport"
_LATER = ("base64", "tempfile", "traceback", "zipfile")
"""What PySide imports for its embedded sources alone."""


def defer_signatures() -> None:
    """Leave the signatures out of the first import of PySide; do nothing after it."""
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
    """Return PySide's own module of the signatures; the first time, load them all."""
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


# What PySide asks its module `loader` for.

pyside_type_init = _deferred("pyside_type_init")
create_signature = _deferred("create_signature")
seterror_argument = _deferred("seterror_argument")
make_helptext = _deferred("make_helptext")
feature_import = _deferred("feature_import")
feature_imported = _deferred("feature_imported")


def finish_import(module: ModuleType) -> None:
    """Leave a module of PySide as it is; its own function would add names that are deprecated."""


def post_init() -> None:
    """Leave `import` as it is; PySide's own function would have it offer names in snake case."""


# What PySide asks its module `mapping` for, before it words the message of a wrong call.


def update_mapping() -> None:
    """Have the packages at hand in which PySide looks up what was called."""
    _own("mapping").update_mapping()
    globals().update({name: sys.modules[name] for name in _NAMED})
