"""Load on a real service: `python -m tests.load capacity | overload | soak`. On this machine only, and bounded."""
