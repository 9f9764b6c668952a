"""Records and what was done to them, in words."""
