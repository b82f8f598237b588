"""Comparison of integers with one integer for each channel."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import fit_channels, integers, senses

_LIMIT = 1 << 31


@dataclass(frozen=True, eq=False)
class Threshold:
    """bit = x >= T or, where `sense` is "<=", bit = x <= T.

    `thresholds` and `sense` are one value or one for each channel. A threshold that no input can
    cross makes the bit constant.
    """

    kind: ClassVar[str] = "threshold"
    input_count: ClassVar[int] = 1

    thresholds: np.ndarray
    sense: np.ndarray = ">="

    def __post_init__(self):
        """Check the numbers and the senses."""
        thresholds = integers(self.thresholds, "thresholds", -_LIMIT, _LIMIT)
        object.__setattr__(self, "thresholds", thresholds)
        object.__setattr__(self, "sense", senses(self.sense))

    def output_type(self, source: TensorType) -> TensorType:
        """Bits of the input's shape."""
        source.require(Element.INTEGER)
        fit_channels(self.thresholds, "thresholds", source.channels)
        fit_channels(self.sense, "sense", source.channels)
        return TensorType(source.shape, Element.BIT)

    def document(self) -> dict:
        """Thresholds and senses, as given."""
        return {"thresholds": self.thresholds.tolist(), "sense": self.sense.tolist()}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to bits."""
        return np.where(self.sense == ">=", source >= self.thresholds, source <= self.thresholds)
