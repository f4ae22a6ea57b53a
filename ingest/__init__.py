"""Document -> knowledge: read a file, understand its form, cut it into citable units, publish a release."""
