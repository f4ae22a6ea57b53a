"""Telegram, by python-telegram-bot. Nothing here is imported unless TELEGRAM_BOT_TOKEN is set."""
