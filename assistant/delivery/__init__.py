"""From a stored update to a delivered answer: intake, worker, sender. What is said is decided in `assistant/dialogue`."""
