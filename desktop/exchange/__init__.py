"""Import and export: each format is read into, or written from, the same records."""
