"""Scale and bias of the scores in fixed point."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bnnhw.tensor import Element, TensorType
from bnnhw.values import WORD, fit_channels, integer, reals


def fixed_point(values: np.ndarray, key: str, fraction_bits: int) -> np.ndarray:
    """Return reals in units of 2^-fraction_bits, half to even, if they fit 32-bit words."""
    with np.errstate(over="ignore"):
        rounded = np.rint(np.ldexp(values, fraction_bits))
    if (np.abs(rounded) > WORD[1]).any():
        raise ValueError(
            f"'{key}' does not fit a 32-bit fixed-point number with {fraction_bits} fraction bits"
        )
    return rounded.astype(np.int64)


@dataclass(frozen=True, eq=False)
class ScaleBias:
    """score = x * round(scale * 2^f) + round(bias * 2^f) with f = `fraction_bits`, half to even.

    The scores are integers in units of 2^-f. `scale` and `bias` are one number or one per channel.
    """

    kind: ClassVar[str] = "scale_bias"
    input_count: ClassVar[int] = 1

    scale: np.ndarray = 1.0
    bias: np.ndarray = 0.0
    fraction_bits: int = 8

    def __post_init__(self):
        """Check that the fixed-point factors fit their words."""
        object.__setattr__(
            self, "fraction_bits", integer(self.fraction_bits, "fraction_bits", 0, 24)
        )
        for key in ("scale", "bias"):
            object.__setattr__(self, key, reals(getattr(self, key), key))
        self._factors()

    def _factors(self) -> tuple[np.ndarray, np.ndarray]:
        keys = {"scale": self.scale, "bias": self.bias}
        scale, bias = (fixed_point(keys[key], key, self.fraction_bits) for key in keys)
        return scale, bias

    def output_type(self, source: TensorType) -> TensorType:
        """Integers whose range follows from the input's."""
        source.require(Element.INTEGER)
        fit_channels(self.scale, "scale", source.channels)
        fit_channels(self.bias, "bias", source.channels)
        scale, bias = self._factors()
        ends = np.stack([source.low * scale + bias, source.high * scale + bias])
        low, high = int(ends.min()), int(ends.max())
        if low < WORD[0] or high > WORD[1]:
            raise ValueError(f"the scores reach {low}...{high}, but 32 bits are the widest score")
        return TensorType(source.shape, Element.INTEGER, low, high)

    def document(self) -> dict:
        """Factors before rounding, as given."""
        return {
            "scale": self.scale.tolist(),
            "bias": self.bias.tolist(),
            "fraction_bits": self.fraction_bits,
        }

    def evaluate(self, source: np.ndarray) -> np.ndarray:
        """Integers to int64 scores."""
        scale, bias = self._factors()
        return source * scale + bias
