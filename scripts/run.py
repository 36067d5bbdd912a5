"""Starts the product on this machine: prepares it, then runs the web server and the worker until told to stop.

`run.py demo` is `make run`, with demonstration data; `run.py serve` is `make serve`, production style.
If one of the two processes ends by itself, the other is stopped, and the exit code says so.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
LOG = LOCAL / "run.log"
STARTS_WITHIN, STOPS_WITHIN = 90, 45  # seconds

MANAGE = [sys.executable, "manage.py"]
SERVER = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "realty_crm.wsgi"]
WORKER = [*MANAGE, "worker"]


class Stopped(Exception):
    """Someone asked us to stop: Ctrl-C, a signal, the terminal closed."""


def main(mode: str) -> int:
    is_demo = mode == "demo"
    os.chdir(ROOT)
    LOCAL.mkdir(exist_ok=True)
    host, port = set_environment(is_demo)
    refuse_a_taken_port(host, port)
    listen_for_signals()
    accounts = prepare(is_demo)
    with LOG.open("w") as log:
        output = log if is_demo else None
        processes: list[subprocess.Popen] = []
        try:
            processes += [start(SERVER, output)]
            processes += [start(WORKER, output)]
            wait_until_ready(f"http://{host}:{port}/readyz", processes)
            announce(is_demo, accounts)
            return until_one_ends(processes)
        except Stopped:
            return 0
        finally:
            stop(processes)


def set_environment(is_demo: bool) -> tuple[str, int]:
    """What is not set already: a secret of this machine's own, addresses, and plain HTTP unless PUBLIC_URL is https."""
    env = os.environ
    host, port = env.setdefault("WEB_HOST", "127.0.0.1"), env.setdefault("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT has a wrong value: «{port}» is not a port.")
    if not env.get("SECRET_KEY"):
        env["SECRET_KEY"] = local_secret()
    env.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    env.setdefault("SECURE_SSL_REDIRECT", "1" if env["PUBLIC_URL"].startswith("https://") else "0")
    if is_demo:
        env.setdefault("WEB_WORKERS", "1")
        env.setdefault("WEB_LOG_LEVEL", "warning")
    return ("127.0.0.1" if host in {"0.0.0.0", "::", ""} else host), int(port)  # noqa: S104 (only compared)


def local_secret() -> str:
    """This machine's SECRET_KEY: made once, kept in a folder that git ignores."""
    file = LOCAL / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60))
    return file.read_text().strip()


def refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: PORT=8001 make run")


def prepare(is_demo: bool) -> str:
    """Fonts, static files, tables, and once the demonstration data; returns what is told of its accounts."""
    say("Building fonts and static files ...")
    manage("build_assets")
    say("Bringing the database up to date ...")
    manage("migrate", "--verbosity", "0")
    if not is_demo:
        return ""
    say("Looking for demonstration data, or making it once ...")
    return manage("demo")


def manage(*command: str) -> str:
    """Run a management command, pass on what it has to complain of, and end if it fails. It dies with us."""
    done = subprocess.run([*MANAGE, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        sys.exit(f"{done.stdout}\n«manage.py {' '.join(command)}» failed; nothing was started.".strip())
    return done.stdout.strip()


def listen_for_signals() -> None:
    def told(number: int, frame: FrameType | None) -> None:
        for each in watched:
            signal.signal(each, signal.SIG_IGN)  # once is enough: what follows is the stopping
        raise Stopped

    watched = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup wants us to go on
        watched.append(signal.SIGHUP)
    for number in watched:
        signal.signal(number, told)


def start(command: list[str], output: IO[str] | None) -> subprocess.Popen:
    """In a session of its own, so that Ctrl-C reaches us alone, and we stop both in good order."""
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    )


def wait_until_ready(address: str, processes: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not answers(address):
        if any(process.poll() is not None for process in processes) or time.monotonic() > deadline:
            sys.exit("\n".join([*LOG.read_text().splitlines()[-30:], "The product did not start."]))
        time.sleep(0.2)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 (our own address)
            return answer.status == 200
    except urllib.error.HTTPError as error:
        return error.code == 400  # it is up, and 127.0.0.1 is not among ALLOWED_HOSTS
    except (urllib.error.URLError, OSError):
        return False


def announce(is_demo: bool, accounts: str) -> None:
    home = os.environ["PUBLIC_URL"].rstrip("/")
    told = [
        "",
        f"The product is running at {home}",
        f"  pages {home}/    admin {home}/admin/    API {home}/api/docs/",
        *(["  log and e-mails: .local/run.log"] if is_demo else []),
        "  Ctrl-C stops it; the data stays.",
        *(["", accounts] if accounts else []),
    ]
    if not is_demo:
        told.append("  The first manager: .venv/bin/python manage.py createsuperuser")
    say("\n".join(told))


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def until_one_ends(processes: list[subprocess.Popen]) -> int:
    while True:
        for process, name in zip(processes, ("web server", "worker"), strict=True):
            if process.poll() is not None:
                say(f"The {name} ended by itself (exit code {process.returncode}).")
                return 1
        time.sleep(0.5)


def stop(processes: list[subprocess.Popen]) -> None:
    """Ask both to finish what they have in hand; kill only what has not by then."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOPS_WITHIN
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except (Stopped, KeyboardInterrupt):  # while preparing
        sys.exit(130)
