"""What the assistant remembers: the question log and feedback, in SQLAlchemy tables."""
