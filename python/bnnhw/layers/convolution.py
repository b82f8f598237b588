"""What convolutions have in common, whatever their weights are."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import integer
from bnnhw.weights import numbers
from bnnhw.window import Window, as_maps

PADDING_VALUES = ("-1", "+1", "0", "odd_even")
_GATHERED = 1 << 24
"""Numbers that are gathered from windows at a time."""


@dataclass(frozen=True, eq=False)
class Convolution:
    """acc[y, x, n] = sum over ky, kx, c of w[n, ky, kx, c] * in[y*sy + ky*dy, x*sx + kx*dx, c].

    `in` is the padded map. `weights` is (filters, kernel height, kernel width, channels of a
    group). The input is +1/-1 or integers. Filters and channels are cut into `groups` of equal
    size; filters see the channels of their group.

    `padding_value` says what lies outside the map: "-1", "+1", "0", which adds nothing, or
    "odd_even", +1 where y + x of the padded map is odd, else -1. Integers take "0" alone.
    """

    input_count: ClassVar[int] = 1

    weights: np.ndarray
    stride: int | tuple[int, int] = 1
    dilation: int | tuple[int, int] = 1
    padding: int | tuple[int, ...] = 0
    padding_value: str | None = None
    groups: int = 1
    window: Window = field(init=False)

    def __post_init__(self):
        """Check what does not depend on the input."""
        axes = "filters", "kernel height", "kernel width", "channels of a group"
        object.__setattr__(self, "weights", self.checked(*axes))
        window = Window(self.weights.shape[1:3], self.stride, self.dilation, self.padding)
        object.__setattr__(self, "window", window)
        groups = integer(self.groups, "groups", 1, len(self.weights))
        object.__setattr__(self, "groups", groups)
        if len(self.weights) % groups:
            raise ValueError(f"{groups} groups do not divide the {len(self.weights)} filters")
        if self.padding_value not in (*PADDING_VALUES, None):
            raise ValueError(
                f"'padding_value' is {self.padding_value!r}, but expected {_choices()}"
            )
        if any(window.padding) and self.padding_value is None:
            raise ValueError(f"there is padding, but no 'padding_value': {_choices()}")

    def checked(self, *axes: str) -> np.ndarray:
        """Return the weights as they are kept; raise ValueError if they are of another kind."""
        raise NotImplementedError

    def type_of_sums(self, source: TensorType, shape: tuple[int, int, int]) -> TensorType:
        """Return the type of the sums for an input, which is of bits or of integers."""
        raise NotImplementedError

    def packed(self, rows: np.ndarray) -> list:
        """Return rows of weights as documents have them."""
        raise NotImplementedError

    def multiplied(self, values: np.ndarray) -> np.ndarray:
        """Return values as floats whose products with the weights, and sums of these, are exact."""
        raise NotImplementedError

    def output_type(self, source: TensorType) -> TensorType:
        """Sums for each filter and window."""
        source.require(Element.BIT, Element.INTEGER)
        size = self.window.output_size(source.shape[:2])
        channels = self.weights.shape[3]
        if source.channels != channels * self.groups:
            raise ValueError(
                f"'weights' has {channels} channels for each of {self.groups} groups, "
                f"but the input has {source.channels} channels"
            )
        if source.element is Element.INTEGER and any(self.window.padding):
            self._require_zero()
        return self.type_of_sums(source, (*size, len(self.weights)))

    def _require_zero(self) -> None:
        if self.padding_value != "0":
            raise ValueError(
                f"'padding_value' is '{self.padding_value}', but integers are padded with '0'"
            )

    def document(self) -> dict:
        """Window and rows, columns in the order (ky, kx, channel)."""
        value = {} if self.padding_value is None else {"padding_value": self.padding_value}
        return {
            "filters": len(self.weights),
            **self.window.document(),
            **value,
            "groups": self.groups,
            "weights": self.packed(self.rows),
        }

    @property
    def rows(self) -> np.ndarray:
        """The weights of each filter, columns in the order (ky, kx, channel)."""
        return self.weights.reshape(len(self.weights), -1)

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Bits or integers to int64 sums."""
        maps = as_maps(source)
        height, width = self.window.output_size(maps.shape[1:3])
        sums = np.empty((len(maps), height, width, len(self.weights)), np.int64)
        gathered = height * width * self.weights[0].size * self.groups
        step = max(1, _GATHERED // gathered)
        for start in range(0, len(maps), step):
            sums[start : start + step] = self._sums(maps[start : start + step])
        return sums

    def _sums(self, maps: np.ndarray) -> np.ndarray:
        inputs = self.multiplied(maps)
        padded = self.window.padded(inputs, self._border(maps.shape[1:3]))
        windows = np.stack(self.window.taps(padded), axis=3)
        parts = zip(
            np.split(windows, self.groups, axis=4),
            np.split(self.multiplied(self.rows), self.groups),
            strict=True,
        )
        return np.concatenate([_products(part, rows) for part, rows in parts], axis=3)

    def _border(self, size: tuple[int, int]) -> float | np.ndarray:
        """Return what lies under the map: a number, or one for each pixel of the padded map."""
        if self.padding_value == "odd_even":
            y, x = np.indices(self.window.padded_size(size))
            return numbers((y + x) % 2 == 1)[..., None]
        return float(self.padding_value or 0)


def _products(windows: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return (..., filters) from windows (..., taps, channels) and one row for each filter."""
    *places, taps, channels = windows.shape
    return (windows.reshape(-1, taps * channels) @ rows.T).reshape(*places, len(rows))


def _choices() -> str:
    return ", ".join(f"'{value}'" for value in PADDING_VALUES)
