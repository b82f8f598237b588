"""Integers of fewer bits: a shift with rounding, and saturation."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import WORD, integer

_ROUNDINGS = ("half_up", "half_even", "floor")


@dataclass(frozen=True, eq=False)
class Requantize:
    """y = clip(round(x / 2^shift), minimum, maximum).

    `rounding` is "half_up", "half_even" or "floor"; a bound of None clips nothing.
    """

    kind: ClassVar[str] = "requantize"
    input_count: ClassVar[int] = 1

    shift: int = 0
    rounding: str = "half_up"
    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self):
        """Check the numbers and the word."""
        object.__setattr__(self, "shift", integer(self.shift, "shift", 0, 31))
        if self.rounding not in _ROUNDINGS:
            raise ValueError(
                f"'rounding' is {self.rounding!r}, but expected one of {', '.join(_ROUNDINGS)}"
            )
        for key in ("minimum", "maximum"):
            if (bound := getattr(self, key)) is not None:
                object.__setattr__(self, key, integer(bound, key, *WORD))
        if None not in (self.minimum, self.maximum) and self.minimum > self.maximum:
            raise ValueError(f"'minimum' is {self.minimum}, but 'maximum' is {self.maximum}")

    def output_type(self, source: TensorType) -> TensorType:
        """Integers between what the ends of the input's range become."""
        source.require(Element.INTEGER)
        low, high = self.evaluate(np.array([source.low, source.high])).tolist()
        return TensorType(source.shape, Element.INTEGER, low, high)

    def document(self) -> dict:
        """The shift, the rounding and the bounds that there are."""
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return {
            "shift": self.shift,
            "rounding": self.rounding,
            **{key: bound for key, bound in bounds.items() if bound is not None},
        }

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to int64."""
        source = source.astype(np.int64)
        unit = 1 << self.shift
        if self.rounding == "floor":
            rounded = source // unit
        elif self.rounding == "half_up":
            rounded = (2 * source + unit) // (2 * unit)
        else:
            # Exact: a quotient of 32 bits and a power of two.
            rounded = np.rint(source / unit).astype(np.int64)
        return np.clip(rounded, *(x if x is not None else y for x, y in self._ends()))

    def _ends(self):
        return zip((self.minimum, self.maximum), WORD, strict=True)
