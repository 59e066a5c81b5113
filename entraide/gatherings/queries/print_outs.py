"""What was printed and where its files are. Organisers of the gathering only."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.http import Http404

from entraide.gatherings.models import Gathering, PrintOut

INDEX = "index.json"
BUSY = [PrintOut.State.ASKED, PrintOut.State.RUNNING]


@dataclass(frozen=True)
class Made:
    """What came of a print-out: pages of each paper made, and the papers that were not."""

    pages: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def every_folder() -> Path:
    """Return the folder that holds a folder for each print-out."""
    return Path(settings.DATA_FOLDER) / "prints"


def folder(print_out: PrintOut) -> Path:
    """Return the folder of the files of a print-out."""
    return every_folder() / str(print_out.uid)


def archive_name(gathering: Gathering) -> str:
    """Return the name of the file that holds all papers."""
    return f"{gathering.slug}-papiers.zip"


def file_name(gathering: Gathering, paper: str) -> str:
    """Return the name of the file of one paper."""
    return f"{gathering.slug}-{paper}.pdf"


def made(print_out: PrintOut) -> Made:
    """Return what came of a print-out; nothing once its files are gone."""
    try:
        found = json.loads((folder(print_out) / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Made()
    return Made(**found)


def latest(gathering: Gathering, *, most: int = 10) -> list[PrintOut]:
    """Return the last print-outs, latest first."""
    return list(gathering.print_outs.select_related("asked_by")[:most])


def by_uid(gathering: Gathering, uid: str) -> PrintOut:
    """Return a print-out of this gathering, or raise Http404."""
    found = gathering.print_outs.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def path_of(print_out: PrintOut, name: str) -> Path:
    """Return the path of a file of a print-out that is ready, or raise Http404.

    `name` is compared with the names of the folder, never joined to it.
    """
    if print_out.state == PrintOut.State.READY:
        try:
            files = {path.name: path for path in folder(print_out).iterdir()}
        except FileNotFoundError:
            raise Http404 from None
        if name in files and name != INDEX:
            return files[name]
    raise Http404
