-- What the service's role may do: run by the owner (tro_ly_owner) in the assistant's database, after `python bot.py migrate`.
-- Harmless to run again. Tables of later migrations are granted by the default privileges.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tro_ly_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tro_ly_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tro_ly_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tro_ly_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO tro_ly_app;

-- The audit log only grows, and which schema there is only the owner says.
REVOKE UPDATE, DELETE ON audit FROM tro_ly_app;
REVOKE INSERT, UPDATE, DELETE ON alembic_version_assistant, alembic_version_knowledge FROM tro_ly_app;
