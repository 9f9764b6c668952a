"""Verdicts, the rules that led to them, and what would have made a difference, in words."""
