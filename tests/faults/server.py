"""Real servers on the loopback, and clients that are impatient."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def child_environment(folder: Path, **extra: str) -> dict[str, str]:
    """Return the environment of a product that lives in this folder, whatever pytest set."""
    ours = ("ENTRAIDE_", "DJANGO_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"ENTRAIDE_DATA": str(folder), "PYTHONPATH": str(ROOT)} | extra


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """Give an empty database: a file of SQLite, or one in the PostgreSQL of DATABASE_URL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name = f"fault_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": f"{url.rsplit('/', 1)[0]}/{name}"}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass
class Neighbourhood:
    """A product in a folder of its own: data by scenarios, pages by a server."""

    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    def scenario(self, name: str, *arguments: object) -> Any:
        """Run a scenario in this neighbourhood and return what it found."""
        command = [sys.executable, "-m", "tests.faults.scenario", name, *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def start(self, application: str = "entraide.wsgi:application", threads: int = 0) -> None:
        """Serve pages, and wait until they answer."""
        usual = 4 if "DATABASE_URL" in self.environment else 1
        self.process = subprocess.Popen(
            [
                str(Path(sys.prefix) / "bin" / "granian"), "--interface", "wsgi",
                "--host", HOST, "--port", str(self.port), "--workers", "1",
                "--blocking-threads", str(threads or usual), "--log-level", "warning", application,
            ],
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
        )  # fmt: skip
        for _ in range(150):
            try:
                ask(self.port, "GET", "/ce-que-nous-gardons/")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not start")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the server, kindly or not."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=30)
            self.process = None


@contextmanager
def neighbourhood() -> Iterator[Neighbourhood]:
    """Give an empty neighbourhood with its own folder and database."""
    with tempfile.TemporaryDirectory() as folder, own_database() as database:
        extra = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", **database}
        place = Neighbourhood(child_environment(Path(folder), **extra), free_port())
        try:
            yield place
        finally:
            place.stop()


Answer = tuple[int, dict[str, str], bytes]


def ask(
    port: int,
    method: str,
    path: str,
    body: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    timeout: float = 60,
) -> Answer:
    """Ask once on a connection of its own."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(
            method, path, urlencode(body) if body else None, {**form, **(headers or {})}
        )
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return response.status, found, response.read()
    finally:
        connection.close()


@dataclass(frozen=True)
class Form:
    """The sign-up form of a gathering, opened once."""

    port: int
    path: str
    fields: dict[str, str]
    cookie: str

    def send(self, key: str, **fields: str) -> Answer:
        """Send page two."""
        return ask(
            self.port,
            "POST",
            self.path,
            {**self.fields, "step": "2", "key": key, **fields},
            {"Cookie": self.cookie},
        )

    def send_and_hang_up(self, key: str, **fields: str) -> None:
        """Send page two and cut the connection before any answer."""
        body = urlencode({**self.fields, "step": "2", "key": key, **fields}).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self.cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((HOST, self.port), timeout=60) as line:
            line.sendall(head.encode() + body)


def open_form(place: Neighbourhood, slug: str, **fields: str) -> Form:
    """Open the sign-up page as a browser does: a cookie and a token."""
    path = f"/rencontres/{slug}/inscription/"
    _status, headers, page = ask(place.port, "GET", path)
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    cookie = headers["set-cookie"].split(";")[0]
    common = {"csrfmiddlewaretoken": token[1].decode(), "size": "1", "tell_by": "come_back"}
    return Form(place.port, path, common | fields, cookie)
