"""What PySide loads in the place of its own package of this name."""
