"""What can be wrong with a problem: unusable as written, or proven to have no solution."""

from dataclasses import dataclass, field


class Unusable(ValueError):
    """A problem or solution that cannot be read; `lines` says each fault with its place."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Infeasible(Exception):
    """Proven: no solution exists. `kind` and `about` say why to programs, `str()` to people.

    `about` holds the identifiers that the reason names: needs, people, rounds, groups.
    """

    def __init__(self, kind: str, sentence: str, about: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.about = about


class Undecided(Exception):
    """Neither solved nor proven infeasible within the limits that the documentation states."""


@dataclass
class Faults:
    """The faults found so far, each `place: sentence`."""

    lines: list[str] = field(default_factory=list)

    def add(self, place: str, sentence: str) -> None:
        """Note a fault at `place`, such as `people[3].wishes[1]`."""
        self.lines.append(f"{place}: {sentence}")

    def stop(self) -> None:
        """Raise `Unusable` if anything was found."""
        if self.lines:
            raise Unusable(self.lines)
