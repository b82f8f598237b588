"""Convolutions and pools, worked by hand and against plain loops."""

import bnnhw
import numpy as np
import pytest

ROW = np.array([[1, 0, 1]], np.uint8)


def sums(images, **keys):
    """Sums of one filter + + - over a row + - +, as the format's page works them out."""
    network = bnnhw.Network("n", shape=(1, 3, 1), type="bit")
    network.binary_conv("conv", [[1, 1, -1]], kernel=(1, 3), **keys)
    return bnnhw.run(network, images)["conv"].ravel().tolist()


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", [2, -1, 0]), ("-1", [1, -1, 1]), ("+1", [3, -1, -1]), ("odd_even", [1, -1, 1])],
)
def test_padding_values_as_the_format_says(value, expected):
    assert sums(ROW, padding=(0, 1), padding_value=value) == expected


def test_stride_and_dilation_by_hand():
    network = bnnhw.Network("n", shape=(1, 7, 1), type="uint8", integers=True)
    network.binary_conv("conv", [[1, -1]], kernel=(1, 2), stride=(1, 2), dilation=(1, 3))
    pixels = np.array([[1, 2, 4, 8, 16, 32, 64]], np.uint8)
    assert bnnhw.run(network, pixels)["conv"].ravel().tolist() == [1 - 8, 4 - 32]


def test_groups_read_their_own_channels():
    network = bnnhw.Network("n", shape=(1, 1, 4), type="uint8", integers=True)
    network.binary_conv("conv", [[1, 1], [1, -1]], kernel=1, groups=2)
    pixels = np.array([[1, 10, 100, 30]], np.uint8)
    assert bnnhw.run(network, pixels)["conv"].ravel().tolist() == [11, 70]


def test_a_table_is_read_by_the_stored_byte():
    network = bnnhw.Network("n", shape=(2,), type="int8", table=list(range(256)))
    network.binary_dense("fc", [[1, -1]])
    assert bnnhw.run(network, np.array([[-1, 5]], np.int8))["fc"].tolist() == [[250]]


@pytest.mark.parametrize("element", ["bit", "uint8"])
def test_pools_by_hand(element):
    keys = {"type": "bit"} if element == "bit" else {"type": "uint8", "integers": True}
    network = bnnhw.Network("n", shape=(2, 3, 1), **keys)
    network.max_pool("pool", kernel=2, stride=1, padding=(0, 0, 1, 0))
    values = np.array([[0, 1, 0, 0, 0, 0]], np.uint8)
    assert bnnhw.run(network, values)["pool"].ravel().tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"kernel": (1, 3), "padding": 1}, "'padding_value' does not say"),
        ({"kernel": (2, 3)}, "the window covers 2×3 pixels"),
        ({"kernel": (1, 2)}, "'weights' has 3 columns, but a filter has 2 weights"),
        ({"kernel": (1, 3), "groups": 2}, "2 groups do not divide"),
        ({"kernel": (1, 1, 1)}, "'kernel' has 3 numbers"),
    ],
)
def test_mistakes_are_refused_by_name(keys, message):
    network = bnnhw.Network("n", shape=(1, 3, 1), type="bit")
    with pytest.raises(ValueError, match=f"layer 'conv': .*{message}"):
        network.binary_conv("conv", [[1, 1, -1]], **keys)


def test_saved_and_loaded_documents_mean_the_same(tmp_path):
    rng = np.random.default_rng(5)
    network = bnnhw.Network("n", shape=(5, 4, 6), type="uint8", table=[i - 99 for i in range(256)])
    network.binary_conv(
        "a", rng.random((6, 18)) < 0.5, kernel=3, padding=1, padding_value="0", groups=3
    )
    network.sign("b")
    network.max_pool("c", kernel=2, stride=1)
    network.binary_dense("d", rng.random((3, 72)) < 0.5)
    network.save(tmp_path / "n.json")
    images = rng.integers(0, 256, (4, 5, 4, 6), np.uint8)
    before, after = bnnhw.run(network, images), bnnhw.run(tmp_path / "n.json", images)
    assert {name: array.tolist() for name, array in before.items()} == {
        name: array.tolist() for name, array in after.items()
    }
