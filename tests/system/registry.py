"""A fake of the Windows registry."""

from __future__ import annotations


class FakeRegistry:
    """Keeps values in a dictionary; refuses writes to the keys that it is told to protect."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}
        self.refuses = False

    def read(self, key: str, name: str) -> str | None:
        value = self.values.get((key, name))
        return value if isinstance(value, str) else None

    def read_bytes(self, key: str, name: str) -> bytes:
        value = self.values.get((key, name))
        return value if isinstance(value, bytes) else b""

    def write(self, key: str, name: str, text: str) -> None:
        if self.refuses:
            raise PermissionError(5, "Access is denied")
        self.values[key, name] = text

    def forget(self, key: str, name: str) -> None:
        if self.refuses:
            raise PermissionError(5, "Access is denied")
        self.values.pop((key, name), None)
