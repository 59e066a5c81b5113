"""Runs other programs, each in the environment that has it, and reads what they answer."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

CLIENTS = Path(__file__).resolve().parent.parent.parent / ".clients"


def run(environment: str, *command: str, cwd: Path) -> str:
    """Run a command of an environment; return what it says, or fail with it."""
    # qualitative-coding 1.7.8 stops at a breakpoint that was left in its reader.
    values = {**os.environ, "PYTHONUTF8": "1", "PYTHONBREAKPOINT": "0"}
    program, *rest = command
    done = subprocess.run(
        [str(CLIENTS / environment / "bin" / program), *rest],
        cwd=cwd, env=values, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def answer(environment: str, script: str, *arguments: str, cwd: Path) -> Any:
    """Run a script whose last line is JSON; return what it says."""
    return json.loads(
        run(environment, "python", "-c", script, *arguments, cwd=cwd).splitlines()[-1]
    )
