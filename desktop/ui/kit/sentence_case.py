"""Words of the glossary begin small, since they stand within sentences; alone they begin large."""

from __future__ import annotations


def capital(word: str) -> str:
    """The word with its first letter as a capital; Chinese has none and stays as it is."""
    return word[:1].upper() + word[1:]
