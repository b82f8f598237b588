"""Fully connected layer of +1/-1 weights on +1/-1 values or integers."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.packing import pack_rows
from bnnhw.tensor import Element, TensorType
from bnnhw.weights import signs


@dataclass(frozen=True, eq=False)
class BinaryDense:
    """acc[n] = sum over i of w[n][i] * x[i], the input flattened as (y, x, channel).

    `weights` has one row for each unit: booleans (True = +1) or numbers that are all +1 or -1.
    """

    kind: ClassVar[str] = "binary_dense"

    weights: np.ndarray

    def __post_init__(self):
        """Turn the weights into booleans."""
        object.__setattr__(self, "weights", signs(self.weights, "(units, inputs)"))

    def output_type(self, source: TensorType) -> TensorType:
        """Sums of as many terms as the input has elements."""
        source.require(Element.BIT, Element.INTEGER)
        units, columns = self.weights.shape
        if columns != source.elements:
            raise ValueError(
                f"'weights' has {columns} columns, but the input has {source.elements} elements"
            )
        is_bits = source.element == Element.BIT
        reach = columns * (1 if is_bits else max(abs(source.low), abs(source.high)))
        return TensorType((1, 1, units), Element.INTEGER, -reach, reach)

    def document(self) -> dict:
        """Packed rows."""
        return {"units": len(self.weights), "weights": pack_rows(self.weights)}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits or integers to int64 sums. float64 products are exact: no sum is near 2^53."""
        terms = np.where(source, 1.0, -1.0) if source.dtype == bool else source.astype(float)
        sums = terms.reshape(len(source), -1) @ np.where(self.weights, 1.0, -1.0).T
        return sums.astype(np.int64)
