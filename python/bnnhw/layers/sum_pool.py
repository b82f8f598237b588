"""The sum under each window."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.weights import require_sums
from bnnhw.window import Window, as_maps


@dataclass(frozen=True, eq=False)
class SumPool:
    """The sum of each channel under each window of +1/-1 or integers; padding adds nothing.

    It is an average pool without its division by the K taps of the window. Give a `batch_norm`
    behind it K * mean and K^2 * (variance + epsilon), and a `scale_bias` scale / K. `stride` is the
    kernel's size unless given.
    """

    kind: ClassVar[str] = "sum_pool"
    input_count: ClassVar[int] = 1

    kernel: int | tuple[int, int]
    stride: int | tuple[int, int] | None = None
    dilation: int | tuple[int, int] = 1
    padding: int | tuple[int, ...] = 0
    window: Window = field(init=False)

    def __post_init__(self):
        """Check the window."""
        stride = self.kernel if self.stride is None else self.stride
        window = Window(self.kernel, stride, self.dilation, self.padding)
        object.__setattr__(self, "window", window)

    def output_type(self, source: TensorType) -> TensorType:
        """Integers; fewer taps than all are added up only where there is padding."""
        source.require(Element.BIT, Element.INTEGER)
        is_bit = source.element is Element.BIT
        taps = self.window.kernel[0] * self.window.kernel[1]
        low = (-1 if is_bit else source.low) * taps
        high = (1 if is_bit else source.high) * taps
        if any(self.window.padding):
            low, high = min(low, 0), max(high, 0)
        require_sums(low, high)
        size = self.window.output_size(source.shape[:2])
        return TensorType((*size, source.channels), Element.INTEGER, low, high)

    def document(self) -> dict:
        """The window."""
        return self.window.document()

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits or integers to int64."""
        maps = as_maps(source)
        values = np.where(maps, 1, -1) if maps.dtype.kind == "b" else maps.astype(np.int64)
        return sum(self.window.taps(self.window.padded(values, 0)))
