"""The channels of two maps behind each other."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.window import of_one_rank


@dataclass(frozen=True, eq=False)
class Concat:
    """The channels of two maps of one height and width, those of the first one first."""

    kind: ClassVar[str] = "concat"
    input_count: ClassVar[int] = 2

    def output_type(self, left: TensorType, right: TensorType) -> TensorType:
        """Bits of bits, or integers of integers, whose range covers both."""
        for source in (left, right):
            source.require(Element.BIT, Element.INTEGER)
        if left.shape[:2] != right.shape[:2]:
            raise ValueError(f"the inputs are {left.shape} and {right.shape}, maps of other sizes")
        if left.element != right.element:
            raise ValueError(f"the inputs are {left.element.value} and {right.element.value}")
        shape = (*left.shape[:2], left.channels + right.channels)
        low, high = min(left.low, right.low), max(left.high, right.high)
        return TensorType(shape, left.element, low, high)

    def document(self) -> dict:
        """No keys."""
        return {}

    def evaluate(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Bits to bits, integers to integers."""
        return np.concatenate(of_one_rank(left, right), axis=-1)
