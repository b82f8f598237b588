"""Channels by number."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import MAXIMUM_ELEMENTS, Element, TensorType
from bnnhw.values import integers


@dataclass(frozen=True, eq=False)
class Select:
    """Channel i of the output is channel channels[i] of the input."""

    kind: ClassVar[str] = "select"
    input_count: ClassVar[int] = 1

    channels: np.ndarray

    def __post_init__(self):
        """Check the numbers as far as the input does not matter."""
        channels = integers(self.channels, "channels", 0, MAXIMUM_ELEMENTS)
        if not channels.ndim:
            raise ValueError("'channels' is one number, but expected an array")
        object.__setattr__(self, "channels", channels)

    def output_type(self, source: TensorType) -> TensorType:
        """The input's elements, as many channels as there are numbers."""
        source.require(Element.BIT, Element.INTEGER)
        if (self.channels >= source.channels).any():
            raise ValueError(
                f"'channels' has {self.channels.max()}, but the input has {source.channels} channels"
            )
        shape = (*source.shape[:2], len(self.channels))
        return TensorType(shape, source.element, source.low, source.high)

    def document(self) -> dict:
        """The numbers."""
        return {"channels": self.channels.tolist()}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits to bits, integers to integers."""
        return source[..., self.channels]
