"""The dialog that holds the records against the console's two lists."""
