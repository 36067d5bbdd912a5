"""Finds a PostgreSQL to test on, and makes a throw-away cluster where only the server's binaries are installed."""

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql@*/bin")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # nothing here outlives the tests
STARTS_WITHIN = 30  # seconds


class NotAvailable(Exception):
    """There is no PostgreSQL to test on; the message says why."""


@contextmanager
def find_server(name: str) -> Iterator[tuple[str, str]]:
    """The URL of a database `name` (which need not exist: tests make their own beside it), and the server's name."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url, described(url)
        return
    reasons = []
    for user in dict.fromkeys([os.environ.get("PGUSER", ""), getpass.getuser(), "postgres", "root"]):
        url = f"postgres://{quote(user)}@127.0.0.1:5432/{name}"
        try:
            server = described(url)
        except NotAvailable as reason:
            reasons.append(str(reason))
            continue
        yield url, server
        return
    with throw_away_cluster(reasons) as folder:
        url = f"postgres://postgres@/{name}?host={folder}"
        yield url, f"{described(url)}, thrown away afterwards"


def described(url: str) -> str:
    """«PostgreSQL 15.16 at 127.0.0.1». NotAvailable when it does not answer, or tests could not run in it."""
    try:
        with psycopg.connect(with_database(url, "postgres"), connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT current_setting('server_version'), rolcreatedb OR rolsuper, datctype "
                "FROM pg_roles, pg_database WHERE rolname = current_user AND datname = 'template1'"
            ).fetchone()
    except psycopg.Error as error:
        raise NotAvailable(str(error).strip().splitlines()[0]) from error
    version, may_create, letters = row or ("", False, "")
    place = urlsplit(url).hostname or "a socket"
    if not may_create:
        raise NotAvailable(f"the role «{urlsplit(url).username}» at {place} may not create databases")
    if "UTF" not in letters.upper():
        raise NotAvailable(f"new databases at {place} have LC_CTYPE {letters}, which knows no Arabic letters")
    return f"PostgreSQL {version.split()[0]} at {place}"


def with_database(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@contextmanager
def throw_away_cluster(reasons: list[str]) -> Iterator[str]:
    """A server of our own on a socket in a temporary folder, which is yielded. Root becomes another user for it."""
    binaries = find_binaries()
    if binaries is None:
        raise NotAvailable("; ".join(dict.fromkeys([*reasons, "no server binaries are installed"])))
    user, group = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # noqa: S108 (a socket's path must be short)
    os.chown(folder, user, group)

    def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [str(binaries / program), "-D", str(folder / "data"), *arguments]
        as_root = {"user": user, "group": group} if not os.geteuid() else {}
        with (folder / "log").open("a") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **as_root)  # type: ignore[call-overload]  # noqa: S603

    try:
        if start("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N").wait():
            raise NotAvailable(f"initdb failed: {(folder / 'log').read_text().strip()}")
        options = (*FAST, "listen_addresses=", f"unix_socket_directories={folder}")
        server = start("postgres", *(part for option in options for part in ("-c", option)))
        try:
            wait_for(server, folder)
            yield str(folder)
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """The folder of initdb and postgres, newest version first."""
    known = sorted((path for place in PLACES for path in Path("/").glob(place[1:])), key=version_of, reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    return next(
        (path for path in [*known, *on_path] if (path / "initdb").exists() and (path / "postgres").exists()), None
    )


def version_of(path: Path) -> tuple[int, ...]:
    return tuple(
        int(part) for part in path.parts[-2].replace("-", ".").replace("@", ".").split(".") if part.isdecimal()
    )


def unprivileged() -> tuple[int, int]:
    """Whom to run the server as: ourselves, but for root, whom PostgreSQL refuses."""
    if os.geteuid():
        return os.geteuid(), os.getegid()
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return account.pw_uid, account.pw_gid
    raise NotAvailable("PostgreSQL does not run as root, and there is no other user here")


def wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    print((folder / "log").read_text(), file=sys.stderr)  # noqa: T201
    raise NotAvailable("the throw-away PostgreSQL did not start")
