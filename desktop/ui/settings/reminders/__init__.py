"""设置 › 提醒: when to be reminded, by whom, whether it arrives, and what will ring."""
