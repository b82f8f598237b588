"""Convolution of +1/-1 weights."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.layers.convolution import Convolution
from bnnhw.packing import pack_rows
from bnnhw.tensor import TensorType
from bnnhw.weights import checked_weights, numbers, sum_type


@dataclass(frozen=True, eq=False)
class BinaryConv(Convolution):
    """A convolution whose `weights` are booleans (True = +1) or numbers that are all +1 or -1."""

    kind: ClassVar[str] = "binary_conv"

    def checked(self, *axes: str) -> np.ndarray:
        """Booleans."""
        return checked_weights(self.weights, *axes)

    def type_of_sums(self, source: TensorType, shape: tuple[int, int, int]) -> TensorType:
        """As many terms as a filter has weights."""
        return sum_type(source, self.weights[0].size, shape)

    def packed(self, rows: np.ndarray) -> list[str]:
        """Hexadecimal digits."""
        return pack_rows(rows)

    def multiplied(self, values: np.ndarray) -> np.ndarray:
        """Bits as +1 and -1."""
        return numbers(values)
