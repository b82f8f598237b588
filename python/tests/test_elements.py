"""Layers of integers, element by element, and the values that they give."""

import numpy as np
import pytest

import bnnhw


def pixels(channels: int = 1, type: str = "int8") -> bnnhw.Network:
    return bnnhw.Network("elements", shape=(1, 1, channels), type=type, integers=True)


def values(net: bnnhw.Network, name: str, pixels: list[int]) -> list[int]:
    """What a layer on a single channel gives for one pixel after another."""
    return bnnhw.run(net, np.array(pixels)[:, None, None, None])[name].ravel().tolist()


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("half_up", [-2, -2, -1, 0, 1, 1, 2, 3]),
        ("half_even", [-2, -2, -2, 0, 0, 1, 2, 2]),
        ("floor", [-3, -2, -2, -1, 0, 1, 1, 2]),
    ],
)
def test_requantization_rounds_as_the_format_shows(rounding, expected):
    net = pixels()
    net.requantize("y", shift=2, rounding=rounding)
    assert values(net, "y", [-10, -7, -6, -2, 2, 5, 6, 10]) == expected


def test_requantization_narrows_its_type():
    net = pixels()
    net.requantize("y", shift=1, minimum=0, maximum=50)
    assert (net.type_of("y").low, net.type_of("y").high) == (0, 50)
    assert values(net, "y", [-128, -1, 99, 100, 101, 127]) == [0, 0, 50, 50, 50, 50]
    net.requantize("z", shift=5)
    assert (net.type_of("z").low, net.type_of("z").high) == (0, 2)
    net.requantize("constant", minimum=7)
    assert (net.type_of("constant").low, net.type_of("constant").high) == (7, 7)


def test_prelu_has_a_slope_for_each_channel_below_zero():
    net = pixels(channels=3)
    net.prelu("y", [0.3, -0.625, 0], fraction_bits=2)
    # 0.3 * 4 goes to 1; -0.625 * 4 = -2.5 lies half way and goes to the even -2.
    image = np.array([[[[-5, -5, -5]]], [[[5, 5, 5]]]])
    assert bnnhw.run(net, image)["y"].reshape(2, 3).tolist() == [[-5, 10, 0], [20, 20, 20]]
    assert (net.type_of("y").low, net.type_of("y").high) == (-128, 508)


def test_prelu_of_negative_numbers_with_a_negative_slope_is_positive():
    net = pixels()
    net.requantize("below", maximum=-3)
    net.prelu("y", -2, fraction_bits=0)
    assert (net.type_of("y").low, net.type_of("y").high) == (6, 256)


def test_levels_count_the_thresholds_that_are_reached():
    net = pixels()
    net.multi_threshold("y", [-2, 0, 0, 5])
    assert (net.type_of("y").low, net.type_of("y").high) == (0, 4)
    assert values(net, "y", [-3, -2, -1, 0, 4, 5]) == [0, 1, 1, 3, 3, 4]
    net.multi_threshold("z", [-200, 0, 200], sense="<=", inputs="input")
    assert (net.type_of("z").low, net.type_of("z").high) == (1, 2)
    assert values(net, "z", [-128, 0, 1]) == [2, 2, 1]


def test_levels_may_differ_between_channels():
    net = pixels(channels=2)
    net.multi_threshold("y", [[0, 10], [5, 6]], sense=[">=", "<="])
    image = np.array([[[[9, 5]]], [[[10, 6]]]])
    assert bnnhw.run(net, image)["y"].reshape(2, 2).tolist() == [[1, 2], [2, 1]]


def test_bit_planes_are_those_of_twos_complement():
    net = pixels()
    net.bit_plane("low", 0)
    net.bit_plane("sign", 31, inputs="input")
    assert values(net, "low", [-128, -1, 0, 5]) == [False, True, False, True]
    assert values(net, "sign", [-128, -1, 0, 5]) == [True, True, False, False]


def test_channels_come_in_any_order_and_number():
    net = pixels(channels=3)
    net.select("y", [2, 0, 0, 2])
    net.sign("s")
    net.select("z", [1])
    outputs = bnnhw.run(net, np.array([[[[5, -6, -7]]]]))
    assert outputs["y"].ravel().tolist() == [-7, 5, 5, -7]
    assert outputs["z"].ravel().tolist() == [True]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda net: net.requantize("y", shift=32), "'shift' has 32, but expected numbers from 0"),
        (lambda net: net.requantize("y", rounding="up"), "'rounding' is 'up', but expected one of"),
        (lambda net: net.requantize("y", minimum=2**31), "'minimum' has 2147483648"),
        (lambda net: net.requantize("y", minimum=3, maximum=2), "'minimum' is 3, but 'maximum' is"),
        (lambda net: (net.sign("s"), net.requantize("y")), r"the input is bits"),
        (lambda net: net.multi_threshold("y", 3), r"'thresholds' has shape \(\)"),
        (lambda net: net.multi_threshold("y", [1, 0]), "'thresholds' descend"),
        (lambda net: net.multi_threshold("y", [[1], [2]]), "'thresholds' has 2 values"),
        (lambda net: net.multi_threshold("y", [1], sense=">"), "'sense' has '>'"),
        (lambda net: net.multi_threshold("y", [0.5]), "but expected whole numbers"),
        (lambda net: net.bit_plane("y", 32), "'bit' has 32, but expected numbers from 0 to 31"),
        (lambda net: net.select("y", [0, 1]), "'channels' has 1, but the input has 1 channels"),
        (lambda net: net.select("y", 0), "'channels' is one number, but expected an array"),
        (lambda net: net.select("y", []), "'channels' has elements of type float64"),
        (lambda net: net.prelu("y", [1, 2]), "'slope' has 2 values, but the input has 1 channel"),
        (lambda net: net.prelu("y", 2.0**23), "'slope' does not fit a 32-bit fixed-point number"),
        (lambda net: net.prelu("y", -(2.0**22)), r"the scores reach .* widest score"),
    ],
)
def test_mistakes_are_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build(pixels())
