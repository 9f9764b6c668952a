"""The files of evidence: stored under their digests, and checked when they are read."""
