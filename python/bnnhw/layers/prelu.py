"""A rectifier with a slope for each channel, in fixed point."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.layers.scale_bias import fixed_point
from bnnhw.tensor import Element, TensorType
from bnnhw.values import WORD, fit_channels, integer, reals


@dataclass(frozen=True, eq=False)
class PRelu:
    """y = x * 2^f where x >= 0, else x * round(slope * 2^f), with f = `fraction_bits`, half to even.

    The results are integers in units of 2^-f. `slope` is one number or one per channel.
    """

    kind: ClassVar[str] = "prelu"
    input_count: ClassVar[int] = 1

    slope: np.ndarray
    fraction_bits: int = 8

    def __post_init__(self):
        """Check that the fixed-point slopes fit their words."""
        bits = integer(self.fraction_bits, "fraction_bits", 0, 24)
        object.__setattr__(self, "fraction_bits", bits)
        object.__setattr__(self, "slope", reals(self.slope, "slope"))
        fixed_point(self.slope, "slope", bits)

    def output_type(self, source: TensorType) -> TensorType:
        """Integers whose range follows from the input's: each side of 0 is a line."""
        source.require(Element.INTEGER)
        fit_channels(self.slope, "slope", source.channels)
        bends = [x for x in (-1, 0) if source.low <= x <= source.high]
        ends = np.array([source.low, source.high, *bends])
        results = self.evaluate(ends[:, None])
        low, high = int(results.min()), int(results.max())
        if low < WORD[0] or high > WORD[1]:
            raise ValueError(f"the scores reach {low}...{high}, but 32 bits are the widest score")
        return TensorType(source.shape, Element.INTEGER, low, high)

    def document(self) -> dict:
        """Slopes before rounding, as given."""
        return {"slope": self.slope.tolist(), "fraction_bits": self.fraction_bits}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to int64."""
        source = source.astype(np.int64)
        slope = fixed_point(self.slope, "slope", self.fraction_bits)
        return source * np.where(source >= 0, 1 << self.fraction_bits, slope)
