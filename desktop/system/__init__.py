"""Thin ports to the operating system."""
