"""Verdicts, their proof and what would have made a difference, in words."""
