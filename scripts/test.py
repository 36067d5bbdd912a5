"""`make test`: the whole suite on SQLite, and again on PostgreSQL where there is one. Says what ran and what did not.

PostgreSQL is, in this order: what TEST_DATABASE_URL names; one at 127.0.0.1:5432 in which we may create databases;
a throw-away cluster, made from installed server binaries. REQUIRE_POSTGRES=1 and REQUIRE_BROWSER=1 (as CI sets them)
make a missing one a failure. Arguments are pytest's: ARGS="tests/crm -x" make test.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from throwaway_postgres import NotAvailable, find_server

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code when it found none


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    chromium = shutil.which("chromium")
    if not chromium and os.environ.get("REQUIRE_BROWSER") == "1":
        sys.exit("REQUIRE_BROWSER=1, and there is no chromium on the PATH.")
    with postgresql() as (url, server):
        said = ["", "What ran:"]
        ok = run(said, "SQLite", None, arguments, leave_browser=bool(url))
        if url:
            ok = run(said, server, url, arguments, leave_browser=False) and ok
        else:
            said.append(f"  PostgreSQL: did not run; {server}")
    said.append(
        f"  browser tests: ran, in {chromium}"
        if chromium
        else "  browser tests: did not run; there is no chromium on the PATH"
    )
    print("\n".join(said), flush=True)  # noqa: T201
    return 0 if ok else 1


@contextmanager
def postgresql() -> Iterator[tuple[str | None, str]]:
    """The URL of a database name to test in, and a description; without one None, and why."""
    try:
        with find_server(f"realty_{os.getpid()}") as (url, server):
            yield url, server
    except NotAvailable as reason:
        if os.environ.get("REQUIRE_POSTGRES") == "1" or os.environ.get("TEST_DATABASE_URL"):
            sys.exit(f"PostgreSQL is required here, and is missing: {reason}")
        yield None, str(reason)


def run(said: list[str], name: str, url: str | None, arguments: list[str], *, leave_browser: bool) -> bool:
    """Run the suite once; adds a line about it to `said`. Browser tests run once, on PostgreSQL where there is one."""
    print(f"\n== The suite on {name}", flush=True)  # noqa: T201
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if url:
        environment["DATABASE_URL"] = url
    chosen = ["-m", "not browser"] if leave_browser and "-m" not in arguments else []
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("PYTEST_PROCESSES", "auto"), *chosen, *arguments]
    started = time.monotonic()
    code = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode  # noqa: S603
    verdict = {0: "passed", NO_TESTS: "found no tests"}.get(code, "failed")
    said.append(f"  {name}: {verdict} in {time.monotonic() - started:.0f} s")
    return code == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
