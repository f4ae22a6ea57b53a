"""The Zalo Bot Platform: a bot with a token. Nothing here is imported unless ZALO_BOT_TOKEN is set."""
