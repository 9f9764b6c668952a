"""The manual page: a template, with options and verbs from the program's argument parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from desktop.cli.arguments import make_parser


def man_page(template: str, facts: dict[str, str]) -> str:
    """Return the page in roff, with each ``@NAME@`` replaced by the fact of this name."""
    parser = make_parser()
    for name, text in (
        *facts.items(),
        ("OPTIONS", "\n".join(_options(parser))),
        ("VERBS", "\n".join(_verbs(parser))),
    ):
        template = template.replace(f"@{name}@", text)
    return template


def verbs_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the verbs with their argument parsers."""
    [verbs] = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(verbs.choices)


def _verbs(parser: argparse.ArgumentParser) -> Iterator[str]:
    general = {option for action in parser._actions for option in action.option_strings}
    for name, verb in verbs_of(parser).items():
        own = [a for a in verb._actions if not general & set(a.option_strings)]
        words = " ".join(_argument(a) for a in own if not a.option_strings)
        yield f".SS {_bold(name)} {words}".rstrip()
        yield _roff(_sentence(verb.description or ""))
        yield from _described(a for a in own if a.option_strings)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    return _described(action for action in parser._actions if action.option_strings)


def _described(options: Iterable[argparse.Action]) -> Iterator[str]:
    for action in options:
        names = ", ".join(_bold(name) for name in action.option_strings)
        yield f".TP\n{names} {_argument(action)}".rstrip()
        yield _roff(_sentence(action.help or "")) or "."


def _argument(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.metavar is None and action.choices:
        return "|".join(_bold(str(choice)) for choice in action.choices)
    word = f"\\fI{_roff(str(action.metavar or action.dest))}\\fR"
    return f"[{word}]" if action.nargs == argparse.OPTIONAL else word


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if not text or text[-1] in ".?" else ".")


def _bold(text: str) -> str:
    return f"\\fB{_roff(text)}\\fR"


def _roff(text: str) -> str:
    """Escape a text for roff, so that nothing is a command and hyphens stay plain ASCII."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
