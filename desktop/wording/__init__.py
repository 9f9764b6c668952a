"""Facts turned into words, in Chinese and English, for both faces of the program."""
