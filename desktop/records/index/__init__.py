"""The order index, which answers queries over many orders, and the check of a data file."""
