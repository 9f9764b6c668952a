"""What users install: the frozen program, and the packages that carry it; ``python -m pack``."""
