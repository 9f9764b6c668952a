"""The message that asks a partner for a project number, exactly as it will be sent."""

from __future__ import annotations

from desktop.base.resources import resource
from desktop.forms.wizard_steps import Request
from desktop.wording.i18n import _

GAP = "______"
"""What stands for a fact that is still missing."""


def compose(request: Request, language: str) -> str:
    """Write the message in `language` (``zh_CN`` or ``en``), whatever the program itself speaks.

    A fact that is still missing shows as a gap, so that the preview says what to fill in; the line
    of the products, which may be left out, is left out without them.
    """
    template = resource(f"templates/request.{language}.txt").read_text(encoding="utf-8")
    products = request.products.strip()
    lines = [line for line in template.splitlines() if products or "{products}" not in line]
    return "\n".join(lines).format(
        company=request.company.strip() or GAP,
        uid=request.uid.strip() or GAP,
        purpose=request.purpose.strip() or GAP,
        products=products,
    )


def never_send() -> str:
    """Return what must never be in a message to a partner."""
    return _(
        "Never send a password, an AccessKey or payment data. Your partner needs none of "
        "them, and LinkDue never asks for them."
    )
