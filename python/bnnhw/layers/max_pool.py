"""The largest value under each window."""

from dataclasses import dataclass, field
from functools import reduce
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.window import Window, as_maps


@dataclass(frozen=True, eq=False)
class MaxPool:
    """The maximum of each channel under each window of +1/-1 or integers; padding never wins.

    `stride` is the kernel's size unless given.
    """

    kind: ClassVar[str] = "max_pool"
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
        """The input's elements, fewer of them."""
        source.require(Element.BIT, Element.INTEGER)
        size = self.window.output_size(source.shape[:2])
        if not all(self._meets_pixels(axis, size[axis], source.shape[axis]) for axis in (0, 1)):
            raise ValueError(
                "a window can lie in the padding alone, but every window needs a pixel"
            )
        return TensorType((*size, source.channels), source.element, source.low, source.high)

    def _meets_pixels(self, axis: int, windows: int, pixels: int) -> bool:
        """Return whether every window has a tap on a pixel; with dilation it may straddle them."""
        before, after = self.window.padding[2 * axis : 2 * axis + 2]
        if max(before, after) >= self.window.span[axis]:
            return False
        starts = np.arange(windows) * self.window.stride[axis] - before
        taps = np.arange(self.window.kernel[axis]) * self.window.dilation[axis]
        places = starts[:, None] + taps
        return bool(((places >= 0) & (places < pixels)).any(axis=1).all())

    def document(self) -> dict:
        """The window."""
        return self.window.document()

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits to bits, integers to integers."""
        maps = as_maps(source)
        lowest = False if maps.dtype.kind == "b" else np.iinfo(maps.dtype).min
        return reduce(np.maximum, self.window.taps(self.window.padded(maps, lowest)))
