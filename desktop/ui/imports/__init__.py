"""Taking in orders from files and copied text."""
