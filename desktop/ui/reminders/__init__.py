"""What rings while the window is there: announcements, what was missed, the tray icon."""
