import math
from fractions import Fraction

import numpy as np
import pytest

import bnnhw
from bnnhw.layers import BatchNorm, Sign


def test_dense_layer_flattens_y_x_channel():
    net = bnnhw.Network("order", shape=(2, 1, 2), type="uint8", threshold=10)
    net.binary_dense("fc0", [[1, 1, 1, -1]])
    image = np.array([[[[0, 10]], [[255, 9]]]])  # bits 0 1 1 0: -1 +1 +1 -1
    outputs = bnnhw.run(net, image)
    assert outputs["input"].tolist() == [[[[False, True]], [[True, False]]]]
    assert outputs["fc0"].tolist() == [[2]]


def test_signed_pixels_and_flat_images_are_taken():
    net = bnnhw.Network("signed", shape=(3,), type="int8", threshold=-5)
    net.binary_dense("fc0", np.ones((1, 3), bool))
    assert bnnhw.run(net, np.array([[-6, -5, 0]], np.int8))["fc0"].tolist() == [[1]]


def sums(values) -> bnnhw.Network:
    """A network whose 'fc0' gives, for frames of n bits, the number of ones minus zeros."""
    net = bnnhw.Network("sums", shape=(8,), type="bit")
    net.binary_dense("fc0", np.ones((values, 8), bool))
    return net


ONES = np.tril(np.ones((9, 8), bool), -1)  # frame k has k ones: sum 2k - 8


def test_threshold_compares_in_either_sense_and_may_be_constant():
    net = sums(4)
    net.threshold("act0", [2, 2, -100, 100], sense=[">=", "<=", ">=", ">="])
    bits = bnnhw.run(net, ONES)["act0"]
    x = np.arange(9) * 2 - 8
    expected = np.stack([x >= 2, x <= 2, x >= -100, x >= 100], axis=1)
    assert (bits == expected).all()


@pytest.mark.parametrize(("zero", "at_zero"), [(1, True), (-1, False)])
def test_sign_of_zero_is_the_networks_choice(zero, at_zero):
    net = sums(1)
    net.sign("act0", zero=zero)
    assert bnnhw.run(net, ONES)["act0"][:, 0].tolist() == [False] * 4 + [at_zero] + [True] * 4


def test_scale_and_bias_round_half_to_even():
    net = sums(4)
    net.scale_bias("s", scale=[0.25, 0.75, -0.75, 1], bias=[0.75, 0.25, 0, 2], fraction_bits=1)
    # In units of 1/2: scale 0.5 1.5 -1.5 2 -> 0 2 -2 2; bias 1.5 0.5 0 4 -> 2 0 0 4.
    assert bnnhw.run(net, ONES)["s"][8].tolist() == [2, 16, -16, 20]


def test_argmax_takes_the_first_of_equals():
    net = sums(3)
    net.scale_bias("s", bias=[0, 1, 1])
    net.argmax("class")
    assert bnnhw.run(net, ONES)["class"].tolist() == [1] * 9


def exact_sign(x, gamma, beta, mean, variance, epsilon) -> int:
    """The sign of y * s = gamma * (x - mean) + beta * s, with s enclosed in rational bounds."""
    scale = 2**1500
    root = math.isqrt(math.floor((Fraction(variance) + Fraction(epsilon)) * scale**2))
    product = Fraction(gamma) * (x - Fraction(mean))
    ends = [product + Fraction(beta) * Fraction(s, scale) for s in (root, root + 1)]
    if min(ends) > 0 or max(ends) < 0:
        return 1 if ends[0] > 0 else -1
    return 0


NEAR_ZERO = [
    # gamma, beta, mean, variance, epsilon, x: y is 0 or differs from it by the last digits
    (1.0, -1.0, 1.0, 4.0, 0.0, 3),
    (1.0, np.nextafter(-1.0, 0), 1.0, 4.0, 0.0, 3),
    (1.0, np.nextafter(-1.0, -2), 1.0, 4.0, 0.0, 3),
    (-3.0, 3.0, 0.0, 2.25, 1.75, 2),
    (-3.0, 3.0, np.nextafter(0.0, 1), 2.25, 1.75, 2),
    (0.1, -0.1, 0.1, 0.25, 1e-5, 7),
    (0.0, 0.0, 3.0, 1.0, 1e-5, 7),
    (0.0, -5e-324, 3.0, 1.0, 1e-5, 7),
    (1e-320, -1e-320, 0.0, 1.0, 0.0, 1),
    (1e300, -1e300, 0.0, 1e-300, 1e-300, 1),
    (1e-200, 1e-200, 1e-200, 1e-320, 0.0, 0),
    (1.7e308, -1.7e308, -1.7e308, 1.7e308, 1.7e308, 5),
    # a step of the float64 formula loses its digits
    (5e-324, -6e-323, -0.4, 0.01, 0.0, 1),
    (1e-200, -1e-300, -1e-200, 1e-300, 0.0, 0),
]


@pytest.mark.parametrize("row", NEAR_ZERO)
def test_batch_norm_has_the_exact_sign(row):
    gamma, beta, mean, variance, epsilon, x = row
    layer = BatchNorm(gamma=gamma, beta=beta, mean=mean, variance=variance, epsilon=epsilon)
    value = layer.evaluate(np.array([[x]]))[0, 0]
    assert np.sign(value) == exact_sign(x, gamma, beta, mean, variance, epsilon)


def test_batch_norm_has_the_exact_sign_for_every_sum_of_random_channels():
    random = np.random.default_rng(0)
    gamma, beta, mean = random.normal(size=(3, 40))
    variance = random.random(40) * 9
    sums = np.arange(-9, 10, 2)
    # Half of the channels are moved so that y is 0 at one sum, up to rounding.
    slope = gamma[:20] / np.sqrt(variance[:20] + 1e-3)
    beta[:20] = -slope * (random.choice(sums, 20) - mean[:20])
    layer = BatchNorm(gamma=gamma, beta=beta, mean=mean, variance=variance, epsilon=1e-3)
    actual = np.sign(layer.evaluate(np.repeat(sums[:, None], 40, axis=1)))
    expected = [
        [exact_sign(int(x), *row, 1e-3) for row in zip(gamma, beta, mean, variance, strict=True)]
        for x in sums
    ]
    assert (actual == expected).all()


def test_batch_norm_magnitude_is_the_formula():
    layer = BatchNorm(gamma=[2, -1], beta=[0.5, 1], mean=1, variance=[3, 15], epsilon=1)
    assert layer.evaluate(np.array([[5, 5]])).tolist() == [[4.5, 0.0]]
    assert Sign(zero=-1).evaluate(np.array([[4.5, 0.0]])).tolist() == [[True, False]]


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((2, 7), int), r"have shape \(2, 7\), but expected \(frames, ...\) with 8"),
        (np.zeros(8, int), r"have shape \(8,\)"),
        (np.zeros((1, 8)), "are float64, but expected integers"),
        (np.full((1, 8), 2), r"reach 2...2, but type 'bit' holds 0...1"),
    ],
)
def test_wrong_images_are_refused(images, message):
    with pytest.raises(ValueError, match=message):
        bnnhw.run(sums(1), images)


def test_a_network_without_usable_output_is_refused():
    net = sums(2)
    net.batch_norm("bn0", mean=0, variance=1, epsilon=0)
    with pytest.raises(ValueError, match="must be followed by 'sign'"):
        bnnhw.run(net, ONES)
