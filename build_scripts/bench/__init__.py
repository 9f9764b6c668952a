"""Measures what a user waits for, as ratios taken in one run. Run as ``python -m bench``."""
