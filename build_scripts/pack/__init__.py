"""Makes what users install: the frozen program, and the packages that carry it. Run as ``python -m pack``."""
