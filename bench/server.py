"""The product as `make serve` serves it, on a database of the benchmark's, and what its processes cost."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

STARTS_WITHIN, STOPS_WITHIN = 60, 30  # seconds
TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """A gunicorn and its workers. CPU and memory come from /proc; where there is none they are 0."""

    def __init__(self, port: int, environment: dict[str, str], log: IO[str]) -> None:
        self.port = port
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "realty_crm.wsgi"]
        self.process = subprocess.Popen(
            command,
            env={**environment, "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait(self) -> None:
        """Until it answers; TimeoutError when it does not."""
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError("gunicorn did not start")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    @property
    def workers(self) -> list[Path]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [Path(f"/proc/{pid}") for pid in children.read_text().split()] if children.exists() else []

    def cpu(self) -> float:
        """Seconds of CPU that the workers have used so far."""
        fields = [(worker / "stat").read_text().rpartition(")")[2].split() for worker in self.workers]
        return sum(int(each[11]) + int(each[12]) for each in fields) / TICK

    def forget_peak(self) -> None:
        """Let `peak` begin anew."""
        for worker in self.workers:
            (worker / "clear_refs").write_text("5")

    def peak(self) -> float:
        """The most memory that a worker held since `forget_peak`, in MB."""
        found = [line for worker in self.workers for line in (worker / "status").read_text().splitlines()]
        sizes = [int(line.split()[1]) for line in found if line.startswith("VmHWM")]
        return max(sizes, default=0) / 1024

    def stop(self) -> None:
        """Ask it to finish; kill its session when it has not."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


@contextmanager
def served(port: int, environment: dict[str, str], log: IO[str]) -> Iterator[Server]:
    server = Server(port, environment, log)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
