"""Helpers for every layer: resources, atomic files, disk space, progress and cancelling."""
