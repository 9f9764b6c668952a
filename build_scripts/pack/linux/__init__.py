"""The package for Debian, Ubuntu and derivatives."""
