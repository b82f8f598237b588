"""How a kernel moves over a feature map."""

from dataclasses import dataclass

import numpy as np

from bnnhw.values import integers

_MAXIMUM_SIZE = 4096


@dataclass(frozen=True)
class Window:
    """Sizes and steps in pixels, y before x.

    `kernel`, `stride` and `dilation` are one number or [y, x]; `padding` is one number, [y, x] or
    [top, bottom, left, right].
    """

    kernel: tuple[int, int]
    stride: tuple[int, int] = 1
    dilation: tuple[int, int] = 1
    padding: tuple[int, int, int, int] = 0

    def __post_init__(self):
        """Check the numbers and give each its full length."""
        for key in ("kernel", "stride", "dilation"):
            object.__setattr__(self, key, _pair(getattr(self, key), key))
        object.__setattr__(self, "padding", _sides(self.padding))

    @property
    def span(self) -> tuple[int, int]:
        """Pixels from a window's first row to its last, both counted; likewise columns."""
        (ky, kx), (dy, dx) = self.kernel, self.dilation
        return (ky - 1) * dy + 1, (kx - 1) * dx + 1

    def padded_size(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return height and width of a map with its padding."""
        top, bottom, left, right = self.padding
        return size[0] + top + bottom, size[1] + left + right

    def output_size(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return how many windows fit below and beside each other: (size - span) / stride + 1."""
        (height, width), (span_y, span_x) = self.padded_size(size), self.span
        if span_y > height or span_x > width:
            raise ValueError(
                f"the window covers {span_y}x{span_x} pixels, "
                f"but the input with its padding has {height}x{width}"
            )
        return (height - span_y) // self.stride[0] + 1, (width - span_x) // self.stride[1] + 1

    def padded(self, maps: np.ndarray, border) -> np.ndarray:
        """Return the maps (frames, height, width, channels) laid on the border's values."""
        frames, height, width, channels = maps.shape
        result = np.empty((frames, *self.padded_size((height, width)), channels), maps.dtype)
        result[:] = border
        top, _, left, _ = self.padding
        result[:, top : top + height, left : left + width] = maps
        return result

    def taps(self, padded: np.ndarray) -> list[np.ndarray]:
        """Return for each kernel position, in the order (ky, kx), what all windows see there."""
        (ky, kx), (sy, sx), (dy, dx) = self.kernel, self.stride, self.dilation
        below, beside = (padded.shape[axis] - self.span[axis - 1] for axis in (1, 2))
        return [
            padded[:, y : y + below + 1 : sy, x : x + beside + 1 : sx]
            for y in range(0, ky * dy, dy)
            for x in range(0, kx * dx, dx)
        ]

    def document(self) -> dict:
        """The keys of the network document."""
        keys = ("kernel", "stride", "dilation", "padding")
        return {key: list(getattr(self, key)) for key in keys}


def as_maps(values: np.ndarray) -> np.ndarray:
    """Return (frames, height, width, channels); a vector is a map of one pixel."""
    return values if values.ndim == 4 else values[:, None, None, :]


def of_one_rank(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both as they are, or as maps if only one is a map."""
    return (left, right) if left.ndim == right.ndim else (as_maps(left), as_maps(right))


def _pair(value, key: str) -> tuple[int, int]:
    numbers = integers(value, key, 1, _MAXIMUM_SIZE).ravel().tolist()
    if len(numbers) not in (1, 2):
        raise ValueError(f"'{key}' has {len(numbers)} numbers, but expected one or [y, x]")
    return numbers[0], numbers[-1]


def _sides(value) -> tuple[int, int, int, int]:
    numbers = integers(value, "padding", 0, _MAXIMUM_SIZE).ravel().tolist()
    if len(numbers) == 4:
        return tuple(numbers)
    if len(numbers) not in (1, 2):
        raise ValueError(
            f"'padding' has {len(numbers)} numbers, "
            "but expected one, [y, x] or [top, bottom, left, right]"
        )
    y, x = numbers[0], numbers[-1]
    return y, y, x, x
