"""Measurements of what a user waits for, as ratios within one run; ``python -m bench``."""
