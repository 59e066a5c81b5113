"""Read parts of a JSON document, noting each fault with its place."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from .faults import Faults

Value = TypeVar("Value")
Json = Any
MOST_SHOWN = 60


def shown(value: Json) -> str:
    """Return a value as a message may quote it: short, on one line."""
    text = repr(value) if not isinstance(value, str) else '"' + value + '"'
    text = text.replace("\n", " ")
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


def fields(
    value: Json, place: str, faults: Faults, *, required: set[str], optional: Iterable[str] = ()
) -> dict[str, Json] | None:
    """Return an object that has the required keys and no unknown one, or None."""
    if not isinstance(value, dict):
        faults.add(place or "document", f"an object is expected, not {shown(value)}")
        return None
    known = required | set(optional)
    start = f"{place}." if place else ""
    for key in value:
        if key not in known:
            faults.add(f"{start}{key}", "unknown key")
    missing = sorted(required - value.keys())
    for key in missing:
        faults.add(f"{start}{key}", "missing")
    return None if missing else value


def items(value: Json, place: str, faults: Faults) -> list[Json]:
    """Return a list; anything else is a fault and counts as empty."""
    if isinstance(value, list):
        return value
    faults.add(place, f"a list is expected, not {shown(value)}")
    return []


def text(value: Json, place: str, faults: Faults) -> str:
    """Return an identifier: a string that is not empty."""
    if isinstance(value, str) and value:
        return value
    faults.add(place, f"a string that is not empty is expected, not {shown(value)}")
    return ""


def whole(value: Json, place: str, faults: Faults, *, least: int) -> int:
    """Return a whole number of at least `least`."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    faults.add(place, f"a whole number of {least} or more is expected, not {shown(value)}")
    return least


def flag(value: Json, place: str, faults: Faults) -> bool:
    """Return true or false."""
    if isinstance(value, bool):
        return value
    faults.add(place, f"true or false is expected, not {shown(value)}")
    return False


def texts(value: Json, place: str, faults: Faults) -> tuple[str, ...]:
    """Return identifiers, each once."""
    found = tuple(
        text(one, f"{place}[{index}]", faults)
        for index, one in enumerate(items(value, place, faults))
    )
    if len(set(found)) < len(found):
        seen: set[str] = set()
        for index, one in enumerate(found):
            if one and one in seen:
                faults.add(f"{place}[{index}]", f"{shown(one)} is there twice")
            seen.add(one)
    return found


def once(ids: Iterable[str], place: str, faults: Faults) -> None:
    """Note each identifier that appears again."""
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one and one in seen:
            faults.add(f"{place}[{index}].id", f"{shown(one)} is there twice")
        seen.add(one)


def of_kind(value: Json, kind: str, faults: Faults) -> None:
    """Note a document of another kind than the one asked for."""
    if value != kind:
        faults.add("kind", f'"{kind}" is expected, not {shown(value)}')


def gathered(read: Callable[[Faults], Value]) -> Value:
    """Run a reading; raise `Unusable` with all it found if anything is wrong."""
    faults = Faults()
    value = read(faults)
    faults.stop()
    return value
