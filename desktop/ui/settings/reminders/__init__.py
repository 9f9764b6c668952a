"""The settings of reminders (设置 › 提醒): plan, quiet hours, delivery, trial and log."""
