"""The import of orders from files and copied text."""
