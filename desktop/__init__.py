"""LinkDue (关联管家): link every Alibaba Cloud order before it is due."""

__version__ = "0.1.0"

READ_SPREADSHEET = "--read-spreadsheet"
"""The program calls itself with this; see `desktop.exchange.document.spreadsheet`."""
IS_RUNNING = "--is-running"
"""An installer calls the program with this; see `desktop.system.open_windows`."""
OPEN_NOTE = "--open-note"
"""Windows calls the program with this and a link when a notification of ours is clicked, or snoozed
by its button; see `desktop.system.notifications.link`. Nothing else is heeded in such a call."""
