"""The program `entraide`: run the neighbourhood, load the demonstration, solve, manage."""

import argparse
import errno
import gc
import io
import multiprocessing
import os
import signal
import socket
import sys
from pathlib import Path

import django
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command, execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from entraide import computing

LOCAL = "127.0.0.1"
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 read, not opened
FORK = multiprocessing.get_context("fork")
# SQLite has one writer: more threads only wait for each other (measured).
THREADS = {"sqlite": 1, "postgresql": 4}


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.settings")
    if arguments[:1] == ["manage"]:
        execute_from_command_line(["entraide manage", *arguments[1:]])
        return 0
    options = parser().parse_args(arguments)
    code: int = options.act(options)
    return code


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    top = argparse.ArgumentParser(prog="entraide", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="open the neighbourhood: web and background together")
    run.add_argument("--host", default=LOCAL, help="where to listen (default: this machine only)")
    run.add_argument("--port", type=port_number, default=8000)
    run.add_argument("--address", help="the address people type, such as https://quartier.example")
    run.add_argument("--demo", action="store_true", help="with the study day of 8 December")
    run.set_defaults(act=run_neighbourhood)
    demo = commands.add_parser("demo", help="load the demonstration into an empty neighbourhood")
    demo.set_defaults(act=load_demo)
    for command in (run, demo):
        command.add_argument(
            "--data", type=Path, help="the folder that keeps everything (default: ./data)"
        )
    computing.add_commands(commands)
    manage = commands.add_parser("manage", help="Django's own commands: entraide manage help")
    manage.set_defaults(act=show_help)
    return top


def show_help(options: argparse.Namespace) -> int:
    """Say what there is."""
    parser().print_help()
    return 0


def read_settings(options: argparse.Namespace) -> None:
    """Read the settings of this run."""
    if options.data:
        os.environ["ENTRAIDE_DATA"] = str(options.data)
    django.setup()


def prepare() -> None:
    """Bring the database up to date, check how it is set."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("check", databases=["default"], fail_level="ERROR", stdout=io.StringIO())


def load_demo(options: argparse.Namespace) -> int:
    """Load the demonstration, or move it on in time when it is there."""
    read_settings(options)
    prepare()
    call_command("demo")
    return 0


def run_neighbourhood(options: argparse.Namespace) -> int:
    """Serve pages and work in the background, until Ctrl-C."""
    if options.host in EVERYWHERE and not options.address:
        print(
            "Dites l'adresse que les gens tapent, par exemple : "
            f"--address http://192.168.1.20:{options.port}",
            file=sys.stderr,
        )
        return 1
    address = options.address or f"http://{options.host}:{options.port}"
    os.environ["ENTRAIDE_ADDRESS"] = address
    if options.demo:
        os.environ["ENTRAIDE_DEMO"] = "1"
    if sentence := why_not(options.host, options.port):
        print(sentence, file=sys.stderr)
        return 1
    read_settings(options)
    # In a process of its own: what it needs once would stay in the memory of the server.
    opening = FORK.Process(target=open_neighbourhood, args=(options.demo,))
    opening.start()
    opening.join()
    return opening.exitcode or serve(options.host, options.port)


def open_neighbourhood(demo: bool) -> None:
    """Prepare everything that pages need, and say that it is open."""
    prepare()
    call_command("collectstatic", verbosity=0, interactive=False)
    if demo:
        call_command("demo")
    call_command("opening")


def port_number(text: str) -> int:
    """Return the number of a port that can be."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("un port est un nombre de 1 à 65535")
    return int(text)


def why_not(host: str, port: int) -> str:
    """Return why one cannot listen there, in a sentence; empty when one can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                return f"Le port {port} est déjà pris. Essayez : entraide run --port {port + 1}"
            return f"On ne peut pas ouvrir {host}, port {port} : {fault.strerror or fault}."
    return ""


def serve(host: str, port: int) -> int:
    """Serve with granian, beside one process for background work; both stop together."""
    # Forked after loading, addresses and all: the processes share their memory.
    get_resolver().url_patterns  # noqa: B018 asking loads every page
    gc.collect()
    gc.freeze()
    background = FORK.Process(target=work_in_background, args=(os.getpid(),))
    background.start()
    server = Granian(
        "entraide.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS.get(connection.vendor, 1),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    try:
        server.serve(target_loader=load_application)
    finally:
        background.terminate()
        background.join(timeout=15)
        if background.is_alive():
            background.kill()
    return 0


def load_application(target: str) -> WSGIHandler:
    """Load the pages in the worker process.

    Ctrl-C reaches every process of the terminal; the worker listens to the server only, or it
    would be asked to stop twice at once and wait for itself (seen with granian 2.8).
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return get_wsgi_application()


def work_in_background(parent: int) -> None:
    """Work as the background process of `parent`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    call_command("work", parent=parent)
