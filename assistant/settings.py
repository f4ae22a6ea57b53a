"""All settings, read once at the edge from the environment or `.env`. Each one is explained in `.env.example`."""

from __future__ import annotations

from pydantic import Field

from knowledge.settings import KnowledgeSettings


class Settings(KnowledgeSettings):
    """The knowledge base's settings, and those of answering and serving."""

    host: str = Field("127.0.0.1", description="an address of this machine, such as 127.0.0.1 or 0.0.0.0")
    port: int = Field(8000, ge=1, le=65535, description="a port number from 1 to 65535")
    answer_threads: int = Field(4, ge=1, le=64, description="a whole number from 1 to 64")
    answer_queue: int = Field(64, ge=1, le=10_000, description="a whole number from 1 to 10000")
    answer_threshold: float = Field(0.5, ge=0, le=1, description="a number from 0 (answer always) to 1 (never)")
    longest_question: int = Field(2000, ge=50, le=20_000, description="a number of characters from 50 to 20000")
    conversation_minutes: int = Field(30, ge=1, le=1440, description="a number of minutes from 1 to 1440")
    contact_name: str = Field("", description="the name of the office people may ask")
    contact_details: str = Field("", description="its telephone, e-mail or address")

    @property
    def resolved_records_url(self) -> str:
        """DATABASE_URL, or a SQLite file beside the catalogue's: writing the log never waits for an ingest."""
        return self.database_url or f"sqlite:///{self.data_dir / 'assistant.sqlite3'}"
