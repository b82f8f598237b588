"""Convolution with +1/-1 weights on +1/-1 values or integers."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from bnnhw import values
from bnnhw.packing import pack_rows
from bnnhw.tensor import MAXIMUM_ELEMENTS, Element, TensorType
from bnnhw.weights import signs
from bnnhw.window import Window

PADDING_VALUES = ("-1", "+1", "0", "odd_even")


@dataclass(frozen=True, eq=False)
class BinaryConv:
    """Sums over the pixels under a kernel, for each filter.

    `weights` has one row for each filter, columns in the order (ky, kx, channel of the group):
    booleans (True = +1) or numbers that are all +1 or -1. `padding_value` says what lies around the
    map: "-1", "+1", "0" (adds nothing) or "odd_even" (+1 where y + x of the padded map is odd).
    """

    kind: ClassVar[str] = "binary_conv"

    weights: np.ndarray
    kernel: Any
    stride: Any = 1
    dilation: Any = 1
    padding: Any = 0
    padding_value: str | None = None
    groups: int = 1

    def __post_init__(self):
        """Check the window and turn the weights into booleans."""
        object.__setattr__(self, "weights", signs(self.weights, "(filters, taps * channels)"))
        window = Window.checked(self.kernel, self.stride, self.dilation, self.padding)
        object.__setattr__(self, "window", window)
        groups = values.integer(self.groups, "groups", 1, MAXIMUM_ELEMENTS)
        object.__setattr__(self, "groups", groups)
        if self.padding_value not in (None, *PADDING_VALUES):
            raise ValueError(f"'padding_value' is {self.padding_value!r}, not in {PADDING_VALUES}")
        if any(window.padding) and self.padding_value is None:
            raise ValueError("there is padding, but 'padding_value' does not say of what")

    def output_type(self, source: TensorType) -> TensorType:
        """Sums of as many terms as a filter has weights."""
        source.require(Element.BIT, Element.INTEGER)
        filters, columns = self.weights.shape
        size = self.window.output_size(source.shape)
        if source.channels % self.groups or filters % self.groups:
            raise ValueError(
                f"{self.groups} groups do not divide {source.channels} channels and {filters} "
                "filters"
            )
        wanted = self.window.taps * source.channels // self.groups
        if columns != wanted:
            raise ValueError(f"'weights' has {columns} columns, but a filter has {wanted} weights")
        is_bits = source.element == Element.BIT
        if not is_bits and any(self.window.padding) and self.padding_value != "0":
            raise ValueError("integers are padded with '0'")
        reach = columns * (1 if is_bits else max(abs(source.low), abs(source.high)))
        return TensorType((*size, filters), Element.INTEGER, -reach, reach)

    def document(self) -> dict:
        """Packed rows and the window."""
        keys = {"filters": len(self.weights), **self.window.document(), "groups": self.groups}
        if self.padding_value is not None:
            keys["padding_value"] = self.padding_value
        return {**keys, "weights": pack_rows(self.weights)}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits or integers (frames, y, x, channel) to int64 sums."""
        frames, height, width, channels = source.shape
        terms = np.where(source, 1.0, -1.0) if source.dtype == bool else source.astype(float)
        top, bottom, left, right = self.window.padding
        padded = self._border((height + top + bottom, width + left + right))
        padded = np.broadcast_to(padded[None, :, :, None], (frames, *padded.shape, channels)).copy()
        padded[:, top : top + height, left : left + width] = terms
        windows = self.window.gather(padded, (height, width, channels))
        filters = len(self.weights) // self.groups
        depth = channels // self.groups
        sums = []
        for group in range(self.groups):
            columns = windows[..., group * depth : (group + 1) * depth]
            rows = np.where(self.weights[group * filters : (group + 1) * filters], 1.0, -1.0)
            flat = columns.reshape(*columns.shape[:3], -1)
            sums.append(flat @ rows.T)
        return np.concatenate(sums, axis=-1).astype(np.int64)

    def _border(self, size: tuple[int, int]) -> np.ndarray:
        if self.padding_value == "odd_even":
            y, x = np.indices(size)
            return np.where((y + x) % 2 == 1, 1.0, -1.0)
        return np.full(size, float(self.padding_value or 0))
