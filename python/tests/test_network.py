import numpy as np
import pytest

import bnnhw


def network(**changes) -> bnnhw.Network:
    return bnnhw.Network("tiny", **{"shape": (2, 2), "type": "uint8", "threshold": 128, **changes})


def with_sums(units=3) -> bnnhw.Network:
    net = network()
    net.binary_dense("fc0", np.ones((units, 4), bool))
    return net


def normalized(**changes) -> bnnhw.Network:
    net = with_sums()
    parameters = {"mean": 0, "variance": 1, "epsilon": 1e-5, **changes}
    net.batch_norm("bn0", **parameters)
    return net


def test_layer_methods_return_the_name_and_follow_the_last_layer():
    net = with_sums()
    assert net.sign("act0") == "act0"
    assert [(node.name, node.source) for node in net.layers] == [("fc0", "input"), ("act0", "fc0")]
    assert net.output == "act0"


def test_inputs_take_a_name_or_an_array_of_one():
    net = with_sums()
    net.sign("a", inputs="fc0")
    net.sign("b", inputs=["fc0"])
    assert [node.source for node in net.layers] == ["input", "fc0", "fc0"]


def test_weights_may_be_booleans_or_numbers():
    signs = np.array([[1, -1, -1, 1]])
    rows = []
    for weights in (signs, signs.astype(np.float32), signs == 1, signs.tolist()):
        net = network()
        net.binary_dense("fc0", weights)
        rows.append(net.document()["layers"][0]["weights"])
    assert rows == [["09"]] * 4


def test_float32_parameters_become_the_exact_double():
    document = normalized(mean=np.float32(0.1)).layers[-1].layer.document()
    assert document["mean"] == 0.10000000149011612


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: bnnhw.Network("9lives", shape=(4,), type="bit"),
            "network: '9lives' is not a name",
        ),
        (lambda: bnnhw.Network("x" * 65, shape=(4,), type="bit"), "64 at most"),
        (lambda: network(type="uint4"), "type 'uint4' is unknown"),
        (lambda: network(threshold=None), "input 'input': type 'uint8' needs 'threshold'"),
        (lambda: network(threshold=0), "'threshold' has 0, but expected numbers from 1 to 255"),
        (lambda: network(threshold=8.0), "'threshold' has elements of type float64"),
        (lambda: network(type="int8", threshold=-128), "numbers from -127 to 127"),
        (lambda: network(type="bit", threshold=1), "type 'bit' takes no 'threshold'"),
        (lambda: network(shape=(2, 2, 1, 1)), r"expected \[n\], \[height, width\]"),
        (lambda: network(shape=(4096, 4097)), "more than 16777216 elements"),
        (lambda: network().sign("act0"), r"layer 'act0': the input is bits"),
        (lambda: with_sums().sign("fc0"), "layer 'fc0': the name is taken"),
        (lambda: with_sums().sign("input"), "layer 'input': the name is taken"),
        (lambda: with_sums().sign("act0", inputs="fc9"), "'fc9' is neither a layer nor"),
        (lambda: with_sums().sign("a", inputs=["fc0", "fc0"]), "'inputs' has 2 names"),
        (lambda: with_sums().sign("act0", zero=0), "layer 'act0': 'zero' is 0"),
        (
            lambda: normalized().binary_dense("fc1", np.ones((2, 3), bool)),
            r"layer 'fc1': the input is real numbers, but expected bits",
        ),
        (
            lambda: network().binary_dense("fc0", [[1, 0, 1, 1]]),
            r"layer 'fc0': 'weights' has 0, but expected booleans or numbers that are \+1 or -1",
        ),
        (lambda: network().binary_dense("fc0", [[1, np.nan, 1, 1]]), "'weights' has nan"),
        (lambda: network().binary_dense("fc0", [1, 1, 1, 1]), r"has shape \(4,\), but expected"),
        (
            lambda: network().binary_dense("fc0", np.ones((2, 5))),
            "layer 'fc0': 'weights' has 5 columns, but the input has 4 elements",
        ),
        (lambda: normalized(mean=[0, 1]), "'mean' has 2 values, but the input has 3 channels"),
        (lambda: normalized(beta=np.inf), "layer 'bn0': 'beta' has inf, but expected finite"),
        (lambda: normalized(variance=-1), "'variance' has -1.0, but expected no negative number"),
        (lambda: normalized(variance=0, epsilon=0), r"variance \+ epsilon is 0.0"),
        (lambda: normalized(epsilon=[1e-5]), "'epsilon' is an array"),
        (lambda: normalized(gamma="1"), "'gamma' has elements of type <U1, but expected numbers"),
        (lambda: with_sums().threshold("t", [0.5] * 3), "but expected whole numbers"),
        (lambda: with_sums().threshold("t", 2**31 + 1), "'thresholds' has 2147483649"),
        (lambda: with_sums().threshold("t", 0, sense=">"), "'sense' has '>', but expected"),
        (lambda: with_sums().threshold("t", 0, sense=[">="]), "'sense' has 1 values"),
        (lambda: with_sums().scale_bias("s", fraction_bits=25), "'fraction_bits' has 25"),
        (lambda: with_sums().scale_bias("s", scale=2.0**23), "'scale' does not fit a 32-bit"),
        (lambda: with_sums().scale_bias("s", scale=2.0**22), "the scores reach -4294967296"),
        (lambda: with_sums(1).argmax("class"), "the input has 1 channel, but argmax needs"),
        (lambda: normalized().argmax("class"), "the input is real numbers, but expected integers"),
        (lambda: network().document(), "network 'tiny' has no layers"),
        (lambda: normalized().document(), "must be followed by 'sign'"),
    ],
)
def test_mistakes_are_refused_by_name(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_labels_count_the_channels_before_argmax():
    net = network(classes=["a", "b"])
    net.binary_dense("fc0", np.ones((3, 4), bool))
    net.argmax("class")
    with pytest.raises(ValueError, match="there are 2 class labels, but the output has 3 classes"):
        net.document()


def test_output_can_be_an_earlier_layer():
    net = with_sums()
    net.argmax("class")
    net.output = "fc0"
    assert net.document()["output"] == "fc0"
    with pytest.raises(ValueError, match="output 'fc9' is not a layer"):
        net.output = "fc9"
