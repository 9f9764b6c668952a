"""The page of settings (设置): language, theme, reminders, data, and the rules in force."""
