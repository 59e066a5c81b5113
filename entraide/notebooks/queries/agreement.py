"""Who read which note and found which themes, to compare coders."""

from entraide.notebooks.models import Coding, Look, Note
from entraide.people.models import Collective, Person

# For each coder who read a note, the themes found in it or in some of its words.
Said = dict[int, set[int]]
# When each coder last looked at each note, as a number that grows.
Looks = dict[tuple[int, int], int]


def said(collective: Collective) -> dict[int, Said]:
    """Return what each coder found in each note they read: {note: {coder: themes}}."""
    living = {"note__notebook__collective": collective, "note__withdrawn": False}
    found: dict[int, Said] = {}
    for note, coder in Look.objects.filter(**living).values_list("note", "coder"):
        found.setdefault(note, {})[coder] = set()
    for note, coder, theme in Coding.objects.filter(**living).values_list("note", "coder", "theme"):
        found.setdefault(note, {}).setdefault(coder, set()).add(theme)
    return found


def looks(collective: Collective) -> Looks:
    """Return when each coder looked at each note: {(note, coder): number of the look}."""
    seen = Look.objects.filter(note__notebook__collective=collective, note__withdrawn=False)
    return {
        (note, coder): number for number, note, coder in seen.values_list("pk", "note", "coder")
    }


def coders(found: dict[int, Said]) -> list[Person]:
    """Return who has read something, by name."""
    numbers = {coder for one in found.values() for coder in one}
    return list(Person.objects.filter(pk__in=numbers).order_by("name", "pk"))


def notes(numbers: list[int]) -> list[Note]:
    """Return notes by number, with what a list shows of them."""
    found = Note.objects.filter(pk__in=numbers).select_related("notebook", "peer_group")
    return list(found.order_by("notebook", "number"))
