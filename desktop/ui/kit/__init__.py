"""The widgets every screen is made from. They get finished texts and show them as plain text."""
