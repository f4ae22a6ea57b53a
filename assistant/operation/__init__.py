"""Running the service: logs, metrics, traces, and the check of an installation. Nothing here changes an answer."""
