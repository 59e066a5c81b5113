"""Makes a picture small and mute, in a process of its own: what cameras add stays out of it.

Where and when it was taken, the device and its owner are in a photograph beside what one sees. Only
what one sees is kept: the picture is drawn anew. A file made to harm harms a process that ends, and
the library of pictures weighs on no process that serves pages.
"""

import subprocess
import sys
from dataclasses import dataclass

PATIENCE = 20.0  # seconds
# Bytes of the width, then of the height, before the picture.
HEADER = 4


class NotAPicture(ValueError):
    """This is no picture that can be read."""


@dataclass(frozen=True)
class Picture:
    """A JPEG, its width and its height in pixels."""

    content: bytes
    width: int
    height: int


def small(content: bytes) -> Picture:
    """Return a picture drawn anew, small, turned as it was held, without what the camera added.

    Args:
        content: a JPEG, PNG or WebP file.

    Raises:
        NotAPicture: when it is none, is too large or takes too long.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "entraide.ui.drawing"],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise NotAPicture from fault
    if done.returncode:
        raise NotAPicture
    width, height = (int.from_bytes(done.stdout[i : i + HEADER], "big") for i in (0, HEADER))
    return Picture(done.stdout[2 * HEADER :], width, height)
