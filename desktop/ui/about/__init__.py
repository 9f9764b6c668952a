"""关于: the version, what the program is made with, and the licences."""
