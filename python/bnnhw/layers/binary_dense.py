"""Fully connected layer of +1/-1 weights."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.packing import pack_rows
from bnnhw.tensor import Element, TensorType
from bnnhw.weights import checked_weights, numbers, sum_type


@dataclass(frozen=True, eq=False)
class BinaryDense:
    """acc[n] = sum over i of w[n][i] * x[i], the input flattened as (y, x, channel).

    `weights` has one row for each unit: booleans (True = +1) or numbers that are all +1 or -1.
    The input is +1/-1 or integers.
    """

    kind: ClassVar[str] = "binary_dense"
    input_count: ClassVar[int] = 1

    weights: np.ndarray

    def __post_init__(self):
        """Turn the weights into booleans."""
        object.__setattr__(self, "weights", checked_weights(self.weights, "units", "inputs"))

    def output_type(self, source: TensorType) -> TensorType:
        """Sums of as many terms as the input has elements."""
        source.require(Element.BIT, Element.INTEGER)
        units, columns = self.weights.shape
        if columns != source.elements:
            raise ValueError(
                f"'weights' has {columns} columns, but the input has {source.elements} elements"
            )
        return sum_type(source, columns, (1, 1, units))

    def document(self) -> dict:
        """Packed rows."""
        return {"units": len(self.weights), "weights": pack_rows(self.weights)}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits or integers to int64 sums."""
        rows = source.reshape(len(source), self.weights.shape[1])
        return (numbers(rows) @ numbers(self.weights).T).astype(np.int64)
