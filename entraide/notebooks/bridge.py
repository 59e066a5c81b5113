"""From codings to agreement between coders, theme by theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from entraide.notebooks.models import Theme
from entraide.notebooks.queries.agreement import Looks, Said
from entraide.people.models import Person

SEED = 0
# Below this many voices that two coders read, nothing can be said.
FEWEST = 10


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on a theme; None where nothing can be said."""

    theme: Theme
    units: int
    alpha: float | None
    low: float | None
    high: float | None
    kappa: float | None
    apart: list[int]

    @property
    def sentence(self) -> str:
        """Return the kind of agreement, as Krippendorff reads alpha: see `agreement.html`."""
        if self.alpha is None:
            return "none"
        if self.alpha >= 0.8:
            return "good"
        return "fair" if self.alpha >= 0.667 else "poor"


def agreements(
    themes: list[Theme], said: Mapping[int, Said], looks: Looks, coders: list[Person]
) -> list[Agreement]:
    """Return the agreement on each theme.

    Args:
        themes: what may have been found.
        said: who read which note, and found what.
        looks: when they read it: one who read it before a theme existed says nothing of it.
        coders: all of them, by name.
    """
    # numpy is loaded when someone asks, not when pages are served.
    numerics: Any = import_module("entraide.numerics.agreement")
    names = [str(coder.pk) for coder in coders]
    found = []
    for theme in themes:
        units = units_of(theme, said, looks)
        values = list(units.values())
        enough = len(values) >= FEWEST
        between = numerics.interval(values, seed=SEED) if enough else None
        found.append(
            Agreement(
                theme=theme,
                units=len(values),
                alpha=numerics.alpha(values) if enough else None,
                low=between[0] if between else None,
                high=between[1] if between else None,
                kappa=numerics.kappa(values, *names) if enough and len(names) == 2 else None,
                apart=[note for note, unit in units.items() if len(set(unit.values())) > 1],
            )
        )
    return found


def units_of(theme: Theme, said: Mapping[int, Said], looks: Looks) -> dict[int, dict[str, bool]]:
    """Return the notes that several coders read knowing a theme, and who found it there."""
    units = {}
    for note, one in said.items():
        found = {
            str(coder): theme.pk in themes_found
            for coder, themes_found in one.items()
            if theme.pk in themes_found or looks.get((note, coder), 0) > theme.looks_before
        }
        if len(found) > 1:
            units[note] = found
    return units
