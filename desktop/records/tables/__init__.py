"""The tables of the data file: writing, reading, journalling and migrating their rows."""
