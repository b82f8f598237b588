"""How raw pixels enter the network."""

from dataclasses import dataclass

import numpy as np

from bnnhw import values
from bnnhw.tensor import MAXIMUM_ELEMENTS, Element, TensorType

_RANGES = {"uint8": (0, 255), "int8": (-128, 127), "bit": (0, 1)}
_TABLE_SIZE = 256
_TABLE_RANGE = -(1 << 15), (1 << 15) - 1


@dataclass(frozen=True, eq=False)
class Input:
    """The network's input: frames of `shape`, stored as `type`.

    `shape` is (n,), (height, width) or (height, width, channels). Pixels of type "bit" are taken as
    they are. Those of type "uint8" and "int8" need one of four encodings: they become bits by
    pixel >= `threshold`, several bits by pixel >= t for each t of `thermometer`, what `table` has
    for the stored byte, or with `integers` stay integers.
    """

    name: str
    shape: tuple[int, ...]
    type: str
    threshold: int | None = None
    table: np.ndarray | None = None
    thermometer: np.ndarray | None = None
    integers: bool = False

    def __post_init__(self):
        """Check name, shape, type and encoding."""
        values.name(self.name)
        object.__setattr__(self, "shape", _checked_shape(self.shape))
        if self.type not in _RANGES:
            raise ValueError(
                f"type {self.type!r} is unknown, but expected 'uint8', 'int8' or 'bit'"
            )
        self._require_one_encoding()
        if self.threshold is not None:
            low, high = _RANGES[self.type]
            threshold = values.integer(self.threshold, "threshold", low + 1, high)
            object.__setattr__(self, "threshold", threshold)
        if self.table is not None:
            object.__setattr__(self, "table", _checked_table(self.table))
        if self.thermometer is not None:
            levels = _checked_levels(self.thermometer, *_RANGES[self.type])
            object.__setattr__(self, "thermometer", levels)
            if self.tensor_type.elements > MAXIMUM_ELEMENTS:
                raise ValueError(f"one frame has more than {MAXIMUM_ELEMENTS} elements")

    def _require_one_encoding(self) -> None:
        choices = {
            "threshold": self.threshold is not None,
            "table": self.table is not None,
            "thermometer": self.thermometer is not None,
            "integers": self.integers,
        }
        given = [key for key, is_given in choices.items() if is_given]
        if self.type == "bit" and given:
            raise ValueError(f"type 'bit' takes no '{given[0]}': its pixels are bits already")
        if self.type != "bit" and len(given) != 1:
            raise ValueError(
                f"type '{self.type}' needs 'threshold', the smallest pixel that is +1, "
                "or 'thermometer', or 'table', or 'integers', but "
                + (f"{' and '.join(given)} are given" if given else "none is given")
            )

    @property
    def _full_shape(self) -> tuple[int, int, int]:
        """Height, width and channels of the pixels."""
        sizes = self.shape
        return {1: (1, 1, *sizes), 2: (*sizes, 1), 3: sizes}[len(sizes)]

    @property
    def tensor_type(self) -> TensorType:
        """Bits or integers of the full shape; a thermometer multiplies the channels."""
        full = self._full_shape
        if self.thermometer is not None:
            return TensorType((*full[:2], full[2] * len(self.thermometer)), Element.BIT)
        if self.table is not None:
            ends = int(self.table.min()), int(self.table.max())
            return TensorType(full, Element.INTEGER, *ends)
        if self.integers:
            return TensorType(full, Element.INTEGER, *_RANGES[self.type])
        return TensorType(full, Element.BIT)

    def document(self) -> dict:
        """The `input` object of the network document."""
        return {
            "name": self.name,
            "shape": list(self.shape),
            "type": self.type,
            "encoding": self._encoding(),
        }

    def _encoding(self) -> dict:
        if self.threshold is not None:
            return {"kind": "threshold", "at": self.threshold}
        if self.table is not None:
            return {"kind": "table", "values": self.table.tolist()}
        if self.thermometer is not None:
            return {"kind": "thermometer", "at": self.thermometer.tolist()}
        return {"kind": "identity"}

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Return (frames, height, width, channels) of bits or int64 for integer or boolean images.

        The images have the shape (frames, ...) with the right number of elements per frame.
        """
        pixels = self._pixels(np.asarray(images))
        if self.threshold is not None:
            return pixels >= self.threshold
        if self.table is not None:
            return self.table[pixels & (_TABLE_SIZE - 1)]
        if self.thermometer is not None:
            return (pixels[..., None] >= self.thermometer).reshape(*pixels.shape[:3], -1)
        return pixels if self.integers else pixels == 1

    def _pixels(self, images: np.ndarray) -> np.ndarray:
        shape = self._full_shape
        elements = int(np.prod(shape))
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
        return images.astype(np.int64).reshape(len(images), *shape)


def _checked_shape(shape) -> tuple[int, ...]:
    sizes = values.integers(shape, "shape", 1, MAXIMUM_ELEMENTS)
    if sizes.ndim != 1 or not 1 <= len(sizes) <= 3:
        raise ValueError(
            f"'shape' is {shape}, but expected [n], [height, width] or [height, width, channels]"
        )
    if np.prod(sizes.astype(float)) > MAXIMUM_ELEMENTS:
        raise ValueError(f"one frame has more than {MAXIMUM_ELEMENTS} elements")
    return tuple(sizes.tolist())


def _checked_levels(levels, low: int, high: int) -> np.ndarray:
    numbers = values.integers(levels, "thermometer", low + 1, high)
    if numbers.ndim != 1 or not len(numbers) or (np.diff(numbers) <= 0).any():
        raise ValueError("'thermometer' must be one or more numbers that ascend")
    return numbers


def _checked_table(table) -> np.ndarray:
    numbers = values.integers(table, "table", *_TABLE_RANGE)
    if numbers.shape != (_TABLE_SIZE,):
        raise ValueError(
            f"'table' has {numbers.size} values, but a byte can be one of {_TABLE_SIZE}"
        )
    return numbers
