"""What a request for a project number says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """The facts of a request, as typed. `products` is free text."""

    uid: str
    company: str = ""
    purpose: str = ""
    products: str = ""

    def missing(self) -> tuple[str, ...]:
        """The fields without which a partner cannot register a project."""
        return tuple(name for name in ("company", "purpose") if not getattr(self, name).strip())
