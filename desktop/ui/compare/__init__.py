"""The dialog that compares the records with the console's two lists."""
