"""Opens a ZIP file that a stranger made, in memory: nothing is ever written to a path it names.

A small file can unpack to a huge one. What an entry says of its size is read first, and what really
comes out is counted while it comes; both have the same limits.
"""

import io
import zipfile
import zlib
from collections.abc import Callable

from django.utils.translation import gettext as _

from entraide.notebooks.refi.faults import Unreadable

MOST_ENTRIES = 5_000
MOST_UNPACKED = 60_000_000  # bytes, of all that is read from one file
_ENTRY = b"PK\x01\x02"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError
)  # fmt: skip
Reader = Callable[[str], bytes]


def opened(content: bytes) -> tuple[list[str], Reader]:
    """Return the names in an archive, and what reads one of them.

    Raises:
        Unreadable: when it is no archive, or has too many entries; reading, when an entry is
            broken, locked, or all that was read so far is too much.
    """
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise Unreadable(
            _("Ce fichier contient trop de fichiers : %(most)s au plus."), most=MOST_ENTRIES
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as fault:
        raise _damaged() from fault
    left = MOST_UNPACKED

    def read(name: str) -> bytes:
        nonlocal left
        try:
            found = _read(archive, name, left)
        except Unreadable:
            raise
        except _BROKEN as fault:
            raise _damaged() from fault
        left -= len(found)
        return found

    return archive.namelist(), read


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    entry_said = archive.getinfo(name)
    # The other ways to compress give no bound on what one step unpacks.
    if entry_said.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged()
    if entry_said.file_size > most:
        raise _too_large()
    with archive.open(name) as entry:
        found = entry.read(most + 1)
    if len(found) > most:
        raise _too_large()
    return found


def _damaged() -> Unreadable:
    return Unreadable(_("Ce fichier .qdpx est abîmé, ou protégé par un mot de passe."))


def _too_large() -> Unreadable:
    return Unreadable(
        _("Une fois ouvert, ce fichier serait trop grand : %(most)s Mo au plus."),
        most=MOST_UNPACKED // 1_000_000,
    )
