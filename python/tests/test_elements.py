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


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda net: net.requantize("y", shift=32), "'shift' has 32, but expected numbers from 0"),
        (lambda net: net.requantize("y", rounding="up"), "'rounding' is 'up', but expected one of"),
        (lambda net: net.requantize("y", minimum=2**31), "'minimum' has 2147483648"),
        (lambda net: net.requantize("y", minimum=3, maximum=2), "'minimum' is 3, but 'maximum' is"),
        (lambda net: (net.sign("s"), net.requantize("y")), r"the input is bits"),
    ],
)
def test_mistakes_are_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build(pixels())
