"""Recovers the rows of a damaged data file without SQLite, which refuses such a file as a whole."""
