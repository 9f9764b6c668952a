"""What is true: pure values and functions. No Qt, no SQL, no clock of its own, no translated text."""
