"""Networks of real Brevitas modules: every bit they compute, against the converted document."""

from fractions import Fraction

import numpy as np
import pytest

import bnnhw

torch = pytest.importorskip("torch", reason="needs PyTorch, which is not installed")
pytest.importorskip("brevitas", reason="needs Brevitas, which is not installed")
from brevitas.nn import QuantConv2d, QuantIdentity, QuantLinear  # noqa: E402
from brevitas.quant.binary import (  # noqa: E402
    SignedBinaryActPerTensorConst,
    SignedBinaryWeightPerTensorConst,
)

nn = torch.nn

WEIGHTS = {"weight_quant": SignedBinaryWeightPerTensorConst}
"""One bit, +/-0.1."""


def activation(size: float = 1.0) -> QuantIdentity:
    return QuantIdentity(act_quant=SignedBinaryActPerTensorConst, min_val=-size, max_val=size)


def is_sign(module) -> bool:
    return isinstance(module, QuantIdentity) and module.act_quant.bit_width() == 1


def bits_of(modules, x) -> tuple[list[np.ndarray], torch.Tensor]:
    """Return what leaves each sign, channels last, and the scores.

    Batch norms get the statistics of their own inputs and random gammas and betas.
    """
    bits = []
    for module in modules:
        module.eval()
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            axes = [0, *range(2, x.ndim)]
            module.running_mean.copy_(x.mean(axes) + 0.01 * torch.randn(x.shape[1]))
            module.running_var.copy_(x.var(axes) + 0.1)
            module.weight.data.normal_()
            module.bias.data.normal_(std=0.3)
        x = module(x)
        if is_sign(module):
            plus = (x > 0).numpy()
            bits.append(plus.transpose(0, 2, 3, 1) if plus.ndim == 4 else plus)
    return bits, x


def assert_same(network, frames, names, bits, scores) -> None:
    outputs = bnnhw.run(network, frames)
    for name, expected in zip(names, bits, strict=True):
        assert 0.01 < expected.mean() < 0.99
        assert (outputs[name].reshape(expected.shape) == expected).all(), name
    best = scores.topk(2, dim=1).values
    is_clear = (best[:, 0] - best[:, 1] > 1e-2 * scores.std()).numpy()
    assert is_clear.mean() > 0.5
    assert (outputs["class"].ravel() == scores.argmax(1).numpy())[is_clear].all()


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(2)
    with torch.no_grad():
        yield


def test_convolutions_with_scales_of_weights_and_activations():
    pixels = torch.randint(0, 256, (1000, 3, 10, 10))
    modules = nn.Sequential(
        QuantConv2d(3, 16, 3, padding=1, bias=True, **WEIGHTS),
        nn.BatchNorm2d(16),
        activation(0.5),
        nn.MaxPool2d(2),
        QuantConv2d(16, 20, 3, padding=1, groups=2, bias=False, **WEIGHTS),
        nn.BatchNorm2d(20),
        nn.MaxPool2d(2),
        activation(),
        nn.Dropout(),
        nn.Flatten(),
        QuantLinear(80, 24, bias=True, **WEIGHTS),
        nn.BatchNorm1d(24),
        activation(0.25),
        QuantLinear(24, 10, bias=True, **WEIGHTS),
    )
    bits, scores = bits_of(modules, pixels / 255)
    network = bnnhw.Network("brevitas", shape=(10, 10, 3), type="uint8", integers=True)
    bnnhw.from_torch(modules, network, scale=Fraction(1, 255))
    frames = pixels.numpy().transpose(0, 2, 3, 1)
    assert_same(network, frames, ["act0", "pool1", "act2"], bits, scores)


def test_quantizers_of_inputs_and_outputs():
    inputs = torch.randint(0, 2, (1000, 30))
    modules = nn.Sequential(
        QuantLinear(30, 24, bias=False, **WEIGHTS),
        nn.BatchNorm1d(24),
        QuantLinear(24, 16, bias=True, input_quant=SignedBinaryActPerTensorConst, **WEIGHTS),
        nn.BatchNorm1d(16),
        activation(),
        QuantLinear(16, 6, bias=False, **WEIGHTS),
    )
    bits, scores = bits_of(modules, inputs * 2.0 - 1)
    first = modules[1](modules[0](inputs * 2.0 - 1)).numpy() >= 0
    network = bnnhw.Network("inputs", shape=(30,), type="bit")
    bnnhw.from_torch(modules, network)
    assert_same(network, inputs.numpy(), ["act0", "act1"], [first, *bits], scores)


def test_the_fully_connected_network_of_bnn_pynq():
    models = pytest.importorskip(
        "brevitas_examples.bnn_pynq.models.FC", reason="needs the examples of Brevitas"
    )
    model = models.FC(10, 1, 1, 1, 1, [64, 64, 64]).eval()
    pixels = torch.randint(0, 256, (1000, 28, 28))
    x = 2.0 * (pixels / 255).flatten(1) - 1.0
    bits, scores = bits_of(model.features, x)
    network = bnnhw.Network("fc", shape=(28, 28), type="uint8", integers=True)
    modules = [nn.Flatten(), *model.features]
    bnnhw.from_torch(modules, network, scale=Fraction(2, 255), offset=-1)
    assert_same(network, pixels.numpy(), ["input_act", "act0", "act1", "act2"], bits, scores)


def test_the_convolutional_network_of_bnn_pynq():
    models = pytest.importorskip(
        "brevitas_examples.bnn_pynq.models.CNV", reason="needs the examples of Brevitas"
    )
    model = models.CNV(10, 1, 1, 8, 3).eval()
    pixels = torch.randint(0, 256, (12, 3, 32, 32))
    table = np.clip(np.rint((np.arange(256) / 255 * 2 - 1) * 128), -128, 127).astype(int)
    quantizer = model.conv_features[0]
    quantized = quantizer(2.0 * (pixels / 255) - 1.0)
    assert (quantized.numpy() * 128 == table[pixels.numpy()]).all()

    modules = [*model.conv_features, nn.Flatten(), *model.linear_features]
    bits, scores = bits_of(modules, 2.0 * (pixels / 255) - 1.0)
    network = bnnhw.Network("cnv", shape=(32, 32, 3), type="uint8", table=table)
    bnnhw.from_torch(modules, network, scale=Fraction(1, 128), ignores=[quantizer])
    assert network.layers[-1].layer.kind == "argmax"
    frames = pixels.numpy().transpose(0, 2, 3, 1)
    assert_same(network, frames, [f"act{index}" for index in range(8)], bits, scores)


def test_more_than_one_bit_is_refused():
    network = bnnhw.Network("wide", shape=(8,), type="bit")
    with pytest.raises(ValueError, match=r"module 0 \(QuantLinear\): the weights of output 0"):
        bnnhw.from_torch([QuantLinear(8, 4, bias=False, weight_bit_width=4)], network)
    with pytest.raises(ValueError, match=r"module 0 \(QuantIdentity\): its act_quant is not of 1"):
        bnnhw.from_torch([QuantIdentity()], network)
