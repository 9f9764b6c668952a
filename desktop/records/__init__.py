"""The SQLite data file: opened after checks, changed in journalled transactions, backed up."""
