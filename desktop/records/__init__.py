"""The one SQLite file: opened with care, changed in transactions, with a journal of every one."""
