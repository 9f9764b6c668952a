"""Pure values and functions: no Qt, no SQL, no clock, no translated text."""
