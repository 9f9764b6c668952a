"""The Windows program and its installer, made on Linux under Wine."""
