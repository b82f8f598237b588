"""The sum of two maps."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType, as_numbers
from bnnhw.weights import require_sums
from bnnhw.window import of_one_rank


@dataclass(frozen=True, eq=False)
class Add:
    """The sum of two maps of one shape, element by element; bits count as +1 and -1."""

    kind: ClassVar[str] = "add"
    input_count: ClassVar[int] = 2

    def output_type(self, left: TensorType, right: TensorType) -> TensorType:
        """Integers whose range follows from the inputs'."""
        for source in (left, right):
            source.require(Element.BIT, Element.INTEGER)
        if left.shape != right.shape:
            raise ValueError(f"the inputs are {left.shape} and {right.shape}, which differ")
        low, high = (a + b for a, b in zip(left.numbers, right.numbers, strict=True))
        require_sums(low, high)
        return TensorType(left.shape, Element.INTEGER, low, high)

    def document(self) -> dict:
        """No keys."""
        return {}

    def evaluate(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Bits or integers to int64 sums."""
        left, right = of_one_rank(left, right)
        return as_numbers(left) + as_numbers(right)
