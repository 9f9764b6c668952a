"""Reading and writing records, with one module for each file format."""
