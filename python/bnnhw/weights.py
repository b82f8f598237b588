"""Weights of +1 and -1."""

import numpy as np

from bnnhw.tensor import MAXIMUM_ELEMENTS


def signs(given, wanted_shape: str) -> np.ndarray:
    """Return a boolean matrix (True = +1) of booleans or of numbers that are all +1 or -1."""
    weights = np.asarray(given)
    if weights.ndim != 2 or not 1 <= len(weights) <= MAXIMUM_ELEMENTS:
        raise ValueError(f"'weights' has shape {weights.shape}, but expected {wanted_shape}")
    if weights.dtype.kind == "b":
        return weights
    wrong = weights[(weights != 1) & (weights != -1)]
    if wrong.size:
        raise ValueError(
            f"'weights' has {wrong[0]}, but expected booleans or numbers that are +1 or -1"
        )
    return weights == 1
