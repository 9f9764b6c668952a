"""Reminders of the running window: periodic checks, the banner, and the missed reminders."""
