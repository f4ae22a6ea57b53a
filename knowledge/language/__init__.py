"""Vietnamese, for both sides: the same normalisation reads documents and questions."""
