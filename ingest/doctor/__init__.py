"""The document doctor: what a clerk should know of a document before everyone can read it. It examines in `doctor.py`."""
