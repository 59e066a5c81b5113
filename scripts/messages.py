"""Keeps translations complete: message ids are French, so a missing one shows French.

    python scripts/messages.py            extract again, then compile (needs GNU gettext)
    python scripts/messages.py --check    fail when a catalogue is behind the code or not compiled

The `fr` catalogue carries plural forms only; the others translate what visitors see.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "entraide" / "locale"
# What visitors see: translated whole. The desk of organisers stays in French.
PUBLIC = (
    "gatherings/templates/gatherings/",
    "home/templates/",
    "ui/",
    "gatherings/forms/sign_up.py",
    "gatherings/forms/day_fields.py",
    "gatherings/forms/scribing.py",
    "people/open_forms.py",
    "votes/templates/votes/",
    "votes/forms/public.py",
    "votes/models.py",
    "votes/views/public.py",
    "votes/queries/findings.py",
    "notebooks/templates/notebooks/",
    "notebooks/queries/explorer.py",
    "notebooks/models/note.py",
    "expertise/templates/expertise/",
    "expertise/forms/publishing.py",
    "expertise/models/proposal.py",
    "expertise/models/cahier.py",
    "expertise/views/answering.py",
    "research/templates/research/",
    "research/forms/public.py",
    "research/models/",
    "research/queries/leaflet.py",
    "research/views/wanting.py",
    "exchanges/templates/exchanges/",
    "exchanges/forms/joining.py",
    "exchanges/forms/posting.py",
    "exchanges/forms/rights.py",
    "exchanges/forms/telling.py",
    "exchanges/models/",
    "exchanges/money.py",
    "exchanges/health_wording.py",
    "exchanges/queries/health.py",
    "exchanges/views/entering.py",
    "exchanges/views/posts.py",
    "exchanges/views/talks.py",
    "exchanges/views/deeds.py",
    "exchanges/views/loops.py",
    "exchanges/views/rights.py",
    "exchanges/actions/posting.py",
    "exchanges/actions/talking.py",
    "exchanges/actions/looping.py",
    "gatherings/places_wording.py",
    "gatherings/views/ticket.py",
    "gatherings/views/public.py",
    "gatherings/actions/letters.py",
)
NOT_PUBLIC = ("/desk/", "ui/uploads.py", "first_start", "try_as")


def extract() -> None:
    """Run Django's own extraction, without line numbers so that catalogues change little."""
    with tempfile.TemporaryDirectory() as folder:
        languages = [f"-l{path.name}" for path in sorted(LOCALE.iterdir()) if path.is_dir()]
        subprocess.run(
            [Path(sys.prefix) / "bin" / "entraide", "manage", "makemessages", *languages,
             "--no-wrap", "--add-location=file", "--no-obsolete", "-v0"],
            cwd=ROOT / "entraide",
            env=os.environ | {"ENTRAIDE_DATA": folder},
            check=True,
        )  # fmt: skip
    for path in catalogues():
        # The date of extraction changes without anything having changed.
        catalogue = polib.pofile(str(path), wrapwidth=0)
        catalogue.metadata.pop("POT-Creation-Date", None)
        catalogue.metadata.pop("PO-Revision-Date", None)
        catalogue.save()


def catalogues() -> list[Path]:
    """Return every catalogue."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def compile_all() -> None:
    """Write each .mo beside its .po: nothing is needed to compile at set-up."""
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(path))


def compiled(path: Path) -> bytes:
    """Return a catalogue as Django reads it; French gets the spaces that never break a line."""
    catalogue = polib.pofile(str(path))
    if path.parent.parent.name == "fr":
        for entry in catalogue:
            if entry.msgid_plural:
                entry.msgstr_plural = {n: spaced(t) for n, t in entry.msgstr_plural.items()}
            elif spaced(entry.msgid) != entry.msgid:
                entry.msgstr = spaced(entry.msgid)
    return bytes(catalogue.to_binary())


def spaced(text: str) -> str:
    """Return French text with a no-break space before « ? ! : ; » and inside quotation marks."""
    return re.sub(r"(?<=«) | (?=[?!:;»])", "\u00a0", text)


def is_public(entry: polib.POEntry) -> bool:
    """Tell whether visitors see this text."""
    return any(
        any(part in place for part in PUBLIC) and not any(part in place for part in NOT_PUBLIC)
        for place, _line in entry.occurrences
    )


def faults(path: Path) -> list[str]:
    """Return what is missing in a catalogue."""
    language = path.parent.parent.name
    catalogue = polib.pofile(str(path))
    found = []
    for entry in catalogue:
        plural = bool(entry.msgid_plural)
        wanted = plural if language == "fr" else is_public(entry)
        done = all(entry.msgstr_plural.values()) if plural else bool(entry.msgstr)
        if wanted and (not done or entry.fuzzy):
            found.append(f"{language}: {entry.msgid!r}")
    beside = path.with_suffix(".mo")
    if not beside.exists() or beside.read_bytes() != compiled(path):
        found.append(f"{language}: not compiled; run make messages")
    return found


def behind() -> list[str]:
    """Return the catalogues that a new extraction changes."""
    before = {path: path.read_text(encoding="utf-8") for path in catalogues()}
    extract()
    changed = [path for path in catalogues() if path.read_text(encoding="utf-8") != before[path]]
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")
    return [f"{path.relative_to(ROOT)}: behind the code; run make messages" for path in changed]


def main() -> int:
    """Extract and compile, or check."""
    if "--check" not in sys.argv:
        extract()
        compile_all()
        return 0
    found = [fault for path in catalogues() for fault in faults(path)]
    found += behind()
    print("\n".join(found), file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
