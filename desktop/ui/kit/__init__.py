"""The pieces every screen is made from. They take finished texts and show them as plain text."""
