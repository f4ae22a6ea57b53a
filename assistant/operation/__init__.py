"""Running it: processes, backups, copies, checks. Commands of `bot.py` that are more than a question."""
