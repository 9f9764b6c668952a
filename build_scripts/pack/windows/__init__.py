"""The installer for Windows, and freezing for Windows on Linux under Wine."""
