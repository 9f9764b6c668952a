"""Thin ports on the operating system."""
