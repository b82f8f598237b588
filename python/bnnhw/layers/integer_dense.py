"""Fully connected layer of integer weights."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType, as_numbers
from bnnhw.weights import checked_integers, integer_sum_type


@dataclass(frozen=True, eq=False)
class IntegerDense:
    """sum[n] = sum over i of w[n][i] * x[i], the input flattened as (y, x, channel).

    `weights` has one row of integers of -32768...32767 for each unit. The input is +1/-1 or
    integers.
    """

    kind: ClassVar[str] = "integer_dense"
    input_count: ClassVar[int] = 1

    weights: np.ndarray

    def __post_init__(self):
        """Check the weights."""
        object.__setattr__(self, "weights", checked_integers(self.weights, "units", "inputs"))

    def output_type(self, source: TensorType) -> TensorType:
        """What the weights allow."""
        source.require(Element.BIT, Element.INTEGER)
        units, columns = self.weights.shape
        if columns != source.elements:
            raise ValueError(
                f"'weights' has {columns} columns, but the input has {source.elements} elements"
            )
        return integer_sum_type(source, self.weights, (1, 1, units))

    def document(self) -> dict:
        """Rows of integers."""
        return {"units": len(self.weights), "weights": self.weights.tolist()}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits or integers to int64 sums."""
        rows = as_numbers(source.reshape(len(source), self.weights.shape[1]))
        # Exact: float64 holds every integer of 53 bits.
        return (rows.astype(np.float64) @ self.weights.T.astype(np.float64)).astype(np.int64)
