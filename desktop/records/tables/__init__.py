"""The rows of the data file: how they are written, read, journalled and migrated."""
