"""A real server and a real browser for the tests of this folder."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    Error,
    Page,
    Playwright,
    Response,
    StorageState,
    sync_playwright,
)

PHONE, DESK = 320, 1200  # pixels
SECONDS_TO_OPEN, SECONDS_TO_STOP = 60, 15
# The headless shell is the same engine without windows: pages open in half the time.
NAMES_OF_CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
INSTALL = "install Chromium: apt-get install chromium-headless-shell"
OPTIONS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# What other tests set for themselves, and what would lead the server to another database.
NOT_FOR_THE_SERVER = re.compile(r"ENTRAIDE_|DJANGO_|DATABASE_URL$|PYTEST_|COVERAGE_|COV_")


@dataclass(frozen=True)
class Server:
    """A neighbourhood that is open."""

    address: str
    data: Path

    @property
    def first_start_code(self) -> str:
        """The code that opens an empty neighbourhood."""
        found: str = json.loads((self.data / "secrets.json").read_text())["first_start_code"]
        return found

    @property
    def said(self) -> str:
        """What the window of the server says."""
        return (self.data / "window.txt").read_text(encoding="utf-8")

    def letters(self) -> list[dict[str, Any]]:
        """The letters that stayed in the folder, oldest first."""
        paths = sorted((self.data / "outbox").glob("*.json"))
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


class Visit(Protocol):
    """Opens a page in a browser of its own, without cookies or with those of someone."""

    def __call__(
        self,
        *,
        width: int = ...,
        javascript: bool = ...,
        server: Server | None = ...,
        cookies: StorageState | None = ...,
    ) -> Page:
        """Open."""


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration, served for every test of this folder."""
    data = tmp_path_factory.mktemp("demo")
    shutil.copytree(loaded_once(tmp_path_factory), data, dirs_exist_ok=True)
    with serve(data, "--demo") as server:
        yield server


def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demonstration, once for all the processes that test; the others wait for it."""
    # Each process of xdist has its folder in one that they share.
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder, ready = shared / "loaded", shared / "loaded.ready"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + 2 * SECONDS_TO_OPEN
        while not ready.exists():
            assert time.monotonic() < end, "the demonstration was not loaded"
            time.sleep(0.2)
    else:
        with serve(folder, "--demo"):
            pass
        ready.touch()
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A neighbourhood where nobody is yet."""
    with serve(tmp_path) as server:
        yield server


@contextmanager
def serve(data: Path, *options: str) -> Iterator[Server]:
    """Run the program, as people run it; stop it as they stop it, and see that it stops."""
    port = free_port()
    program = Path(sys.prefix) / "bin" / "entraide"
    command = [str(program), "run", *options, "--data", str(data), "--port", str(port)]
    environment = {k: v for k, v in os.environ.items() if not NOT_FOR_THE_SERVER.match(k)}
    server = Server(f"http://127.0.0.1:{port}", data)
    with (data / "window.txt").open("wb") as window:
        process = subprocess.Popen(
            command,
            cwd=data,
            env={**environment, "PYTHONUNBUFFERED": "1"},
            stdout=window,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_open(process, server)
            yield server
        finally:
            stop(process, server)


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_open(process: subprocess.Popen[bytes], server: Server) -> None:
    """Return once the server answers."""
    end = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < end:
        assert process.poll() is None, f"the server stopped by itself:\n{server.said}"
        try:
            urllib.request.urlopen(f"{server.address}/entrer/", timeout=5).close()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not open in {SECONDS_TO_OPEN} s:\n{server.said}")


def stop(process: subprocess.Popen[bytes], server: Server) -> None:
    """Press Ctrl-C: every process of the program ends, in time and without a complaint."""
    stopped_by_itself = process.poll() is not None
    if not stopped_by_itself:
        # In a terminal, Ctrl-C reaches the whole group.
        os.killpg(process.pid, signal.SIGINT)
    try:
        code = process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        pytest.fail(f"Ctrl-C did not stop the server in {SECONDS_TO_STOP} s:\n{server.said}")
    assert not stopped_by_itself, f"the server stopped by itself:\n{server.said}"
    assert code == 0, f"Ctrl-C ended with code {code}:\n{server.said}"
    assert "Traceback" not in server.said, server.said
    assert not group_lives(process.pid), "a process of the program outlived it"


def group_lives(group: int) -> bool:
    """Tell whether a process of this group still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser: the system's Chromium, else Playwright's own.

    For this folder only: while Playwright runs, Django's database refuses the same thread.
    """
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def launch(playwright: Playwright) -> Browser:
    """Start Chromium, or say how to get one."""
    path = next(filter(None, map(shutil.which, NAMES_OF_CHROMIUM)), None)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    try:
        return playwright.chromium.launch(executable_path=path, args=[*sandbox, *OPTIONS])
    except Error as error:
        reason = next(iter(error.message.splitlines()), "")
        pytest.fail(f"{INSTALL} ({reason})", pytrace=False)


@pytest.fixture
def visit(chromium: Browser, demo: Server) -> Iterator[Visit]:
    """Open pages of the demonstration, or of another server; none may answer with a 5xx."""
    contexts = []
    broken: list[str] = []

    def note(response: Response) -> None:
        if response.status >= 500:
            broken.append(f"{response.status} {response.request.method} {response.url}")

    def open_page(
        *,
        width: int = DESK,
        javascript: bool = True,
        server: Server | None = None,
        cookies: StorageState | None = None,
    ) -> Page:
        context = chromium.new_context(
            base_url=(server or demo).address,
            viewport={"width": width, "height": 800},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=javascript,
            # A page that still glides to its anchor moves under the mouse.
            reduced_motion="reduce",
            storage_state=cookies,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("response", note)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert broken == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """A visitor at a desk."""
    return visit()


@pytest.fixture
def phone(visit: Visit) -> Page:
    """A visitor with a small, cheap phone: 320 pixels, no JavaScript."""
    return visit(width=PHONE, javascript=False)


@pytest.fixture(scope="package")
def cookies_of_malika(chromium: Browser, demo: Server) -> StorageState:
    """What the browser of the animator keeps once she has entered: she enters once."""
    page = chromium.new_page(base_url=demo.address)
    kept = entered_as("animatrice", page).context.storage_state()
    page.close()
    return kept


@pytest.fixture
def malika(visit: Visit, cookies_of_malika: StorageState) -> Page:
    """The animator of the demonstration, at her desk."""
    page = visit(cookies=cookies_of_malika)
    page.goto("/bureau/upc/")
    return page


def entered_as(role: str, page: Page) -> Page:
    """Enter the demonstration as someone; return the page once it is there.

    A page closed while it is being replaced never says that it is closed, and Playwright waits for
    it without end (crbug.com/536385539).
    """
    page.goto("/essayer/")
    page.get_by_role("button", name=f"Entrer : {role}", exact=True).click()
    page.wait_for_url(lambda address: "/essayer/" not in address)
    return page
