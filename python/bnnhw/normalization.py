"""A batch normalization whose place in the document is not yet known."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor, isfinite, sqrt

import numpy as np

from bnnhw.affine import Affine
from bnnhw.layers.batch_norm import exact_sign
from bnnhw.tensor import TensorType
from bnnhw.values import reals


@dataclass(frozen=True, eq=False)
class Normalization:
    """y = gamma * (value - mean) / sqrt(variance + epsilon) + beta; one number or one per channel.

    The value is what the framework has, an `Affine` of the document's x.
    """

    gamma: np.ndarray
    beta: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    epsilon: float

    def __post_init__(self):
        """Make the numbers float64."""
        for key in ("gamma", "beta", "mean", "variance", "epsilon"):
            numbers = reals(getattr(self, key), key)
            object.__setattr__(self, key, numbers.reshape(()) if numbers.size == 1 else numbers)
        if (self.variance + self.epsilon <= 0).any():
            raise ValueError("variance + epsilon must be above 0")

    @property
    def channels(self) -> int:
        """How many channels the parameters are for, 1 if they are for any number."""
        return max(np.size(getattr(self, key)) for key in ("gamma", "beta", "mean", "variance"))

    def applied_to(self, values: Affine, sums: TensorType, zero: int) -> dict[str, np.ndarray]:
        """Return the parameters that give, for the document's x of type `sums`, the same bits.

        Where they are rounded, no x of the type's range gets another bit than in exact arithmetic.
        `zero` is the sign of 0.
        """
        arrays = np.broadcast_arrays(
            self.gamma, self.beta, self.mean, self.variance, values.scale, values.offset
        )
        shape = arrays[0].shape
        channels = [
            _Channel(*(Fraction(number) for number in row), Fraction(float(self.epsilon)), zero)
            for row in zip(*(numbers.ravel().tolist() for numbers in arrays), strict=True)
        ]
        folded = np.array([channel.folded(sums.low, sums.high) for channel in channels]).T
        gamma, beta, mean = (numbers.reshape(shape) for numbers in folded)
        return {
            "gamma": gamma,
            "beta": beta,
            "mean": mean,
            "variance": self.variance,
            "epsilon": float(self.epsilon),
        }

    def scores(self, values: Affine) -> tuple[np.ndarray, np.ndarray]:
        """Return scale and offset of y over x, rounded."""
        slope = self.gamma / np.sqrt(self.variance + self.epsilon)
        scale, offset = (part.astype(np.float64) for part in (values.scale, values.offset))
        return slope * scale, slope * (offset - self.mean) + self.beta


@dataclass(frozen=True)
class _Channel:
    """The numbers of one channel, exact."""

    gamma: Fraction
    beta: Fraction
    mean: Fraction
    variance: Fraction
    scale: Fraction
    offset: Fraction
    epsilon: Fraction
    zero: int

    def folded(self, low: int, high: int) -> tuple[float, float, float]:
        """Return gamma, beta and mean for x in low...high."""
        if self.gamma == 0:
            return 0.0, float(self.beta), float(self.mean)
        if self.scale == 0:
            return 0.0, float(self._sign(0)), 0.0
        gamma = float(self.gamma * self.scale)
        mean = (self.mean - self.offset) / self.scale
        near = float(mean)
        if gamma != self.gamma * self.scale or Fraction(near) != mean:
            near = self._moved(gamma, near, low, high)
        return gamma, float(self.beta), near

    def _moved(self, gamma: float, mean: float, low: int, high: int) -> float:
        """Return the mean, moved by less than its rounding error if that keeps the bits."""
        if gamma and isfinite(gamma) and isfinite(mean):
            distance = float(self.beta) * sqrt(self.variance + self.epsilon) / gamma
            start = floor(min(max(mean - distance, low), high))
            nearby = [x for x in range(start - 1, start + 3) if low <= x <= high]
            unit = max(abs(mean), abs(distance)) * 2.0**-52
            for steps in (0, 1, -1, 2, -2, 4, -4):
                candidate = mean + steps * unit
                if all(self._is_kept(x, gamma, candidate) for x in nearby):
                    return candidate
        raise ValueError(
            f"gamma {gamma} and mean {mean} cannot be rounded to doubles without changing a bit"
        )

    def _sign(self, x: int) -> int:
        value = self.gamma * (self.scale * x + self.offset - self.mean)
        return exact_sign(value, self.beta, self.variance + self.epsilon)

    def _is_kept(self, x: int, gamma: float, mean: float) -> bool:
        """Return whether rounded parameters give the right bit."""
        value = Fraction(gamma) * (x - Fraction(mean))
        rounded = exact_sign(value, self.beta, self.variance + self.epsilon)
        return (rounded or self.zero) == (self._sign(x) or self.zero)
