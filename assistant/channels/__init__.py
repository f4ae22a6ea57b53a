"""Channels carry messages between people and the assistant: they translate, they never decide."""
