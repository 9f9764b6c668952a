"""The main window around the pages, its dialogs, and the windows that can replace it."""
