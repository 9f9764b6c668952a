"""Reading a damaged data file without SQLite, which refuses such files whole."""
