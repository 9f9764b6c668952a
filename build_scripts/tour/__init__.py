"""The tour: saves screenshots of every screen. Run as ``python -m tour``."""
