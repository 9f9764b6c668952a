"""Error messages: what happened, what is safe, what to do next."""
