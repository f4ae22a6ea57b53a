"""Answers that the office wrote and approved itself: kept with their sources, matched with questions, watched for changes."""
