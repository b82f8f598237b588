"""Convolutions, pools and integer inputs, against numbers worked by hand and a plain loop."""

from itertools import product

import numpy as np
import pytest

import bnnhw

SQUARE = np.ones((1, 3, 3, 1), bool)
"""One 3x3 filter of +1: the sum of what it sees."""


def convolved(image, weights, **attributes) -> list:
    """Return the sums for one image of bits: (height, width) or (height, width, channels)."""
    image = np.array(image)
    net = bnnhw.Network("conv", shape=image.shape, type="bit")
    net.binary_conv("conv0", weights, **attributes)
    sums = bnnhw.run(net, image[None])["conv0"]
    assert sums.shape == (1, *net.type_of("conv0").shape)
    return sums[0].squeeze(-1).tolist()


@pytest.mark.parametrize(
    ("value", "sums"),
    [
        # 2x2 pixels + - / - +: their sum is 0. Each window sees all four and five of padding.
        ("-1", [[-5, -5], [-5, -5]]),
        ("+1", [[5, 5], [5, 5]]),
        ("0", [[0, 0], [0, 0]]),
        # The padded map alternates, its corners are -: 5 of padding at (0,0) are - + - + -.
        ("odd_even", [[-1, 1], [1, -1]]),
    ],
)
def test_padding_values(value, sums):
    image = [[1, 0], [0, 1]]
    assert convolved(image, SQUARE, padding=1, padding_value=value) == sums


def test_odd_even_counts_from_the_corner_of_the_padded_map():
    # One pixel + with two columns of padding to its left: - + [+]; a row above: - + -.
    weights = np.ones((1, 1, 1, 1), bool)
    sums = convolved([[1]], weights, padding=[1, 0, 2, 0], padding_value="odd_even")
    assert sums == [[-1, 1, -1], [1, -1, 1]]


def test_sides_are_top_bottom_left_right():
    weights = np.ones((1, 1, 1, 1), bool)
    assert convolved([[1]], weights, padding=[0, 1, 2, 0], padding_value="0") == [
        [0, 0, 1],
        [0, 0, 0],
    ]
    assert convolved([[1]], weights, padding=[1, 0], padding_value="0") == [[0], [1], [0]]


def test_columns_are_ky_kx_channel():
    weights = np.full((1, 1, 2, 3), -1)
    weights[0, 0, 1, 0] = 1  # column 3
    net = bnnhw.Network("columns", shape=(1, 2, 3), type="bit")
    net.binary_conv("conv0", weights)
    assert net.document()["layers"][0]["weights"] == ["08"]
    pixels = np.array([[[[0, 0, 0], [1, 0, 0]]]])
    assert bnnhw.run(net, pixels)["conv0"].tolist() == [[[[6]]]]


def test_stride_and_dilation():
    row = [[1, 1, 0, 1, 0, 0, 1]]  # + + - + - - +
    pair = np.ones((1, 1, 2, 1), bool)
    assert convolved(row, pair) == [[2, 0, 0, 0, -2, 0]]
    assert convolved(row, pair, stride=[1, 2]) == [[2, 0, -2]]
    assert convolved(row, pair, dilation=[1, 3]) == [[2, 0, -2, 2]]
    assert convolved(row, pair, stride=2, dilation=3) == [[2, -2]]


def test_groups_see_their_own_channels():
    net = bnnhw.Network("groups", shape=(1, 1, 4), type="bit")
    net.binary_conv("conv0", [[[[1, 1]]], [[[1, -1]]], [[[1, 1]]], [[[1, -1]]]], groups=2)
    pixels = np.array([[[[1, 0, 1, 1]]]])  # first group + -, second + +
    assert bnnhw.run(net, pixels)["conv0"].tolist() == [[[[0, 2, 2, 0]]]]


def by_formula(image, weights, stride, dilation, padding, groups, border) -> np.ndarray:
    """The sums of one map of integers, tap by tap; `border(y, x)` is the padding's value."""
    height, width, _ = image.shape
    filters, kernel_y, kernel_x, channels = weights.shape
    top, bottom, left, right = padding
    rows = (height + top + bottom - (kernel_y - 1) * dilation[0] - 1) // stride[0] + 1
    columns = (width + left + right - (kernel_x - 1) * dilation[1] - 1) // stride[1] + 1
    sums = np.zeros((rows, columns, filters), int)
    taps = product(range(kernel_y), range(kernel_x), range(channels))
    for (ky, kx, c), y, x, n in product(taps, range(rows), range(columns), range(filters)):
        py, px = y * stride[0] + ky * dilation[0], x * stride[1] + kx * dilation[1]
        inside = top <= py < top + height and left <= px < left + width
        channel = n // (filters // groups) * channels + c
        value = image[py - top, px - left, channel] if inside else border(py, px)
        sums[y, x, n] += weights[n, ky, kx, c] * value
    return sums


BORDERS = {
    "-1": lambda y, x: -1,
    "+1": lambda y, x: 1,
    "0": lambda y, x: 0,
    "odd_even": lambda y, x: 1 if (y + x) % 2 else -1,
}


@pytest.mark.parametrize("value", BORDERS)
@pytest.mark.parametrize("seed", range(6))
def test_random_convolutions_follow_the_formula(seed, value):
    random = np.random.default_rng(seed)
    groups, stride, dilation = random.integers(1, 4), *random.integers(1, 3, (2, 2))
    padding = random.integers(0, 3, 4)
    kernel, size = random.integers(1, 4, 2), random.integers(5, 8, 2)
    weights = random.choice([-1, 1], (2 * groups, *kernel, random.integers(1, 4)))
    bits = random.integers(0, 2, (2, *size, groups * weights.shape[3]))
    net = bnnhw.Network("random", shape=bits.shape[1:], type="bit")
    window = {"stride": stride, "dilation": dilation, "padding": padding, "groups": groups}
    net.binary_conv("conv0", weights, padding_value=value, **window)
    expected = [
        by_formula(2 * image - 1, weights, stride, dilation, padding, groups, BORDERS[value])
        for image in bits
    ]
    assert (bnnhw.run(net, bits)["conv0"] == expected).all()


def test_integers_are_convolved_and_padded_with_0():
    net = bnnhw.Network("integers", shape=(1, 3), type="int8", integers=True)
    net.binary_conv("conv0", [[[[1], [-1]]]], padding=[0, 0, 1, 0], padding_value="0")
    assert (net.type_of("conv0").low, net.type_of("conv0").high) == (-256, 256)
    outputs = bnnhw.run(net, np.array([[-128, 7, 127]]))
    assert outputs["input"].ravel().tolist() == [-128, 7, 127]
    assert outputs["conv0"].ravel().tolist() == [0 + 128, -128 - 7, 7 - 127]


def test_dense_layers_take_integers():
    net = bnnhw.Network("integers", shape=(3,), type="uint8", integers=True)
    net.binary_dense("fc0", [[1, -1, 1], [1, 1, 1]])
    net.binary_dense("fc1", [[1, -1]])
    outputs = bnnhw.run(net, np.array([[255, 5, 0]]))
    assert outputs["fc0"].tolist() == [[250, 260]]
    assert outputs["fc1"].tolist() == [[-10]]
    assert net.type_of("fc1").high == 2 * 3 * 255


@pytest.mark.parametrize(("type_", "pixel", "byte"), [("uint8", 200, 200), ("int8", -1, 255)])
def test_a_table_is_indexed_by_the_stored_byte(type_, pixel, byte):
    table = np.arange(256) * 7 - 900
    net = bnnhw.Network("table", shape=(1,), type=type_, table=table)
    net.binary_dense("fc0", [[1]])
    assert bnnhw.run(net, np.array([[pixel]]))["input"].ravel().tolist() == [byte * 7 - 900]
    assert (net.type_of("input").low, net.type_of("input").high) == (-900, 885)


MAP = np.array([[1, 9, 3, 0], [2, 4, 8, 5], [7, 6, 1, 2]])


def pooled(**attributes) -> list:
    net = bnnhw.Network("pool", shape=MAP.shape, type="uint8", integers=True)
    net.max_pool("pool0", **attributes)
    return bnnhw.run(net, MAP[None])["pool0"][0, :, :, 0].tolist()


def test_pools_of_integers():
    assert pooled(kernel=2) == [[9, 8]]
    assert pooled(kernel=2, stride=1) == [[9, 9, 8], [7, 8, 8]]
    assert pooled(kernel=[1, 2], stride=[2, 2]) == [[9, 3], [7, 2]]
    assert pooled(kernel=2, stride=1, dilation=2) == [[7, 9]]
    assert pooled(kernel=2, padding=[1, 0, 0, 0]) == [[9, 3], [7, 8]]


def summed(**attributes) -> list:
    net = bnnhw.Network("pool", shape=MAP.shape, type="uint8", integers=True)
    net.sum_pool("pool0", **attributes)
    return bnnhw.run(net, MAP[None])["pool0"][0, :, :, 0].tolist()


def test_sums_of_integers():
    assert summed(kernel=2) == [[16, 16]]
    assert summed(kernel=2, stride=1) == [[16, 24, 16], [19, 19, 16]]
    assert summed(kernel=[3, 4]) == [[48]]
    assert summed(kernel=2, padding=[1, 0, 0, 0]) == [[10, 3], [19, 16]]


def test_sums_of_bits_count_plus_and_minus_one():
    net = bnnhw.Network("pool", shape=(1, 3, 2), type="bit")
    net.sum_pool("pool0", [1, 3])
    image = np.array([[[0, 1], [1, 1], [0, 1]]])
    assert bnnhw.run(net, image[None])["pool0"].tolist() == [[[[-1, 3]]]]
    assert (net.type_of("pool0").low, net.type_of("pool0").high) == (-3, 3)


def test_a_thermometer_makes_several_channels_of_one():
    net = bnnhw.Network("levels", shape=(1, 1, 2), type="int8", thermometer=[-5, 0, 100])
    net.sum_pool("pool0", 1)
    outputs = bnnhw.run(net, np.array([[[[-5, 99]]]]))
    assert outputs["input"].tolist() == [[[[True, False, False, True, True, False]]]]


def test_padding_of_pools_never_wins():
    net = bnnhw.Network("pool", shape=(1, 2), type="int8", integers=True)
    net.max_pool("pool0", 3, padding=1)
    assert bnnhw.run(net, np.array([[-7, -9]]))["pool0"].ravel().tolist() == [-7]


def test_pools_of_bits_keep_channels_apart():
    net = bnnhw.Network("pool", shape=(2, 2, 2), type="bit")
    net.max_pool("pool0", 2, stride=1, padding=[0, 1, 0, 0])
    image = np.array([[[0, 0], [0, 1]], [[0, 0], [0, 0]]])
    assert bnnhw.run(net, image[None])["pool0"].tolist() == [[[[False, True]], [[False, False]]]]


def test_channels_of_maps_have_their_own_numbers_and_dense_layers_flatten_y_x_channel():
    net = bnnhw.Network("maps", shape=(1, 2), type="uint8", integers=True)
    net.binary_conv("conv0", [[[[1]]], [[[-1]]]])
    net.batch_norm("bn0", gamma=[1, -1], mean=[5, -4], variance=1, epsilon=0)
    net.sign("act0", zero=-1)
    net.threshold("act1", [6, -4], sense=[">=", "<="], inputs="conv0")
    net.binary_dense("fc0", [[1, 1, 1, -1]], inputs="act0")
    net.argmax("class", inputs="conv0")
    outputs = bnnhw.run(net, np.array([[4, 6]]))
    assert outputs["bn0"].tolist() == [[[[-1, 0], [1, 2]]]]
    assert outputs["act0"].tolist() == [[[[False, False], [True, True]]]]
    assert outputs["act1"].tolist() == [[[[False, True], [True, True]]]]
    assert outputs["fc0"].tolist() == [[-1 - 1 + 1 - 1]]
    assert outputs["class"].tolist() == [[[0, 0]]]


def test_vectors_are_maps_of_one_pixel():
    net = bnnhw.Network("vector", shape=(2,), type="bit")
    net.binary_dense("fc0", [[1, 1], [1, -1]])
    net.sign("act0")
    net.binary_conv("conv0", np.ones((1, 3, 3, 2), bool), padding=1, padding_value="-1")
    assert bnnhw.run(net, np.array([[1, 0]]))["conv0"].tolist() == [[[[2 - 16]]]]


def square(type_="bit", **encoding) -> bnnhw.Network:
    return bnnhw.Network("tiny", shape=(4, 4, 2), type=type_, **encoding)


FILTERS = np.ones((4, 3, 3, 2), bool)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: square("uint8"), "needs 'threshold', .* but none is given"),
        (
            lambda: square("uint8", threshold=1, integers=True),
            "but threshold and integers are given",
        ),
        (lambda: square(integers=True), "type 'bit' takes no 'integers'"),
        (lambda: square("uint8", table=range(255)), "'table' has 255 values, but a byte"),
        (lambda: square("uint8", table=[32768] * 256), "'table' has 32768, but expected"),
        (
            lambda: square().binary_conv("c", FILTERS[0]),
            r"layer 'c': 'weights' has shape \(3, 3, 2\), but expected \(filters, kernel height",
        ),
        (lambda: square().binary_conv("c", FILTERS * 2), "'weights' has 2, but expected booleans"),
        (lambda: square().binary_conv("c", FILTERS, stride=0), "'stride' has 0, but expected"),
        (
            lambda: square().binary_conv("c", FILTERS, dilation=[1, 1, 1]),
            r"'dilation' has 3 numbers, but expected one or \[y, x\]",
        ),
        (
            lambda: square().binary_conv("c", FILTERS, padding=[1, 1, 1]),
            r"'padding' has 3 numbers, but expected one, \[y, x\] or \[top, bottom, left, right\]",
        ),
        (
            lambda: square().binary_conv("c", FILTERS, padding=1),
            "there is padding, but no 'padding_value': '-1', '\\+1', '0', 'odd_even'",
        ),
        (
            lambda: square().binary_conv("c", FILTERS, padding=1, padding_value=0),
            "'padding_value' is 0, but expected '-1'",
        ),
        (
            lambda: square("int8", integers=True).binary_conv(
                "c", FILTERS, padding=1, padding_value="-1"
            ),
            "'padding_value' is '-1', but integers are padded with '0'",
        ),
        (
            lambda: square().binary_conv("c", FILTERS, dilation=2),
            "the window covers 5x5 pixels, but the input with its padding has 4x4",
        ),
        (lambda: square().binary_conv("c", FILTERS, groups=3), "3 groups do not divide the 4"),
        (
            lambda: square().binary_conv("c", FILTERS, groups=2),
            "'weights' has 2 channels for each of 2 groups, but the input has 2 channels",
        ),
        (
            lambda: square().binary_conv(
                "c", np.ones((1, 1, 1, 2)), padding=4096, padding_value="0"
            ),
            "one frame of the output has more than 16777216 elements",
        ),
        (
            lambda: bnnhw.Network(
                "wide", shape=(1 << 17,), type="int8", table=[1 << 14] * 256
            ).binary_dense("fc0", np.ones((1, 1 << 17), bool)),
            "the sums reach -2147483648...2147483648, but 32 bits are the widest sum",
        ),
        (lambda: square().max_pool("p", 2, padding=2), "a window can lie in the padding alone"),
        (
            lambda: bnnhw.Network("p", shape=(1, 1), type="bit").max_pool(
                "p", 2, stride=1, dilation=3, padding=3
            ),
            "a window can lie in the padding alone",
        ),
        (lambda: square().max_pool("p", 5), "the window covers 5x5 pixels"),
        (lambda: square().sum_pool("p", 5), "the window covers 5x5 pixels"),
        (lambda: square("uint8", thermometer=[3, 3]), "'thermometer' must be one or more numbers"),
        (lambda: square("uint8", thermometer=[0, 3]), "'thermometer' has 0, but expected"),
        (lambda: square("bit", thermometer=[1]), "type 'bit' takes no 'thermometer'"),
    ],
)
def test_mistakes_are_refused_by_name(build, message):
    with pytest.raises(ValueError, match=message):
        build()
