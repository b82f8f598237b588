"""Modules that look like PyTorch's and Brevitas', against documents worked by hand."""

import subprocess
import sys
from pathlib import Path
from fractions import Fraction

import numpy as np
import pytest
from fakes import Tensor, fake

import bnnhw


def linear(weight, bias=None, name="BinaryLinear", **more):
    return fake(name, ("Linear",), weight=weight, bias=bias, **more)


def conv(weight, bias=None, **more):
    window = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "groups": 1}
    window["kernel_size"] = np.shape(weight)[2:]
    return fake("BinaryConv2d", ("Conv2d",), weight=weight, bias=bias, **{**window, **more})


def batch_norm(mean, variance, weight=None, bias=None, eps=0.0, name="BatchNorm2d"):
    return fake(name, weight=weight, bias=bias, running_mean=mean, running_var=variance, eps=eps)


def pool(kernel, name="MaxPool2d", **more):
    window = {"stride": kernel, "padding": 0, "dilation": 1, "ceil_mode": False}
    return fake(name, kernel_size=kernel, **{**window, **more})


FLATTEN = fake("Flatten", start_dim=1, end_dim=-1)
SIGN = fake("Sign")


class ClampedBinaryQuant:
    """Brevitas' quantizer of one bit."""


class Quantizer:
    """A Brevitas proxy."""

    def __init__(self, size=1.0, is_quant_enabled=True, part=ClampedBinaryQuant):
        self.size, self.is_quant_enabled, self.part = size, is_quant_enabled, part

    def modules(self):
        return [self, self.part()]

    def scale(self):
        return Tensor(self.size)


def converted(modules, shape=(2,), **options) -> list[dict]:
    """Return the layers of the document, without their inputs."""
    network = bnnhw.Network("fakes", shape=shape, type="bit")
    bnnhw.from_torch(modules, network, **{"argmax": False, **options})
    layers = network.document()["layers"]
    for layer in layers:
        del layer["inputs"]
    return layers


def test_no_framework_is_imported():
    program = (
        "import sys, bnnhw; "
        "sys.exit(any(name in sys.modules for name in ('torch', 'keras', 'tensorflow', 'larq')))"
    )
    package = Path(bnnhw.__file__).resolve().parents[1]
    run = subprocess.run([sys.executable, "-c", program], cwd=package, check=False)
    assert run.returncode == 0


def test_latent_weights_become_signs_and_0_becomes_plus():
    assert converted([linear(Tensor([[0.3, -0.7], [-1e-9, 0.0]]))]) == [
        {"name": "fc0", "kind": "binary_dense", "units": 2, "weights": ["01", "02"]}
    ]


def test_filters_are_reordered_and_windows_kept():
    weight = -np.ones((1, 2, 1, 3))
    weight[0, 1, 0, 2] = 1  # column (kx 2) * 2 + 1
    module = conv(weight, stride=(2, 1), padding=(0, 1), dilation=(3, 1))
    assert converted([module], (4, 4, 2)) == [
        {
            "name": "conv0",
            "kind": "binary_conv",
            "filters": 1,
            "kernel": [1, 3],
            "stride": [2, 1],
            "dilation": [3, 1],
            "padding": [0, 0, 1, 1],
            "padding_value": "0",
            "groups": 1,
            "weights": ["20"],
        }
    ]


@pytest.mark.parametrize(
    ("kernel", "sides"), [(3, [1, 1, 1, 1]), (2, [0, 1, 0, 1]), (4, [1, 2, 1, 2])]
)
def test_same_padding_has_the_odd_pixel_at_the_end(kernel, sides):
    module = conv(np.ones((1, 1, kernel, kernel)), padding="same")
    assert converted([module], (5, 5))[0]["padding"] == sides
    assert converted([conv(np.ones((1, 1, 2, 2)), padding="valid")], (5, 5))[0]["padding"] == [
        *(0, 0, 0, 0)
    ]


def test_columns_behind_a_flattened_map_are_reordered():
    # 2 channels of 1 x 3 pixels: PyTorch has c0 c0 c0 c1 c1 c1, the document c0 c1 c0 c1 c0 c1.
    weight = [[1, -1, -1, -1, 1, -1]]  # c0 at x = 0, c1 at x = 1: elements 0 and 3
    assert converted([FLATTEN, linear(weight)], (1, 3, 2))[0]["weights"] == ["09"]


def test_a_bias_is_part_of_the_mean():
    layers = converted(
        [
            linear([[1, 1], [1, -1]], bias=[0.5, -3]),
            batch_norm([1.25, 2], [3, 8], weight=[-2, 1], bias=[0.5, 0], eps=1, name="BatchNorm1d"),
            SIGN,
        ]
    )
    assert layers[1:] == [
        {
            "name": "bn0",
            "kind": "batch_norm",
            "gamma": [-2, 1],
            "beta": [0.5, 0],
            "mean": [0.75, 5],
            "variance": [3, 8],
            "epsilon": 1,
        },
        {"name": "act0", "kind": "sign", "zero": 1},
    ]


@pytest.mark.parametrize(
    ("zero", "bias", "threshold"),
    [(1, 0.5, 0), (1, 1, -1), (-1, 1, 0), (1, -0.5, 1), (-1, -0.5, 1), (1, -2.0, 2), (-1, -2.0, 3)],
)
def test_a_bias_before_a_sign_makes_a_threshold(zero, bias, threshold):
    layers = converted([linear([[1, 1]], bias=[bias]), SIGN], zero=zero)
    assert layers[1] == {
        "name": "act0",
        "kind": "threshold",
        "thresholds": threshold,
        "sense": ">=",
    }


def test_a_negative_factor_turns_the_comparison_around():
    scale = fake("ScaleBias", weight=[-2.0, 0.0, 0.0], bias=[3.0, 0.0, -1.0])
    modules = [linear([[1, 1]] * 3), scale, SIGN]
    at_least = converted(modules)[1]  # -2 x + 3 >= 0: x <= 1.5
    assert at_least["thresholds"] == [1, -(2**31), 2**31]
    assert at_least["sense"] == ["<=", ">=", ">="]
    above = converted(modules, zero=-1)[1]
    assert above["thresholds"] == [1, 2**31, 2**31]


def test_brevitas_scales_of_weights_and_bits():
    weight = fake("IntQuantTensor", value=Tensor([[0.25, -0.25]]), zero_point=0)
    quantized = linear(
        [[9.0, 9.0]],
        name="QuantLinear",
        weight_quant=Quantizer(),
        quant_weight=lambda: weight,
        input_quant=Quantizer(is_quant_enabled=False),
        output_quant=Quantizer(is_quant_enabled=False),
    )
    activation = fake("QuantIdentity", act_quant=Quantizer(0.5))
    layers = converted(
        [
            quantized,
            batch_norm([0.5], [15.0], weight=[3.0], bias=[1.0], eps=1.0, name="BatchNorm1d"),
            activation,
            linear([[1.0], [-1.0]]),
            batch_norm([0.25, 0.75], [1.0, 1.0], name="BatchNorm1d"),
            SIGN,
        ]
    )
    assert layers[0]["weights"] == ["01"]
    # 3 * (0.25 x - 0.5) is 0.75 * (x - 2); 0.5 x - 0.25 is 0.5 * (x - 0.5).
    assert (layers[1]["gamma"], layers[1]["mean"], layers[1]["beta"]) == ([0.75], [2.0], [1.0])
    assert layers[4]["gamma"] == [0.5, 0.5]
    assert layers[4]["mean"] == [0.5, 1.5]


def test_a_pool_between_batch_norm_and_sign_moves_behind_the_sign():
    modules = [
        conv(np.ones((1, 1, 1, 1))),
        batch_norm([0.0], [1.0], weight=[-1.0]),
        pool(2),
        fake("Hardtanh", min_val=-1.0, max_val=1.0),
        SIGN,
    ]
    layers = converted(modules, (4, 4))
    assert [layer["name"] for layer in layers] == ["conv0", "bn0", "act0", "pool0"]
    modules = [conv(np.ones((1, 1, 1, 1)), bias=[3.0]), pool(2), pool(2, stride=None), SIGN]
    layers = converted(modules, (4, 4))
    assert [layer["name"] for layer in layers] == ["conv0", "pool0", "pool0_2", "act0"]
    assert layers[3]["thresholds"] == -3


def test_an_average_is_a_sum_and_a_factor():
    average = pool(2, "AvgPool2d", stride=1, count_include_pad=True, divisor_override=None)
    biased = conv(np.ones((1, 1, 1, 1)), bias=[3.0])
    layers = converted([biased, batch_norm([1.0], [1.0]), average, SIGN], (3, 3))
    assert [layer["kind"] for layer in layers[1:]] == ["sum_pool", "batch_norm", "sign"]
    # (x / 4 + 3) - 1 is (x + 8) / 4.
    assert (layers[2]["gamma"], layers[2]["mean"]) == ([0.25], [-8])
    everywhere = [biased, fake("AdaptiveAvgPool2d", output_size=1), SIGN]
    layers = converted(everywhere, (3, 3))
    assert layers[1]["kernel"] == [3, 3]
    assert layers[2]["thresholds"] == -27


def test_padding_of_activations_that_are_not_plus_and_minus_one():
    # Bits of 0 and 1 are x / 2 + 1 / 2: 0 is x = -1. The sums get half the weights' sum.
    module = conv(np.ones((1, 1, 3, 3)), padding=(1, 1))
    layers = converted([module, SIGN], (4, 4), scale=0.5, offset=0.5)
    assert layers[0]["padding_value"] == "-1"
    assert layers[1]["thresholds"] == -9
    pad = fake("ConstantPad2d", padding=(1, 0, 2, 0), value=-1.0)
    layers = converted([pad, conv(np.ones((1, 1, 1, 1)))], (4, 4))
    assert (layers[0]["padding"], layers[0]["padding_value"]) == ([2, 0, 1, 0], "-1")
    first = conv(np.ones((1, 1, 1, 1)))
    layers = converted([fake("ZeroPad2d", padding=(1, 1, 1, 1)), first], (4, 4))
    assert layers[0]["padding_value"] == "0"


def test_scores_keep_their_order_alone_where_only_the_class_counts():
    norm = {"running_mean": [3.0], "running_var": [8.0], "weight": [2.0], "bias": [1.0]}
    same = fake("TensorNorm", **norm, eps=1.0)
    rows = linear([[1, 1], [1, -1]])
    kinds = [layer["kind"] for layer in converted([rows, same], argmax=True)]
    assert kinds == ["binary_dense", "argmax"]
    scores = converted([rows, same])[1]  # 2 / 3 * (x - 3) + 1
    assert scores["scale"] == pytest.approx(2 / 3)
    assert scores["bias"] == pytest.approx(-1)
    biased = linear([[1, 1], [1, -1]], bias=[0.5, -1])
    layers = converted([biased, fake("Softmax")], argmax=True, fraction_bits=1)
    assert layers[1] == {
        "name": "scores",
        "kind": "scale_bias",
        "scale": 1.0,
        "bias": [0.5, -1],
        "fraction_bits": 1,
    }


def test_what_is_ignored_or_a_sign_is_told_by_class_name_or_module():
    class Mine:
        pass

    noise, dropout = fake("Noise"), fake("Dropout")
    rows = [linear([[1, 1], [1, -1]]), dropout, noise, Mine(), linear([[1, 1]])]
    layers = converted(rows, signs=[Mine], ignores=["Noise"])
    assert [layer["name"] for layer in layers] == ["fc0", "act0", "fc1"]
    assert converted(rows, signs=["Mine"], ignores=[noise]) == layers
    layers = converted([rows[0], rows[4]], input_signs=[rows[4]])
    assert [layer["name"] for layer in layers] == ["fc0", "act0", "fc1"]


def test_signs_of_bits_are_no_layers():
    assert [layer["name"] for layer in converted([SIGN, SIGN, linear([[1, 1]])])] == ["fc0"]


def test_a_sign_of_pixels_is_a_threshold():
    network = bnnhw.Network("pixels", shape=(2,), type="uint8", integers=True)
    bnnhw.from_torch(
        [SIGN, linear([[1, 1]])], network, scale=Fraction(2, 255), offset=-1, argmax=False
    )
    assert network.layers[0].name == "input_act"
    assert network.document()["layers"][0]["thresholds"] == 128


def refused(modules, shape=(2,), **options):
    return lambda: converted(modules, shape, **options)


ROWS = linear([[1, 1], [1, -1]])
MAP = conv(np.ones((2, 1, 1, 1)))
NORM = batch_norm([0.0, 0.0], [1.0, 1.0])
NEAR = [[0.5, 0.25]]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (refused(fake("Net", forward=None)), "Net has a forward pass of its own: give a list"),
        (refused([ROWS, fake("ReLU")]), r"module 1 \(ReLU\): no way to write it is known"),
        (refused([[ROWS], [SIGN, fake("Add")]]), r"module 1.1 \(Add\): .* sums of branches"),
        (refused([ROWS, fake("MyPool", ("MaxPool2d",))]), r"module 1 \(MyPool\): no way"),
        (
            refused([linear(NEAR, origin="torch.nn", name="Linear")]),
            "weights of output 0 have magnitudes from 0.25 to 0.5, but expected one magnitude",
        ),
        (refused([linear(NEAR)], strict=True), "the weights of output 0 have magnitudes"),
        (refused([linear(NEAR)], weights=lambda m: m.weight), "the weights of output 0 have"),
        (refused([linear([[1, 1, 1]])]), "its weights have 3 inputs, but the tensor has 2"),
        (refused([linear([[1, 1]])], (1, 2)), "its input is a map, but expected a vector"),
        (refused([MAP]), "its input is a vector, but expected a map"),
        (refused([MAP, NORM, MAP], (4, 4)), "a layer of weights after a batch norm needs a sign"),
        (refused([MAP, NORM, pool(2)], (4, 4)), "end of the network after a max pool of a batch"),
        (refused([MAP, NORM, NORM], (4, 4)), "a batch norm after a batch norm needs a sign"),
        (
            refused([ROWS, fake("PReLU", weight=[0.25]), ROWS]),
            r"module 2 \(BinaryLinear\): a layer of weights after PReLU needs a sign between them",
        ),
        (refused([ROWS, fake("PReLU", weight=[0.25, 0.0])]), "a slope that is not above 0"),
        (refused([ROWS, fake("Hardtanh", min_val=0.0, max_val=1.0)]), "does not keep the sign"),
        (
            refused([linear([[1, 1], [1, 1]], bias=[1.0, 2.0]), ROWS]),
            "a factor or an offset for each channel, which a sum of .* cannot take",
        ),
        (refused([SIGN, NORM, SIGN]), "a batch norm of bits cannot be written"),
        (refused([SIGN], scale=0.5, offset=0.5), "a sign of bits that changes them"),
        (
            refused([conv(np.ones((1, 1, 3, 3)), padding=(1, 1))], (4, 4), offset=3),
            r"it pads with 0, but its input is 1 \* x \+ 3 of bits",
        ),
        (
            refused([conv(np.ones((1, 1, 3, 3)), padding=1, padding_mode="circular")], (4, 4)),
            "it pads with padding_mode 'circular'",
        ),
        (refused([pool(3, ceil_mode=True)], (4, 4)), "reach over the edge"),
        (
            refused([pool(2, "AvgPool2d", padding=1, count_include_pad=False)], (4, 4)),
            "the number of its taps differs",
        ),
        (refused([fake("AdaptiveAvgPool2d", output_size=(2, 3))], (4, 4)), "no equal windows"),
        (refused([fake("ZeroPad2d", padding=(1, 1, 1, 1)), pool(2)], (4, 4)), "only a convolution"),
        (refused([batch_norm(None, None), SIGN]), "it has no running statistics"),
        (
            refused([MAP, FLATTEN, batch_norm([0.0] * 32, 1.0), SIGN], (4, 4)),
            "its batch norm has 32 channels, but its input has 2 channels: one of a flattened map",
        ),
        (refused([ROWS, fake("Softmax"), SIGN]), r"module 2 \(Sign\): it follows Softmax, which"),
        (refused([ROWS, fake("Softmax")]), "modules: Softmax ends the network"),
        (refused([ROWS, SIGN], argmax=True), "modules: the network ends with bits"),
        (
            refused([ROWS, fake("ScaleBias", weight=[0.01], bias=None)], fraction_bits=4),
            "the scores' scale 0.01 is 0 with 4 fraction bits",
        ),
        (
            refused([fake("QuantIdentity", act_quant=Quantizer(part=object))]),
            r"module 0 \(QuantIdentity\): its act_quant is not of 1 bit",
        ),
        (
            refused([fake("QuantIdentity", act_quant=Quantizer(is_quant_enabled=False))]),
            "it quantizes nothing",
        ),
        (
            refused([linear([[1, 1]], bias=[1.0], bias_quant=Quantizer())]),
            "its bias is quantized",
        ),
        (refused([fake("Flatten", start_dim=0, end_dim=-1)]), "all dimensions but that of the"),
    ],
)
def test_what_cannot_be_written_is_refused_by_name(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_the_network_must_have_no_layers_yet():
    network = bnnhw.Network("full", shape=(2,), type="bit")
    network.binary_dense("fc0", [[1, 1]])
    with pytest.raises(ValueError, match="network 'full' has layers already"):
        bnnhw.from_torch([ROWS], network)
