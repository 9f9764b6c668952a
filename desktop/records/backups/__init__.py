"""Backups of the data file: taken, checked, listed, pruned, compared and restored."""
