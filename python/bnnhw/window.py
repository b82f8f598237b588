"""How a kernel moves over a feature map: sizes and steps in pixels, y before x."""

from dataclasses import dataclass

import numpy as np

from bnnhw import values


@dataclass(frozen=True)
class Window:
    """Kernel, stride and dilation as (y, x); padding as (top, bottom, left, right)."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    padding: tuple[int, int, int, int]

    @classmethod
    def checked(cls, kernel, stride, dilation, padding) -> "Window":
        """Return the window that one number, [y, x] or, for padding, four numbers stand for."""
        return cls(
            _pair(kernel, "kernel"),
            _pair(stride, "stride"),
            _pair(dilation, "dilation"),
            _sides(padding),
        )

    @property
    def taps(self) -> int:
        """How many positions the kernel has."""
        return self.kernel[0] * self.kernel[1]

    @property
    def span(self) -> tuple[int, int]:
        """Rows and columns from a window's first pixel to its last."""
        return tuple(
            (k - 1) * d + 1 for k, d in zip(self.kernel, self.dilation, strict=True)
        )

    def output_size(self, shape: tuple[int, int, int]) -> tuple[int, int]:
        """Windows in y and x, or ValueError where none fits."""
        top, bottom, left, right = self.padding
        sizes = shape[0] + top + bottom, shape[1] + left + right
        if any(span > size for span, size in zip(self.span, sizes, strict=True)):
            raise ValueError(
                f"the window covers {self.span[0]}×{self.span[1]} pixels, but the input with its "
                f"padding has {sizes[0]}×{sizes[1]}"
            )
        return tuple(
            (size - span) // stride + 1
            for size, span, stride in zip(sizes, self.span, self.stride, strict=True)
        )

    def gather(self, padded: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
        """Return (frames, y, x, tap, channel) of a map that has its padding."""
        rows, columns = self.output_size(shape)
        taps = []
        for ky in range(self.kernel[0]):
            for kx in range(self.kernel[1]):
                y, x = ky * self.dilation[0], kx * self.dilation[1]
                last_y = y + (rows - 1) * self.stride[0] + 1
                last_x = x + (columns - 1) * self.stride[1] + 1
                taps.append(padded[:, y : last_y : self.stride[0], x : last_x : self.stride[1]])
        return np.stack(taps, axis=3)

    def document(self) -> dict:
        """The keys of a document."""
        return {
            "kernel": list(self.kernel),
            "stride": list(self.stride),
            "dilation": list(self.dilation),
            "padding": list(self.padding),
        }


def _pair(given, what: str) -> tuple[int, int]:
    numbers = values.integers(given, what, 1, 4096)
    if numbers.ndim and len(numbers) != 2:
        raise ValueError(f"'{what}' has {len(numbers)} numbers, but expected [y, x] or one number")
    return tuple(np.broadcast_to(numbers, 2).tolist())


def _sides(given) -> tuple[int, int, int, int]:
    numbers = values.integers(given, "padding", 0, 4096)
    if numbers.ndim == 0:
        return (int(numbers),) * 4
    if len(numbers) == 2:
        y, x = numbers.tolist()
        return y, y, x, x
    if len(numbers) != 4:
        raise ValueError(
            f"'padding' has {len(numbers)} numbers, but expected one, [y, x] or "
            "[top, bottom, left, right]"
        )
    return tuple(numbers.tolist())
