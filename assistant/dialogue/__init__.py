"""What is said on chat channels: one file for each concern, each function from a Visit to a Reply. No platform in here."""
