"""Keeping the documents: what staff see of them, what they upload, and what is asked of ingest, which bot.py hands over."""
