"""A sum whose second term counts only where the first is large."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType, as_numbers
from bnnhw.values import fit_channels, integers, senses
from bnnhw.weights import require_sums
from bnnhw.window import of_one_rank

_LIMIT = 1 << 31


@dataclass(frozen=True, eq=False)
class GatedAdd:
    """y = a + b where a >= T or, where `sense` is "<=", where a <= T; else y = a.

    a are integers; bits in b count as +1 and -1. `thresholds` and `sense` are one value or one for
    each channel.
    """

    kind: ClassVar[str] = "gated_add"
    input_count: ClassVar[int] = 2

    thresholds: np.ndarray
    sense: np.ndarray = ">="

    def __post_init__(self):
        """Check the numbers and the senses."""
        thresholds = integers(self.thresholds, "thresholds", -_LIMIT, _LIMIT)
        object.__setattr__(self, "thresholds", thresholds)
        object.__setattr__(self, "sense", senses(self.sense))

    def output_type(self, left: TensorType, right: TensorType) -> TensorType:
        """Integers whose range follows from the inputs' and the gates."""
        left.require(Element.INTEGER)
        right.require(Element.BIT, Element.INTEGER)
        if left.shape != right.shape:
            raise ValueError(f"the inputs are {left.shape} and {right.shape}, which differ")
        fit_channels(self.thresholds, "thresholds", left.channels)
        fit_channels(self.sense, "sense", left.channels)
        # Where a gate opens or closes, and the ends of the range of a.
        near = np.stack([self.thresholds + step for step in (-1, 0, 1)]).reshape(3, -1)
        a = np.clip(np.vstack([near, near * 0 + left.low, near * 0 + left.high]), left.low, left.high)
        results = np.stack([self.evaluate(a, np.full_like(a, b)) for b in right.numbers])
        low, high = int(results.min()), int(results.max())
        require_sums(low, high)
        return TensorType(left.shape, Element.INTEGER, low, high)

    def document(self) -> dict:
        """Thresholds and senses, as given."""
        return {"thresholds": self.thresholds.tolist(), "sense": self.sense.tolist()}

    def evaluate(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Integers, and bits or integers, to int64."""
        a, b = (as_numbers(values) for values in of_one_rank(left, right))
        is_open = np.where(self.sense == ">=", a >= self.thresholds, a <= self.thresholds)
        return a + np.where(is_open, b, 0)
