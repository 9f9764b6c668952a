"""Drives the program through the whole journey and keeps pictures. Run as ``python -m tour``."""
