"""What a framework has in place of the integers of a document."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from bnnhw.arrays import exact

_LIMIT = 1 << 31
"""Thresholds outside of +/- this are constants like those at it."""


@dataclass(frozen=True, eq=False)
class Affine:
    """value = scale * x + offset for the document's x; Fractions of shape () or (channels,)."""

    scale: np.ndarray
    offset: np.ndarray

    @classmethod
    def of(cls, scale=1, offset=0) -> "Affine":
        """Take numbers or Fractions, one or one for each channel."""
        return cls(exact(scale, "scale"), exact(offset, "offset"))

    def then(self, scale=1, offset=0) -> "Affine":
        """Return what these values become when they are multiplied and added to."""
        next_ = Affine.of(scale, offset)
        return Affine.of(self.scale * next_.scale, self.offset * next_.scale + next_.offset)

    @property
    def is_rising(self) -> bool:
        """Whether all values grow with x, so that the largest x has the largest value."""
        return bool(np.all(self.scale > 0))

    @property
    def is_uniform(self) -> bool:
        """Whether all channels have the same scale and the same offset."""
        return len(set(self.scale.flat)) == 1 and len(set(self.offset.flat)) == 1

    def uniform(self) -> tuple[Fraction, Fraction]:
        """Return the scale and the offset that all channels have, or raise ValueError."""
        if not self.is_uniform:
            raise ValueError(
                "its inputs have a factor or an offset for each channel, "
                "which a sum of +1/-1 weights cannot take: a sign must come before it"
            )
        return self.scale.flat[0], self.offset.flat[0]

    def thresholds(self, zero: int) -> tuple[list[int], list[str]]:
        """Return T and sense for which x >= T or x <= T is the sign of the value.

        `zero` is the sign of 0: values >= 0 are +1 if it is 1, values > 0 if it is -1.
        """
        pairs = [
            _threshold(scale, offset, zero)
            for scale, offset in np.broadcast(np.atleast_1d(self.scale), np.atleast_1d(self.offset))
        ]
        return [max(-_LIMIT, min(_LIMIT, t)) for t, _ in pairs], [sense for _, sense in pairs]


def _threshold(scale: Fraction, offset: Fraction, zero: int) -> tuple[int, str]:
    if scale == 0:
        is_plus = offset > 0 or (offset == 0 and zero == 1)
        return (-_LIMIT if is_plus else _LIMIT), ">="
    root = -offset / scale
    if scale > 0:
        return (ceil(root) if zero == 1 else floor(root) + 1), ">="
    return (floor(root) if zero == 1 else ceil(root) - 1), "<="
