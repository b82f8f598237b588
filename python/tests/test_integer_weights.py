"""Layers of integer weights, against sums worked by hand and what a loop finds."""

from itertools import product

import numpy as np
import pytest

import bnnhw


def test_bits_count_as_plus_and_minus_one():
    net = bnnhw.Network("bits", shape=(3,), type="bit")
    net.integer_dense("fc0", [[3, 0, -1], [-2, 5, 1]])
    # + - +: 3 - 0 - 1 and -2 - 5 + 1; the sums of a row reach as far as its weights.
    assert bnnhw.run(net, np.array([[1, 0, 1]]))["fc0"].tolist() == [[2, -6]]
    assert (net.type_of("fc0").low, net.type_of("fc0").high) == (-8, 8)


def test_the_range_of_sums_is_that_of_the_rows():
    weights, pixels = np.array([[3, -2], [0, 7], [-4, -1]]), range(-3, 6)
    net = bnnhw.Network("range", shape=(2,), type="uint8", table=[*pixels] + [0] * 247)
    net.integer_dense("fc0", weights)
    sums = [np.dot(weights, x) for x in product(pixels, pixels)]
    assert (net.type_of("fc0").low, net.type_of("fc0").high) == (np.min(sums), np.max(sums))


def test_windows_of_a_padded_map():
    net = bnnhw.Network("windows", shape=(2, 2), type="uint8", integers=True)
    weights = np.array([1, -2, 3, 0]).reshape(1, 2, 2, 1)
    net.integer_conv("conv0", weights, padding=[0, 0, 1, 0], padding_value="0")
    # (0 1 / 0 3): -2; (1 2 / 3 4): 1 - 4 + 9.
    sums = bnnhw.run(net, np.array([[[1, 2], [3, 4]]]))["conv0"]
    assert sums.ravel().tolist() == [-2, 6]


def test_padding_widens_the_range_to_zero():
    net = bnnhw.Network("padded", shape=(1, 2), type="uint8", table=[5] * 128 + [9] * 128)
    net.integer_conv("conv0", np.full((1, 1, 2, 1), 2), padding=[0, 1], padding_value="0")
    assert (net.type_of("conv0").low, net.type_of("conv0").high) == (0, 36)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([[1, 2]], "has 2 columns, but the input has 3 elements"),
        ([[1, 2, 40000]], "has 40000, but expected numbers from -32768 to 32767"),
        ([[1, 2, 0.5]], "elements of type float64, but expected whole numbers"),
        ([1, 2, 3], r"has shape \(3,\), but expected \(units, inputs\)"),
    ],
)
def test_what_is_refused(weights, message):
    net = bnnhw.Network("refused", shape=(3,), type="bit")
    with pytest.raises(ValueError, match=message):
        net.integer_dense("fc0", weights)


def test_sums_of_more_than_32_bits_are_refused():
    net = bnnhw.Network("wide", shape=(300,), type="uint8", integers=True)
    net.integer_dense("fits", np.full((1, 300), 28071))
    with pytest.raises(ValueError, match="32 bits are the widest sum"):
        net.integer_dense("wide", np.full((1, 300), 28073), inputs="input")
