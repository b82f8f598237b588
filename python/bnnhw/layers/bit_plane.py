"""One bit of every integer."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import integer


@dataclass(frozen=True, eq=False)
class BitPlane:
    """+1 where bit `bit` of the integer is 1, else -1; negative integers are in two's complement."""

    kind: ClassVar[str] = "bit_plane"
    input_count: ClassVar[int] = 1

    bit: int

    def __post_init__(self):
        """Check the number."""
        object.__setattr__(self, "bit", integer(self.bit, "bit", 0, 31))

    def output_type(self, source: TensorType) -> TensorType:
        """Bits of the input's shape."""
        source.require(Element.INTEGER)
        return TensorType(source.shape, Element.BIT)

    def document(self) -> dict:
        """The bit's number."""
        return {"bit": self.bit}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to bits."""
        return source.astype(np.int64) >> self.bit & 1 == 1
