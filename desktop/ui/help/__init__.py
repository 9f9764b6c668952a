"""帮助: what the program does and never does, offline."""
