"""Numbers of other frameworks as NumPy arrays, without importing the frameworks."""

from fractions import Fraction

import numpy as np

from bnnhw.values import reals


def array(values) -> np.ndarray:
    """Return float64 of what a framework calls a tensor, a parameter or a variable."""
    values = getattr(values, "value", values) if hasattr(values, "zero_point") else values
    if hasattr(values, "detach"):
        values = values.detach().cpu().double()
    if hasattr(values, "numpy"):
        values = values.numpy()
    return np.asarray(values, np.float64)


def exact(values, what: str) -> np.ndarray:
    """Return Fractions, of shape () or (n,), of finite numbers or Fractions."""
    numbers = np.asarray(values)
    if numbers.dtype != object:
        numbers = reals(numbers, what)
    return np.vectorize(Fraction, otypes=[object])(numbers)


def rounded(fractions) -> np.ndarray:
    """Return the nearest float64 of each Fraction."""
    return np.asarray(fractions).astype(np.float64)
