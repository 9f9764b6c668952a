"""Backups in the window: taken on a thread of their own, listed, compared, restored."""
