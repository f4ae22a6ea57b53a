"""Running the service: processes, backups, logs, metrics, the check of an installation. Nothing here changes an answer."""
