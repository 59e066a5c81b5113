"""Pages, side by side in one run: the server on one core, the asker on the other.

    make bench        or        python -m bench.web [--seconds 5]

Prints requests a second and server CPU milliseconds a request. The CPU figure is the steadier
one; the ratios to "hello" are what docs/decisions/pages.md speaks of.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST, CONNECTIONS = "127.0.0.1", 4
SLUG = "journee-entraide-travail-social"
PAGE = f"/rencontres/{SLUG}/"
TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=5.0)
    seconds = reader.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "ENTRAIDE_DATA": folder,
            "ENTRAIDE_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        manage(environment, "migrate", "-v0")
        manage(environment, "demo")
        manage(environment, "collectstatic", "--noinput", "-v0")
        with granian(environment) as (port, process):
            pages = {
                "hello, same middleware": "/hello/",
                "gathering, kept": PAGE,
                "gathering, after a sign-up": f"/after-a-sign-up/{SLUG}/",
                "gathering, from nothing": f"/from-nothing/{SLUG}/",
                "home, kept": "/",
            }
            figures = {
                name: measure(port, path, seconds, process.pid) for name, path in pages.items()
            }
            body = fetch(port, PAGE)
        if nginx := shutil.which("nginx"):
            with static_server(nginx, Path(folder), body) as (port, process):
                figures["the same bytes by nginx"] = measure(port, "/page", seconds, process.pid)
    report(figures)


def report(figures: dict[str, tuple[float, float]]) -> None:
    """Print the table."""
    base_rate, base_cpu = figures["hello, same middleware"]
    print(f"{'page':28}{'requests/s':>12}{'of hello':>10}{'CPU ms':>9}{'of hello':>10}")
    for name, (rate, cpu) in figures.items():
        speed = base_cpu / cpu if cpu else float("inf")
        print(f"{name:28}{rate:12.0f}{rate / base_rate:10.2f}{cpu:9.3f}{speed:10.2f}")


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a command of the product."""
    entraide = Path(sys.prefix) / "bin" / "entraide"
    subprocess.run([entraide, "manage", *arguments], env=environment, check=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(command: list[str], port: int, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server on the first core until the block ends."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", *command],
        start_new_session=True,
        **more,  # type: ignore[call-overload]
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@contextmanager
def granian(environment: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the product as `entraide run` does."""
    port = free_port()
    command = [
        str(Path(sys.prefix) / "bin" / "granian"), "--interface", "wsgi", "--host", HOST,
        "--port", str(port), "--workers", "1", "--blocking-threads", "1",
        "--log-level", "error", "entraide.wsgi:application",
    ]  # fmt: skip
    with serving(command, port, env=environment) as process:
        yield port, process


@contextmanager
def static_server(
    nginx: str, folder: Path, body: bytes
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the bytes of the page with nginx, one worker."""
    port = free_port()
    root = folder / "nginx"
    root.mkdir()
    (root / "page").write_bytes(body)
    for path in (folder, root):
        path.chmod(0o755)
    (root / "conf").write_text(
        f"daemon off; worker_processes 1; pid {root}/pid; error_log {root}/log;"
        f"events {{}} http {{ access_log off; server {{ listen {HOST}:{port}; root {root};"
        " keepalive_requests 1000000; } }",
        encoding="ascii",
    )
    with serving([nginx, "-c", str(root / "conf"), "-e", str(root / "log")], port) as process:
        yield port, process


def request_for(port: int, path: str) -> bytes:
    """Return the bytes a browser without cookies sends."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept-Encoding: br, gzip\r\n\r\n".encode()
    )


def read_answer(line: socket.socket) -> bytes:
    """Read one whole answer and return its body."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += line.recv(65536)
    head, body = received.split(b"\r\n\r\n", 1)
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    if not head.startswith(b"HTTP/1.1 200") or length is None:
        raise RuntimeError(head.decode())
    while len(body) < int(length[1]):
        body += line.recv(65536)
    return body


def fetch(port: int, path: str) -> bytes:
    """Return the body of a page as it travels."""
    with socket.create_connection((HOST, port)) as line:
        line.sendall(request_for(port, path))
        return read_answer(line)


def cpu_seconds(leader: int) -> float:
    """Return the CPU seconds used so far by every process of this session."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            total += int(fields[11]) + int(fields[12])
    return total / TICK


def measure(port: int, path: str, seconds: float, leader: int) -> tuple[float, float]:
    """Return (requests a second, server CPU milliseconds a request)."""
    os.sched_setaffinity(0, set(range(1, os.cpu_count() or 1)) or {0})
    fetch(port, path)
    counts = [0] * CONNECTIONS
    end = time.perf_counter() + seconds

    def ask(number: int) -> None:
        asked = request_for(port, path)
        with socket.create_connection((HOST, port)) as line:
            while time.perf_counter() < end:
                line.sendall(asked)
                read_answer(line)
                counts[number] += 1

    before, begin = cpu_seconds(leader), time.perf_counter()
    askers = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    spent = time.perf_counter() - begin
    used = cpu_seconds(leader) - before
    return sum(counts) / spent, 1000 * used / max(1, sum(counts))


if __name__ == "__main__":
    main()
