"""The use cases of the program, called by the window and by the command line."""
