"""From bytes to a table or JSON values, whatever format they are in."""
