"""One file format a module: how its records are read and written."""
