"""Squares of 200 m in which people say where they are: never an address, never a map of one."""

import math
from dataclasses import dataclass

SIDE = 200  # metres
# Metres of a degree of latitude, WGS 84, on average.
DEGREE = 111_320


@dataclass(frozen=True)
class Cell:
    """A square, by its column and its row."""

    column: int
    row: int

    def metres_to(self, other: "Cell") -> int:
        """Return about how far another square is, in metres: from middle to middle."""
        return round(SIDE * math.hypot(self.column - other.column, self.row - other.row))


def cell_of(latitude: float, longitude: float) -> Cell:
    """Return the square of a point, in degrees (WGS 84).

    Degrees of longitude are as long as in the middle of the degree of latitude: squares are square
    to a hundredth in France.
    """
    narrow = math.cos(math.radians(math.floor(latitude) + 0.5))
    return Cell(
        column=math.floor(longitude * DEGREE * narrow / SIDE),
        row=math.floor(latitude * DEGREE / SIDE),
    )
