"""What is computed in a process of its own ends with it, also when it is ended from outside."""

import os
import signal
import subprocess
import sys

import pytest

from entraide.exchanges import background
from entraide.exchanges.actions import looping
from entraide.exchanges.models import Search
from tests.make import make_circle

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def ended(*_given: object) -> None:
    os.kill(os.getpid(), signal.SIGINT)


def broken(*_given: object) -> None:
    raise ArithmeticError("no")


def test_it_is_computed_elsewhere() -> None:
    assert background.apart(os.getpid) != os.getpid()


def test_who_closes_the_program_in_the_middle_waits_for_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(background.looping, "compute", ended)  # type: ignore[attr-defined]
    search = looping.look(make_circle(), 3)
    assert background.look_for_loops.call(search.pk) == "lost"
    assert Search.objects.get().state == Search.State.LOST
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("fault", [ended, broken])
def test_a_fault_is_kept_for_those_who_wait(monkeypatch: pytest.MonkeyPatch, fault: object) -> None:
    monkeypatch.setattr(background.looping, "compute", fault)  # type: ignore[attr-defined]
    search = looping.look(make_circle(), 3)
    assert background.look_for_loops.call(search.pk) == "lost"
    assert background.look_for_loops.call(search.pk) == "nothing to do"


def test_the_pages_load_no_solver_and_no_arrays() -> None:
    """What serves pages stays small: a process of its own computes."""
    heavy = "{'numpy', 'highspy', 'ortools'}"
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings';"
        f"django.setup(); import entraide.urls; print({heavy} & sys.modules.keys())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
