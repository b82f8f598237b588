"""Fully connected layer of +1/-1 weights on +1/-1 inputs."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.packing import pack_rows
from bnnhw.tensor import MAXIMUM_ELEMENTS, Element, TensorType


@dataclass(frozen=True, eq=False)
class BinaryDense:
    """acc[n] = sum over i of w[n][i] * x[i], the input flattened as (y, x, channel).

    `weights` has one row for each unit: booleans (True = +1) or numbers that are all +1 or -1.
    """

    kind: ClassVar[str] = "binary_dense"

    weights: np.ndarray

    def __post_init__(self):
        """Turn the weights into booleans."""
        weights = np.asarray(self.weights)
        if weights.ndim != 2 or not 1 <= len(weights) <= MAXIMUM_ELEMENTS:
            raise ValueError(f"'weights' has shape {weights.shape}, but expected (units, inputs)")
        if weights.dtype.kind != "b":
            wrong = weights[(weights != 1) & (weights != -1)]
            if wrong.size:
                raise ValueError(
                    f"'weights' has {wrong[0]}, but expected booleans or numbers that are +1 or -1"
                )
            weights = weights == 1
        object.__setattr__(self, "weights", weights)

    def output_type(self, source: TensorType) -> TensorType:
        """Sums of as many terms as the input has elements."""
        source.require(Element.BIT)
        units, columns = self.weights.shape
        if columns != source.elements:
            raise ValueError(
                f"'weights' has {columns} columns, but the input has {source.elements} elements"
            )
        return TensorType((1, 1, units), Element.INTEGER, -columns, columns)

    def document(self) -> dict:
        """Packed rows."""
        return {"units": len(self.weights), "weights": pack_rows(self.weights)}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits to int64 sums. float64 products are exact: no sum is near 2^53."""
        bits = source.reshape(len(source), -1)
        sums = np.where(bits, 1.0, -1.0) @ np.where(self.weights, 1.0, -1.0).T
        return sums.astype(np.int64)
