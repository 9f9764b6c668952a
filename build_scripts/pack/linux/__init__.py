"""Packages for Debian, Ubuntu and their like."""
