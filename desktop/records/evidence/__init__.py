"""The files of evidence: kept under their digests, checked when read, carried with backups."""
