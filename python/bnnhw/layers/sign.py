"""The sign of a number as one bit."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import integer


@dataclass(frozen=True, eq=False)
class Sign:
    """x > 0 gives +1, x < 0 gives -1, and 0 gives `zero`, which is 1 or -1."""

    kind: ClassVar[str] = "sign"
    input_count: ClassVar[int] = 1

    zero: int = 1

    def __post_init__(self):
        """Check the value for 0."""
        if integer(self.zero, "zero", -1, 1) == 0:
            raise ValueError("'zero' is 0, but expected 1 or -1")

    def output_type(self, source: TensorType) -> TensorType:
        """Bits of the input's shape."""
        source.require(Element.INTEGER, Element.REAL)
        return TensorType(source.shape, Element.BIT)

    def document(self) -> dict:
        """The value for 0."""
        return {"zero": int(self.zero)}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Numbers to bits."""
        return source >= 0 if self.zero == 1 else source > 0
