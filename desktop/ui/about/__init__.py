"""关于: the version, what the program is built with, and the licences."""
