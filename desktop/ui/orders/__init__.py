"""Logging orders, and correcting them."""
