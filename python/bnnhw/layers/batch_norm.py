"""Batch normalization with the parameters of training, not folded."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import fit_channels, reals

_MARGIN = 1e-9
"""Results below this share of their largest term get their sign from exact arithmetic.

The float64 formula is wrong by less than 1e-14 of that term while the parameters are moderate.
"""
_MODERATE = 1e-100, 1e100
"""Magnitudes for which no step of the formula overflows or loses digits below the normal range."""
_TINY = 1e-300


@dataclass(frozen=True, eq=False)
class BatchNorm:
    """y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, in exact real arithmetic.

    All but `epsilon` are one number or one for each channel.
    """

    kind: ClassVar[str] = "batch_norm"
    input_count: ClassVar[int] = 1

    mean: np.ndarray
    variance: np.ndarray
    epsilon: float
    gamma: np.ndarray = 1.0
    beta: np.ndarray = 0.0

    def __post_init__(self):
        """Check the numbers and make them float64."""
        for key in ("gamma", "beta", "mean", "variance", "epsilon"):
            object.__setattr__(self, key, reals(getattr(self, key), key))
        if self.epsilon.ndim:
            raise ValueError("'epsilon' is an array, but expected one number")
        if (self.variance < 0).any():
            raise ValueError(
                f"'variance' has {self.variance.min()}, but expected no negative number"
            )
        if (self.variance <= -self.epsilon).any():
            raise ValueError(
                f"variance + epsilon is {self.variance.min() + self.epsilon}, "
                "but expected a number above 0"
            )

    def output_type(self, source: TensorType) -> TensorType:
        """Reals of the input's shape."""
        source.require(Element.INTEGER)
        for key in ("gamma", "beta", "mean", "variance"):
            fit_channels(getattr(self, key), key, source.channels)
        return TensorType(source.shape, Element.REAL)

    def document(self) -> dict:
        """All parameters, as given."""
        keys = ("gamma", "beta", "mean", "variance", "epsilon")
        return {key: getattr(self, key).tolist() for key in keys}

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to float64 numbers: rounded in their magnitude, exact in their sign."""
        with np.errstate(all="ignore"):
            scaled = self.gamma * (source - self.mean) / np.sqrt(self.variance + self.epsilon)
            result = scaled + self.beta
            certain = np.abs(result) > _MARGIN * np.maximum(np.abs(scaled), np.abs(self.beta))
        doubtful = ~(certain & self._is_moderate())
        signs = self._exact_signs(source, doubtful)
        magnitudes = np.fmax(np.abs(result[doubtful]), _TINY)
        result[doubtful] = np.where(signs == 0, 0.0, np.copysign(magnitudes, signs))
        return result

    def _is_moderate(self) -> np.ndarray:
        low, high = _MODERATE
        parameters = np.broadcast_arrays(
            self.gamma, self.beta, self.mean, self.variance, self.epsilon
        )
        sizes = np.abs(np.stack(parameters))
        return ((sizes == 0) | ((sizes >= low) & (sizes <= high))).all(axis=0)

    def _exact_signs(self, source: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """Return the signs of y for the chosen elements, each pair (channel, x) decided once."""
        channels = np.nonzero(chosen)[-1]
        pairs, places = np.unique(
            np.stack([channels, source[chosen]], axis=1), axis=0, return_inverse=True
        )
        signs = [self._exact_sign(int(channel), int(x)) for channel, x in pairs]
        return np.array(signs, np.int64)[places.reshape(-1)]

    def _exact_sign(self, channel: int, x: int) -> int:
        """Return -1, 0 or 1."""
        gamma, beta, mean, variance, epsilon = (
            Fraction(float(values[channel] if values.ndim else values))
            for values in (self.gamma, self.beta, self.mean, self.variance, self.epsilon)
        )
        return exact_sign(gamma * (x - mean), beta, variance + epsilon)


def exact_sign(p: Fraction, beta: Fraction, square: Fraction) -> int:
    """Return the sign of p + beta * sqrt(square), and so of p / sqrt(square) + beta: -1, 0 or 1.

    If p and beta pull in different directions, p^2 and beta^2 * square decide, which are rational.
    """
    if p * beta >= 0:
        return _signum(p + beta)
    return _signum(p) * _signum(p * p - beta * beta * square)


def _signum(value: Fraction) -> int:
    return (value > 0) - (value < 0)
