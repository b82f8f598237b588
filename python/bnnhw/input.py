"""How raw pixels enter the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bnnhw import values
from bnnhw.tensor import MAXIMUM_ELEMENTS, Element, TensorType

_RANGES = {"uint8": (0, 255), "int8": (-128, 127), "bit": (0, 1)}


@dataclass(frozen=True)
class Input:
    """The network's input: frames of `shape`, stored as `type`.

    `shape` is (n,), (height, width) or (height, width, channels). Pixels of type "bit" are taken as
    they are. Those of type "uint8" and "int8" become bits by pixel >= `threshold`, stay `integers`,
    or are looked up in `table` by the byte that stores them.
    """

    name: str
    shape: tuple[int, ...]
    type: str
    threshold: int | None
    integers: bool = False
    table: Sequence[int] | None = None

    def __post_init__(self):
        """Check name, shape, type and threshold."""
        values.name(self.name)
        object.__setattr__(self, "shape", _checked_shape(self.shape))
        if self.type not in _RANGES:
            raise ValueError(
                f"type {self.type!r} is unknown, but expected 'uint8', 'int8' or 'bit'"
            )
        ways = (self.threshold is not None) + bool(self.integers) + (self.table is not None)
        if self.type == "bit":
            if self.threshold is not None:
                raise ValueError("type 'bit' takes no threshold: its pixels are bits already")
            if ways:
                raise ValueError("type 'bit' takes no table and no integers")
        elif ways == 0:
            raise ValueError(f"type '{self.type}' needs a threshold: the smallest pixel that is +1")
        elif ways > 1:
            raise ValueError("'threshold', 'integers' and 'table' exclude each other")
        elif self.threshold is not None:
            low, high = _RANGES[self.type]
            threshold = values.integer(self.threshold, "threshold", low + 1, high)
            object.__setattr__(self, "threshold", threshold)
        elif self.table is not None:
            table = values.integers(self.table, "table", -32768, 32767)
            if table.shape != (256,):
                raise ValueError(f"'table' has shape {table.shape}, but a byte can be one of 256")
            object.__setattr__(self, "table", tuple(table.tolist()))

    @property
    def tensor_type(self) -> TensorType:
        """Bits or integers of the full shape (height, width, channels)."""
        sizes = self.shape
        full = {1: (1, 1, *sizes), 2: (*sizes, 1), 3: sizes}[len(sizes)]
        if self.integers:
            return TensorType(full, Element.INTEGER, *_RANGES[self.type])
        if self.table is not None:
            return TensorType(full, Element.INTEGER, min(self.table), max(self.table))
        return TensorType(full, Element.BIT)

    def document(self) -> dict:
        """The `input` object of the network document."""
        if self.type == "bit" or self.integers:
            encoding = {"kind": "identity"}
        elif self.table is not None:
            encoding = {"kind": "table", "values": list(self.table)}
        else:
            encoding = {"kind": "threshold", "at": self.threshold}
        return {
            "name": self.name,
            "shape": list(self.shape),
            "type": self.type,
            "encoding": encoding,
        }

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Return the bits or integers (frames, height, width, channels) of integer or boolean images.

        The images have the shape (frames, ...) with the right number of elements per frame.
        """
        images = np.asarray(images)
        shape = self.tensor_type.shape
        elements = self.tensor_type.elements
        if images.ndim < 2 or np.prod(images.shape[1:]) != elements:
            raise ValueError(
                f"the images have shape {images.shape}, but expected (frames, ...) with {elements} "
                "elements per frame"
            )
        if images.dtype.kind not in "iub":
            raise ValueError(f"the images are {images.dtype}, but expected integers")
        low, high = _RANGES[self.type]
        if images.size and (images.min() < low or images.max() > high):
            raise ValueError(
                f"the pixels reach {images.min()}...{images.max()}, "
                f"but type '{self.type}' holds {low}...{high}"
            )
        images = images.reshape(len(images), *shape)
        if self.integers:
            return images.astype(np.int64)
        if self.table is not None:
            return np.array(self.table, np.int64)[images.astype(np.int64) & 0xFF]
        bound = 1 if self.threshold is None else self.threshold
        return images >= bound


def _checked_shape(shape) -> tuple[int, ...]:
    sizes = values.integers(shape, "shape", 1, MAXIMUM_ELEMENTS)
    if sizes.ndim != 1 or not 1 <= len(sizes) <= 3:
        raise ValueError(
            f"'shape' is {shape}, but expected [n], [height, width] or [height, width, channels]"
        )
    if np.prod(sizes.astype(float)) > MAXIMUM_ELEMENTS:
        raise ValueError(f"one frame has more than {MAXIMUM_ELEMENTS} elements")
    return tuple(sizes.tolist())
