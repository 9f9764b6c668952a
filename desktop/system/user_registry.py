"""The user's part of Windows' registry: values below ``HKEY_CURRENT_USER``."""

from __future__ import annotations

import sys
from typing import Protocol

APP = "LinkDue"
"""The name of our values, which the uninstaller deletes."""


class UserRegistry(Protocol):
    """Reads and writes the user's part of the registry; tests pass a dictionary."""

    def read(self, key: str, name: str) -> str | None:
        """Return a text; None if there is none. The empty name is the key's default value."""

    def read_bytes(self, key: str, name: str) -> bytes:
        """Return a binary value; empty if there is none."""

    def write(self, key: str, name: str, text: str) -> None:
        """Write a text; create the key if it is missing. Raises OSError."""

    def forget(self, key: str, name: str) -> None:
        """Remove a value, if it is there. Raises OSError."""


def user_registry() -> UserRegistry:
    """Return the user's registry, which is empty on systems other than Windows."""
    return _WindowsRegistry()


class _WindowsRegistry:
    def read(self, key: str, name: str) -> str | None:
        value = self._value(key, name)
        return value if isinstance(value, str) else None

    def read_bytes(self, key: str, name: str) -> bytes:
        value = self._value(key, name)
        return value if isinstance(value, bytes) else b""

    def _value(self, key: str, name: str) -> object:
        if sys.platform != "win32":
            return None
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except OSError:
            return None

    def write(self, key: str, name: str, text: str) -> None:
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

    def forget(self, key: str, name: str) -> None:
        if sys.platform == "win32":
            import winreg
            from contextlib import suppress

            access = winreg.KEY_SET_VALUE
            with (
                suppress(FileNotFoundError),
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, access) as opened,
            ):
                winreg.DeleteValue(opened, name)
