"""The window: Qt Widgets. No rule and no SQL in here."""
