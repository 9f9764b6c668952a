"""The exception that verbs raise for requests they cannot carry out."""

from __future__ import annotations


class Refused(Exception):
    """A request that cannot be carried out; the message is for the user."""
