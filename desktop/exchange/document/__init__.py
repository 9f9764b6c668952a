"""Turning bytes of any format into a table or JSON values."""
