"""What a verb raises where it cannot do what was asked for."""

from __future__ import annotations


class Refused(Exception):
    """A request that cannot be carried out; the message is for the user."""
