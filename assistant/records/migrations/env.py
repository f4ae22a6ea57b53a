"""Alembic's entry point: run the migrations on the connection that `open_database` hands over."""

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    version_table=config.attributes["version_table"],
    render_as_batch=True,
)
context.run_migrations()
