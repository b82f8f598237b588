"""What the layers with weights have in common."""

import numpy as np

from bnnhw.tensor import MAXIMUM_ELEMENTS, Element, TensorType

_MAXIMUM_SUM = (1 << 31) - 1
"""The widest sum is a 32-bit two's complement word."""


def checked_weights(weights, *axes: str) -> np.ndarray:
    """Return booleans (True = +1) of booleans or of numbers that are all +1 or -1."""
    weights = np.asarray(weights)
    if weights.ndim != len(axes) or 0 in weights.shape or len(weights) > MAXIMUM_ELEMENTS:
        raise ValueError(f"'weights' has shape {weights.shape}, but expected ({', '.join(axes)})")
    if weights.dtype.kind == "b":
        return weights
    wrong = weights[(weights != 1) & (weights != -1)]
    if wrong.size:
        raise ValueError(
            f"'weights' has {wrong[0]}, but expected booleans or numbers that are +1 or -1"
        )
    return weights == 1


def checked_integers(weights, *axes: str) -> np.ndarray:
    """Return int64 of integers that are all within 16 bits of two's complement."""
    weights = np.asarray(weights)
    if weights.ndim != len(axes) or 0 in weights.shape or len(weights) > MAXIMUM_ELEMENTS:
        raise ValueError(f"'weights' has shape {weights.shape}, but expected ({', '.join(axes)})")
    if weights.dtype.kind not in "iu":
        raise ValueError(
            f"'weights' has elements of type {weights.dtype}, but expected whole numbers"
        )
    wrong = weights[(weights < -32768) | (weights > 32767)]
    if wrong.size:
        raise ValueError(f"'weights' has {wrong[0]}, but expected numbers from -32768 to 32767")
    return weights.astype(np.int64)


def integer_sum_type(
    source: TensorType, rows: np.ndarray, shape: tuple[int, int, int], *, with_zero: bool = False
) -> TensorType:
    """Return the type of sums of inputs times the integers of each row."""
    low, high = source.numbers
    if with_zero:
        low, high = min(low, 0), max(high, 0)
    ends = np.sort(np.stack([rows * low, rows * high]), axis=0).sum(axis=2)
    low, high = int(ends[0].min()), int(ends[1].max())
    require_sums(low, high)
    return TensorType(shape, Element.INTEGER, low, high)


def sum_type(source: TensorType, synapses: int, shape: tuple[int, int, int]) -> TensorType:
    """Return the type of sums of `synapses` inputs, each times +1 or -1."""
    magnitude = 1 if source.element is Element.BIT else max(abs(source.low), abs(source.high))
    bound = synapses * magnitude
    require_sums(-bound, bound)
    return TensorType(shape, Element.INTEGER, -bound, bound)


def require_sums(low: int, high: int) -> None:
    """Raise ValueError if sums from `low` to `high` need more than 32 bits."""
    if low < -_MAXIMUM_SUM - 1 or high > _MAXIMUM_SUM:
        raise ValueError(f"the sums reach {low}...{high}, but 32 bits are the widest sum")


def numbers(values: np.ndarray) -> np.ndarray:
    """Return floats whose products with +1/-1 weights are exact.

    Sums of +1 and -1 stay within 2^24, which float32 holds; those of integers within 2^31.
    """
    if values.dtype.kind == "b":
        return np.where(values, np.float32(1), np.float32(-1))
    return values.astype(np.float64)
