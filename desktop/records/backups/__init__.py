"""Backups of the data file: taking, checking, listing, pruning, comparing and restoring them."""
