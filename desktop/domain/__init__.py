"""Pure values and functions: no Qt, no SQL, no clock of its own, no translated text."""
