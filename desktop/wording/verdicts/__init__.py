"""Texts about verdicts, the rules that led to them, and counterfactuals."""
