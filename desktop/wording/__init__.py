"""All texts that users see, in Chinese and English, for the window and the command line."""
