"""A PostgreSQL of the tests' own: made in a temporary folder, on loopback, gone afterwards.

`python -m tests.postgres` prints the folder of PostgreSQL's programs, or fails when there are none.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

# Debian keeps the server's programs off the PATH, one folder per major version; so do Homebrew
# and Red Hat's packages.
PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/pgsql-*/bin")

LOOPBACK = {
    "max_connections": "60",
    "shared_buffers": "32MB",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}
# Where the promises of a disk are not under test; a test's database is gone a second later.
FAST = {
    **LOOPBACK,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class Cluster:
    """A running server; hands out databases that nobody else uses."""

    def __init__(self, port: int, password: str, pg_ctl: Callable[..., None]) -> None:
        self._address = f"postgresql://muster:{password}@127.0.0.1:{port}"
        self._port = port
        self._pg_ctl = pg_ctl
        self._made = 0

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as people write it."""
        return f"{self._address}/{database}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a fresh database, a copy of `template`, dropped afterwards."""
        self._made += 1
        name = f"muster_{self._made}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def crash(self) -> None:
        """As when it is killed: at once, whatever it was doing."""
        self._pg_ctl("--mode=immediate", "stop")

    def start(self) -> None:
        """After a crash, where it was; returns when it takes connections again."""
        self._pg_ctl(f"--options=-p {self._port}", "--timeout=60", "start")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


def find_programs() -> Path | None:
    """The folder that holds initdb, pg_ctl and postgres, newest version first; None without."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for place in PLACES:
        folders += sorted(Path("/").glob(place.lstrip("/")), key=_version, reverse=True)
    needed = ("initdb", "pg_ctl", "postgres")
    return next((f for f in folders if all((f / name).exists() for name in needed)), None)


def required() -> bool:
    """Whether a machine without PostgreSQL is an error (CI, `make e2e`) and no reason to skip."""
    return bool(os.environ.get("MUSTER_REQUIRE_POSTGRES") or os.environ.get("CI"))


@contextmanager
def run_cluster(programs: Path, settings: Mapping[str, str] = FAST) -> Iterator[Cluster]:
    """Start a server of `programs`, and stop and delete it when the block is left."""
    who = _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="muster-postgres-"))
    password = secrets.token_urlsafe(16)
    try:
        (folder / "password").write_text(password)
        if who:
            for path in (folder, folder / "password"):
                shutil.chown(path, user=who)
        _make(programs, folder, who, settings)
        pg_ctl = partial(_pg_ctl, programs, folder, who)
        port = _start(pg_ctl)
        try:
            yield Cluster(port, password, pg_ctl)
        finally:
            pg_ctl("--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(
        int(part) for part in folder.parent.name.split("-")[-1].split(".") if part.isdigit()
    )


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: whom root lends it to, else None (we run it ourselves)."""
    if os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _make(programs: Path, folder: Path, who: str | None, settings: Mapping[str, str]) -> None:
    # --auth=password, so that nobody else on this machine can walk in while the tests run
    _run_as(
        who,
        [
            programs / "initdb",
            "--no-sync",
            "--no-locale",
            "--encoding=UTF8",
            "--username=muster",
            "--auth=password",
            f"--pwfile={folder / 'password'}",
            f"--pgdata={folder / 'data'}",
        ],
    )
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.writelines(lines)


def _start(pg_ctl: Callable[..., None]) -> int:
    """The port it listens on. A free port may be gone a moment later: then another one is tried."""
    for attempt in range(3):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        try:
            pg_ctl(f"--options=-p {port}", "--timeout=60", "start")
        except RuntimeError:
            if attempt == 2:
                raise
        else:
            return port
    raise AssertionError


def _pg_ctl(programs: Path, folder: Path, who: str | None, *words: str) -> None:
    where = [f"--pgdata={folder / 'data'}", f"--log={folder / 'log'}"]
    _run_as(who, [programs / "pg_ctl", *where, "--wait", *words])


def _run_as(who: str | None, command: list[Path | str]) -> None:
    # extra_groups: else the borrowed user would keep root's groups
    identity = {"user": who, "group": _group_of(who), "extra_groups": []} if who else {}
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **identity,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stdout}{done.stderr}")


def _group_of(who: str) -> int:
    import pwd

    return pwd.getpwnam(who).pw_gid


if __name__ == "__main__":
    found = find_programs()
    sys.stdout.write(f"{found}\n")
    sys.exit(found is None)
