"""The message that asks a partner for a project number, exactly as it will be sent."""

from __future__ import annotations

from desktop.base.resources import resource
from desktop.forms.wizard_steps import Request
from desktop.wording.i18n import _


def compose(request: Request, language: str) -> str:
    """Write the message in `language` (``zh_CN`` or ``en``), whatever the program itself speaks.

    A fact that is still missing shows as a gap, so that the preview says what to fill in.
    """
    template = resource(f"templates/request.{language}.txt").read_text(encoding="utf-8")
    gap = "______"
    return template.format(
        company=request.company.strip() or gap,
        uid=request.uid.strip() or gap,
        purpose=request.purpose.strip() or gap,
        products=request.products.strip() or gap,
    )


def never_send() -> str:
    """Return what must never be in a message to a partner."""
    return _(
        "Never send a password, an AccessKey or payment data. Your partner needs none of "
        "them, and LinkDue never asks for them."
    )
