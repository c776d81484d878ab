"""The apps stand in examples/apps, which is on no path; databases are SQLite, or PostgreSQL where that is asked for."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from paths import ROOT

APPS = ROOT / "examples" / "apps"
sys.path.insert(0, str(APPS))

IS_POSTGRES = os.environ.get("SLACLOCK_DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A server of PostgreSQL that listens on a socket in its folder, and goes with the tests."""
    # It refuses to run as root, and nobody else enters the folders of pytest.
    folder = Path(tempfile.mkdtemp(prefix="slaclock-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(program: str, *arguments: str) -> None:
        command = [_program(program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield folder
    run("pg_ctl", "-w", "-m", "immediate", "stop")
    shutil.rmtree(folder)


def _program(name: str) -> str:
    found = shutil.which(name) or next(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), None)
    assert found, f"{name} is not on this machine; install PostgreSQL, e.g. apt-get install postgresql"
    return found


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
