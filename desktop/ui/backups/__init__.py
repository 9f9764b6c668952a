"""Backups in the window: the card in the settings, and the dialog to restore one."""
