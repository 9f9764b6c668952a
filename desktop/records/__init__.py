"""The one SQLite file: opened with care, changed in whole acts, with a journal of every one."""
