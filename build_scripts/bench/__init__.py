"""The measurements of what a user waits for, as ratios of one run; ``python -m bench``."""
