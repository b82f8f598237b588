"""The index of the largest channel."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType


@dataclass(frozen=True, eq=False)
class ArgMax:
    """The index of the first maximum over the channels of each pixel."""

    kind: ClassVar[str] = "argmax"
    input_count: ClassVar[int] = 1

    def output_type(self, source: TensorType) -> TensorType:
        """One index below the number of channels for each pixel."""
        source.require(Element.INTEGER)
        if source.channels < 2:
            raise ValueError("the input has 1 channel, but argmax needs at least 2")
        return TensorType((*source.shape[:2], 1), Element.INDEX, 0, source.channels - 1)

    def document(self) -> dict:
        """No keys."""
        return {}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to one int64 index for each frame or, of maps, for each pixel."""
        return source.argmax(axis=-1)
