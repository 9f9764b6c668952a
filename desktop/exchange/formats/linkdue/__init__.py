"""LinkDue's own JSON: everything out and everything back in."""
