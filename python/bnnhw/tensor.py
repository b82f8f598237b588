"""What flows between two layers: shapes and element types."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

MAXIMUM_ELEMENTS = 1 << 24
"""Elements of one frame of one tensor, and units of one layer."""


class Element(Enum):
    """What one element of a tensor can be; the value is the name used in messages."""

    BIT = "bits (+1 or -1)"
    INTEGER = "integers"
    REAL = "real numbers"
    INDEX = "a class index"


@dataclass(frozen=True)
class TensorType:
    """The type of one frame of a tensor.

    `shape` is (height, width, channels), channels innermost; a vector of n elements is (1, 1, n).
    `low` and `high` bound the values of INTEGER and INDEX elements.
    """

    shape: tuple[int, int, int]
    element: Element
    low: int = 0
    high: int = 0

    @property
    def channels(self) -> int:
        """The size of the innermost dimension."""
        return self.shape[2]

    @property
    def elements(self) -> int:
        """How many elements one frame has."""
        height, width, channels = self.shape
        return height * width * channels

    def require(self, *wanted: Element) -> None:
        """Raise ValueError unless the element type is one of those wanted."""
        if self.element not in wanted:
            choices = " or ".join(element.value for element in wanted)
            raise ValueError(f"the input is {self.element.value}, but expected {choices}")

    @property
    def numbers(self) -> tuple[int, int]:
        """The lowest and the highest number that a BIT (+1 or -1) or INTEGER element stands for."""
        return (-1, 1) if self.element is Element.BIT else (self.low, self.high)


def as_numbers(values: np.ndarray) -> np.ndarray:
    """Return int64: integers as they are, and bits as +1 and -1."""
    return np.where(values, 1, -1) if values.dtype.kind == "b" else values.astype(np.int64)
