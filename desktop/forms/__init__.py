"""The wizard's steps as values and functions: what is asked, what is missing, what comes next."""
