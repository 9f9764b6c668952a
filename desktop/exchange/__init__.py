"""Files in and files out: one module a format, one shape between them."""
