"""Builds the frozen program and the packages that users install; ``python -m pack``."""
