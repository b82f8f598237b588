"""The largest value under each window."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.window import Window


@dataclass(frozen=True, eq=False)
class MaxPool:
    """The largest value under each window, for each channel; padding never wins.

    Without `stride` the windows lie side by side.
    """

    kind: ClassVar[str] = "max_pool"

    kernel: Any
    stride: Any = None
    dilation: Any = 1
    padding: Any = 0

    def __post_init__(self):
        """Check the window."""
        stride = self.kernel if self.stride is None else self.stride
        window = Window.checked(self.kernel, stride, self.dilation, self.padding)
        object.__setattr__(self, "window", window)
        top, bottom, left, right = window.padding
        if max(top, bottom) >= window.span[0] or max(left, right) >= window.span[1]:
            raise ValueError("a window can lie in the padding alone: 'padding' is too large")

    def output_type(self, source: TensorType) -> TensorType:
        """The input's type on a smaller map."""
        source.require(Element.BIT, Element.INTEGER)
        size = self.window.output_size(source.shape)
        return TensorType((*size, source.channels), source.element, source.low, source.high)

    def document(self) -> dict:
        """The window."""
        return self.window.document()

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits or integers (frames, y, x, channel)."""
        lowest = False if source.dtype == bool else np.iinfo(np.int64).min
        top, bottom, left, right = self.window.padding
        sides = ((0, 0), (top, bottom), (left, right), (0, 0))
        padded = np.pad(source, sides, constant_values=lowest)
        return self.window.gather(padded, source.shape[1:]).max(axis=3)
