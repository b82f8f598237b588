"""Batch norms of scaled and shifted sums keep every bit, though their numbers are rounded."""

from fractions import Fraction

import numpy as np
import pytest

from bnnhw.affine import Affine
from bnnhw.layers import BatchNorm, Sign
from bnnhw.normalization import Normalization
from bnnhw.tensor import Element, TensorType

SUMS = np.arange(-40, 41)


def bits_by_formula(normalization, affine: Affine, channel: int, zero: int) -> list[bool]:
    """The bits of gamma * (scale * x + offset - mean) / s + beta, where s is rational."""
    gamma, beta, mean, square = (
        Fraction(float(numbers[channel]))
        for numbers in (
            normalization.gamma,
            normalization.beta,
            normalization.mean,
            normalization.variance,
        )
    )
    root = Fraction(float(np.sqrt(float(square))))
    assert root * root == square
    scale, offset = affine.scale[channel], affine.offset[channel]
    values = [gamma * (scale * int(x) + offset - mean) + beta * root for x in SUMS]
    return [value > 0 or (value == 0 and zero == 1) for value in values]


@pytest.mark.parametrize("zero", [1, -1])
@pytest.mark.parametrize("seed", range(8))
def test_no_sum_gets_another_bit_by_rounding(seed, zero):
    random = np.random.default_rng(seed)
    channels = 50
    scale = [Fraction(int(n), int(d)) for n, d in random.integers(1, 99, (channels, 2))]
    scale = np.array(scale) * random.choice([-1, 1], channels).tolist()
    offset = np.array([Fraction(int(n), 7) for n in random.integers(-50, 50, channels)])
    roots = random.integers(1, 64, channels) / 8
    gamma, beta = random.normal(size=(2, channels))
    beta[::2] = 0
    # y is 0 at an integer, as near as doubles have it.
    middle = scale * random.choice(SUMS, channels).tolist() + offset
    mean = middle.astype(float) + beta * roots / gamma
    normalization = Normalization(gamma, beta, mean, roots**2, 0.0)
    sums = TensorType((1, 1, channels), Element.INTEGER, int(SUMS[0]), int(SUMS[-1]))
    affine = Affine.of(scale, offset)
    layer = BatchNorm(**normalization.applied_to(affine, sums, zero))
    values = layer.evaluate(np.repeat(SUMS[:, None], channels, axis=1))
    bits = Sign(zero=zero).evaluate(values)
    for channel in range(channels):
        expected = bits_by_formula(normalization, affine, channel, zero)
        assert bits[:, channel].tolist() == expected


def test_parameters_that_need_no_change_are_kept():
    random = np.random.default_rng(0)
    gamma, beta, mean = random.normal(size=(3, 9)).astype(np.float32)
    normalization = Normalization(gamma, beta, mean, random.random(9), 1e-5)
    sums = TensorType((1, 1, 9), Element.INTEGER, -99, 99)
    parameters = normalization.applied_to(Affine.of(), sums, zero=1)
    for key in ("gamma", "beta", "mean", "variance", "epsilon"):
        assert (parameters[key] == getattr(normalization, key)).all()


@pytest.mark.parametrize(
    ("gamma", "scale", "sign"), [(0.0, 1, 1), (2.0, 0, -1), (-2.0, 0, 1), (0.0, 0, 1)]
)
def test_factors_of_0_give_constants(gamma, scale, sign):
    # gamma * (0 * x + 1 - 3) / 2 + 0.5
    normalization = Normalization(gamma, 0.5, 3.0, 4.0, 0.0)
    sums = TensorType((1, 1, 1), Element.INTEGER, -5, 5)
    parameters = normalization.applied_to(Affine.of(scale, 1), sums, zero=1)
    assert np.sign(BatchNorm(**parameters).evaluate(SUMS[:, None])).ravel().tolist() == [sign] * 81
