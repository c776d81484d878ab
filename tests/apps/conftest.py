"""The apps stand in examples/apps, which is on no path; databases are SQLite, or PostgreSQL where that is asked for."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from paths import ROOT
from postgres_server import postgres_server

APPS = ROOT / "examples" / "apps"
sys.path.insert(0, str(APPS))

IS_POSTGRES = os.environ.get("SLACLOCK_DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """The folder of a server's socket."""
    with postgres_server() as folder:
        yield folder


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if not IS_POSTGRES:
        return f"sqlite:///{tmp_path / 'tickets.db'}"
    import psycopg

    folder = request.getfixturevalue("server")
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"
