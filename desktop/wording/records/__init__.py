"""Texts about records and their history."""
