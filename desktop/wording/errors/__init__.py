"""What went wrong, in words: what happened, what is safe, what to do next."""
