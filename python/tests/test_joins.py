"""Layers of two inputs, and the values that they give."""

import numpy as np
import pytest

import bnnhw


def pixels() -> bnnhw.Network:
    """A network on maps of 1 x 2 pixels of two integers, with a layer of bits 'signs'."""
    net = bnnhw.Network("joins", shape=(1, 2, 2), type="int8", integers=True)
    net.threshold("signs", 0)
    return net


IMAGE = np.array([[[[3, -4], [0, 127]]]])


def test_sums_take_bits_for_plus_and_minus_one():
    net = pixels()
    net.sum_of("sum", inputs=["input", "signs"])
    assert (net.type_of("sum").low, net.type_of("sum").high) == (-129, 128)
    assert bnnhw.run(net, IMAGE)["sum"].tolist() == [[[[4, -5], [1, 128]]]]


def test_concatenation_puts_the_second_ones_channels_last():
    net = pixels()
    net.scale_bias("twice", scale=2, fraction_bits=0, inputs="input")
    net.concat("both", inputs=["twice", "input"])
    assert net.type_of("both").shape == (1, 2, 4)
    assert (net.type_of("both").low, net.type_of("both").high) == (-256, 254)
    assert bnnhw.run(net, IMAGE)["both"].tolist() == [[[[6, -8, 3, -4], [0, 254, 0, 127]]]]


def test_gates_open_where_the_first_is_large():
    net = pixels()
    net.scale_bias("other", scale=0, bias=[100, -1000], fraction_bits=0, inputs="input")
    net.gated_add("y", [3, 0], sense=[">=", "<="], inputs=["input", "other"])
    assert bnnhw.run(net, IMAGE)["y"].tolist() == [[[[103, -1004], [0, 127]]]]
    # The first channel has -128 ... 2 as it is and 3 ... 127 with -1000 ... 100, the second one
    # -128 ... 0 with -1000 ... 100.
    assert (net.type_of("y").low, net.type_of("y").high) == (-1128, 227)


def test_gated_bits_count_one():
    net = pixels()
    net.gated_add("y", 1, inputs=["input", "signs"])
    assert (net.type_of("y").low, net.type_of("y").high) == (-128, 128)
    assert bnnhw.run(net, IMAGE)["y"].tolist() == [[[[4, -4], [0, 128]]]]


def test_a_vector_joins_a_map_of_one_pixel():
    net = bnnhw.Network("pixel", shape=(3,), type="bit")
    net.binary_dense("fc0", [[1, 1, 1], [1, -1, 1], [-1, -1, -1]])
    net.sum_of("sum", inputs=["fc0", "input"])
    assert bnnhw.run(net, np.array([[1, 0, 1]]))["sum"].ravel().tolist() == [2, 2, 0]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda net: net.sum_of("s", inputs=["input"]), "'inputs' has 1 names, but 'add' takes 2"),
        (lambda net: net.sum_of("s", inputs="input"), "'inputs' has 1 names, but 'add' takes 2"),
        (
            lambda net: net.sum_of("s", inputs=["input", net.max_pool("p", [1, 2])]),
            r"the inputs are \(1, 2, 2\) and \(1, 1, 2\)",
        ),
        (
            lambda net: net.concat("c", inputs=["input", net.max_pool("p", [1, 2])]),
            "maps of other sizes",
        ),
        (
            lambda net: net.gated_add("g", 0, inputs=["signs", "input"]),
            r"the input is bits .* but expected integers",
        ),
        (
            lambda net: net.gated_add("g", [1, 2, 3], inputs=["input", "input"]),
            "'thresholds' has 3 values, but the input has 2 channels",
        ),
        (
            lambda net: net.gated_add("g", 0, inputs=["input", net.max_pool("p", [1, 2])]),
            r"the inputs are \(1, 2, 2\) and \(1, 1, 2\)",
        ),
        (lambda net: net.concat("c", inputs=["input", "signs"]), r"are integers and bits"),
    ],
)
def test_mistakes_are_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build(pixels())
