"""Opening the data file: checks before SQLite sees it, the connection, schema and identity."""
