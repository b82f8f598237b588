"""Networks of real PyTorch modules: every bit they compute, against the converted document."""

from fractions import Fraction

import numpy as np
import pytest

import bnnhw

torch = pytest.importorskip("torch", reason="needs PyTorch, which is not installed")
nn = torch.nn

FRAMES = 1000


class Sign(nn.Module):
    def forward(self, x):
        return torch.where(x >= 0, 1.0, -1.0)


class BinaryLinear(nn.Linear):
    def forward(self, x):
        return nn.functional.linear(x, torch.where(self.weight >= 0, 1.0, -1.0), self.bias)


class BinaryConv2d(nn.Conv2d):
    def forward(self, x):
        return self._conv_forward(x, torch.where(self.weight >= 0, 1.0, -1.0), self.bias)


class ScaledConv2d(nn.Conv2d):
    """XNOR-Net: each filter has the mean magnitude of its weights as a factor."""

    def binary_weight(self):
        factor = self.weight.abs().mean((1, 2, 3), keepdim=True)
        return factor * torch.where(self.weight >= 0, 1.0, -1.0)

    def forward(self, x):
        return self._conv_forward(x, self.binary_weight(), self.bias)


class SignFirstLinear(BinaryLinear):
    def forward(self, x):
        return super().forward(torch.where(x >= 0, 1.0, -1.0))


class SignFirstConv2d(BinaryConv2d):
    def forward(self, x):
        return super().forward(torch.where(x >= 0, 1.0, -1.0))


class BinaryWeights(nn.Module):
    def forward(self, weight):
        return torch.where(weight >= 0, 1.0, -1.0)


def with_statistics(modules: nn.Sequential, x) -> nn.Sequential:
    """Give each batch norm the statistics of its own inputs and random gammas and betas."""
    modules.eval()
    for module in modules:
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            axes = [0, *range(2, x.ndim)]
            module.running_mean.copy_(x.mean(axes) + 0.01 * torch.randn(x.shape[1]))
            module.running_var.copy_(x.var(axes) + 0.1)
            module.weight.data.normal_()
            module.bias.data.normal_(std=0.3)
        x = module(x)
    return modules


def bits_of(modules, x) -> tuple[list[np.ndarray], torch.Tensor]:
    """Return what leaves each sign, channels last, and the scores."""
    found = []
    for module in modules:
        x = module(x)
        if isinstance(module, Sign):
            found.append(x)
    return [channels_last(bits > 0) for bits in found], x


def channels_last(x) -> np.ndarray:
    x = x.numpy()
    return x.transpose(0, 2, 3, 1) if x.ndim == 4 else x


def assert_same_bits(modules, network, x, frames, names) -> None:
    """Compare the layers of those names with the signs of the modules, then the classes."""
    bits, scores = bits_of(modules, x)
    outputs = bnnhw.run(network, frames)
    for name, expected in zip(names, bits, strict=True):
        assert 0.01 < expected.mean() < 0.99
        assert (outputs[name].reshape(expected.shape) == expected).all(), name
    assert_same_classes(outputs["class"].ravel(), scores.reshape(len(scores), -1))


def assert_same_classes(classes: np.ndarray, scores) -> None:
    """Where the scores are not nearly equal, the classes are the same."""
    best = scores.topk(2, dim=1).values
    is_clear = (best[:, 0] - best[:, 1] > 1e-2 * scores.std()).numpy()
    assert is_clear.mean() > 0.5
    assert (classes == scores.argmax(1).numpy())[is_clear].all()


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(1)
    with torch.no_grad():
        yield


def test_dense_layers_with_biases_on_thresholded_pixels():
    pixels = torch.randint(0, 256, (FRAMES, 6, 5))
    x = torch.where(pixels >= 100, 1.0, -1.0)
    modules = nn.Sequential(
        nn.Flatten(),
        BinaryLinear(30, 40),
        nn.BatchNorm1d(40),
        nn.Hardtanh(),
        Sign(),
        nn.Dropout(),
        BinaryLinear(40, 33),
        Sign(),
        BinaryLinear(33, 10),
        nn.BatchNorm1d(10),
        nn.LogSoftmax(dim=1),
    )
    with_statistics(modules, x)
    network = bnnhw.Network("dense", shape=(6, 5), type="uint8", threshold=100)
    bnnhw.from_torch(modules, network)
    assert [node.layer.kind for node in network.layers] == [
        *("binary_dense", "batch_norm", "sign"),
        *("binary_dense", "threshold"),
        *("binary_dense", "scale_bias", "argmax"),
    ]
    assert_same_bits(modules, network, x, pixels.numpy(), ["act0", "act1"])


def test_convolutions_on_normalized_colours():
    pixels = torch.randint(0, 256, (FRAMES, 3, 9, 8))
    x = pixels / 255
    modules = nn.Sequential(
        BinaryConv2d(3, 16, 3, padding=1),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(16),
        nn.PReLU(),
        Sign(),
        BinaryConv2d(16, 24, (3, 2), padding="same", groups=4, bias=False),
        nn.MaxPool2d(3, 1, 1),
        nn.BatchNorm2d(24),
        Sign(),
        nn.MaxPool2d(2, padding=1),
        nn.ConstantPad2d((1, 0, 0, 2), -1.0),
        BinaryConv2d(24, 20, 2, stride=(2, 1), dilation=(1, 2)),
        nn.AvgPool2d(2, 1),
        nn.BatchNorm2d(20),
        Sign(),
        nn.Flatten(),
        BinaryLinear(20, 7),
        nn.BatchNorm1d(7),
        Sign(),
        BinaryLinear(7, 4, bias=False),
    )
    with_statistics(modules, x)
    network = bnnhw.Network("colours", shape=(9, 8, 3), type="uint8", integers=True)
    bnnhw.from_torch(modules, network, scale=Fraction(1, 255))
    frames = pixels.numpy().transpose(0, 2, 3, 1)
    assert_same_bits(modules, network, x, frames, ["act0", "act1", "act2", "act3"])


def test_flattened_maps_are_channel_first():
    bits = torch.randint(0, 2, (FRAMES, 5, 4, 3))
    x = 2.0 * bits - 1
    modules = nn.Sequential(
        nn.Sequential(nn.Flatten(), BinaryLinear(60, 31)),
        nn.ModuleList([nn.BatchNorm1d(31), Sign()]),
        BinaryLinear(31, 9, bias=False),
        nn.BatchNorm1d(9),
    )
    flat = nn.Sequential(*modules[0], *modules[1], *modules[2:])
    with_statistics(flat, x)
    network = bnnhw.Network("flat", shape=(4, 3, 5), type="bit")
    bnnhw.from_torch(modules, network)
    assert_same_bits(flat, network, x, bits.numpy().transpose(0, 2, 3, 1), ["act0"])


def test_factors_of_filters_and_a_global_average():
    pixels = torch.randint(0, 256, (FRAMES, 1, 7, 7))
    x = pixels / 128 - 1
    modules = nn.Sequential(
        ScaledConv2d(1, 12, 3, bias=False),
        nn.BatchNorm2d(12),
        Sign(),
        ScaledConv2d(12, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.Tanh(),
        nn.MaxPool2d(2, 1),
        Sign(),
        ScaledConv2d(8, 6, 1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Softmax(dim=1),
    )
    with_statistics(modules, x)
    network = bnnhw.Network("factors", shape=(7, 7), type="uint8", integers=True)
    bnnhw.from_torch(
        modules,
        network,
        scale=Fraction(1, 128),
        offset=-1,
        weights=lambda module: module.binary_weight() if isinstance(module, ScaledConv2d) else None,
    )
    assert_same_bits(modules, network, x, pixels.numpy()[:, 0], ["act0", "pool1"])


def test_layers_that_take_the_sign_of_their_input_first():
    bits = torch.randint(0, 2, (FRAMES, 2, 6, 6))
    x = 2.0 * bits - 1
    modules = nn.Sequential(
        BinaryConv2d(2, 16, 3, bias=False),
        nn.BatchNorm2d(16),
        nn.Hardtanh(),
        SignFirstConv2d(16, 18, 3, padding=1),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(18),
        nn.Hardtanh(),
        nn.Flatten(),
        SignFirstLinear(72, 10),
    )
    with_statistics(modules, x)
    network = bnnhw.Network("first", shape=(6, 6, 2), type="bit")
    bnnhw.from_torch(modules, network, input_signs=(SignFirstConv2d, "SignFirstLinear"))
    outputs = bnnhw.run(network, bits.numpy().transpose(0, 2, 3, 1))
    assert (outputs["act0"] == channels_last(modules[:3](x) >= 0)).all()
    assert (outputs["act1"] == channels_last(modules[:7](x) >= 0)).all()
    assert_same_classes(outputs["class"], modules(x))


def test_a_sign_of_the_input_and_parametrized_weights():
    pixels = torch.randint(0, 256, (FRAMES, 25))
    x = pixels / 255 * 2 - 1
    modules = nn.Sequential(
        nn.BatchNorm1d(25), Sign(), nn.Linear(25, 20), Sign(), nn.Linear(20, 3, bias=False)
    )
    for index in (2, 4):
        nn.utils.parametrize.register_parametrization(modules[index], "weight", BinaryWeights())
    with_statistics(modules, x)
    network = bnnhw.Network("input", shape=(25,), type="uint8", integers=True)
    bnnhw.from_torch(modules, network, scale=Fraction(2, 255), offset=-1)
    assert_same_bits(modules, network, x, pixels.numpy(), ["input_act", "act0"])


def test_scores_in_the_units_of_the_last_layer():
    bits = torch.randint(0, 2, (FRAMES, 30))
    modules = nn.Sequential(BinaryLinear(30, 5), nn.BatchNorm1d(5))
    x = 2.0 * bits - 1
    with_statistics(modules, x)
    network = bnnhw.Network("scores", shape=(30,), type="bit")
    bnnhw.from_torch(modules, network, argmax=False, fraction_bits=16)
    scores = bnnhw.run(network, bits.numpy())["scores"] / 2**16
    assert np.abs(scores - modules(x).numpy()).max() < 31 * 2**-17 + 1e-5


def test_real_weights_of_pytorchs_own_layers_are_refused():
    network = bnnhw.Network("real", shape=(8,), type="bit")
    with pytest.raises(ValueError, match=r"module 0 \(Linear\): the weights of output 0 have"):
        bnnhw.from_torch(nn.Sequential(nn.Linear(8, 2)), network)


def test_blocks_with_a_forward_pass_of_their_own_are_refused():
    class Residual(nn.Sequential):
        def forward(self, x):
            return x + super().forward(x)

    modules = nn.Sequential(Residual(BinaryLinear(8, 8)))
    network = bnnhw.Network("residual", shape=(8,), type="bit")
    with pytest.raises(ValueError, match=r"module 0 \(Residual\): no way to write it is known"):
        bnnhw.from_torch(modules, network)
    with pytest.raises(ValueError, match="Residual has a forward pass of its own"):
        bnnhw.from_torch(modules[0], network)
