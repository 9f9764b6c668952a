"""Typed input as values: moments, amounts, replies, the order form, the steps of the wizard."""
