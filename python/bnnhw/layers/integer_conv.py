"""Convolution of integer weights."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.layers.convolution import Convolution
from bnnhw.tensor import TensorType, as_numbers
from bnnhw.weights import checked_integers, integer_sum_type


@dataclass(frozen=True, eq=False)
class IntegerConv(Convolution):
    """A convolution whose `weights` are integers of -32768...32767."""

    kind: ClassVar[str] = "integer_conv"

    def checked(self, *axes: str) -> np.ndarray:
        """int64."""
        return checked_integers(self.weights, *axes)

    def type_of_sums(self, source: TensorType, shape: tuple[int, int, int]) -> TensorType:
        """What the weights allow; a window sees 0 as well where it pads with that."""
        pads_zeros = any(self.window.padding) and self.padding_value == "0"
        return integer_sum_type(source, self.rows, shape, with_zero=pads_zeros)

    def packed(self, rows: np.ndarray) -> list[list[int]]:
        """Integers."""
        return rows.tolist()

    def multiplied(self, values: np.ndarray) -> np.ndarray:
        """float64, which holds every integer of 53 bits."""
        return as_numbers(values).astype(np.float64)
