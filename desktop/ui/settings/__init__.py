"""设置: how the program speaks and looks, where the data lies, and the rules in force."""
