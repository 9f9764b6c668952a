"""The home screen: what is next, how long, and why."""
