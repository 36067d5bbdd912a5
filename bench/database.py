"""The benchmark's own databases: made beside what BENCH_DATABASE_URL or DATABASE_URL names, and taken away again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

SERVER = "postgres://root@127.0.0.1:5432/postgres"


def server() -> str:
    """The URL of the server to make databases on."""
    given = os.environ.get("BENCH_DATABASE_URL") or os.environ.get("DATABASE_URL") or _usual()
    return urlsplit(given)._replace(path="/postgres").geturl()


def _usual() -> str:
    return f"postgres://{os.environ.get('PGUSER') or os.environ.get('USER') or 'postgres'}@127.0.0.1:5432/postgres"


@contextmanager
def database(rows: int, *, keep: bool) -> Iterator[str]:
    """The URL of a database for an office of `rows` customers: UTF-8 throughout, for trigrams of Arabic words.

    One that a run before kept is used again; `keep` leaves it for the next.
    """
    name = f"realty_bench_{rows}"
    with psycopg.connect(server(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
                ).format(sql.Identifier(name))
            )
    try:
        yield urlsplit(server())._replace(path=f"/{name}").geturl()
    finally:
        if not keep:
            with psycopg.connect(server(), autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
