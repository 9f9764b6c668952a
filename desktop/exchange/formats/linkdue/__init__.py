"""LinkDue's own JSON: exporting all records, and importing them again."""
