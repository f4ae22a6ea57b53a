"""What is known, and finding it: the catalogue (truth), two indexes (caches), and the Vietnamese language."""
