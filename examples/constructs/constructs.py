#!/usr/bin/env python3
"""Constructs of published binarized networks as layers of a network document.

    constructs.py DIRECTORY

Writes a small network for each construct, `NAME.net.json`, and frames for it, `NAME.npy`. Weights are
random. Beside each network stands the publication's formula in real numbers, which does not know the
layers; the tests compare the two.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))

import bnnhw

SIZE, CHANNELS, FILTERS, FRAMES = 5, 4, 6, 8


@dataclass
class Construct:
    """A network, and what its output is by the formula: `expected(pixels)`, exact in 64-bit floats."""

    network: bnnhw.Network
    expected: Callable[[np.ndarray], np.ndarray]


def network(name: str, **options) -> bnnhw.Network:
    """A network that reads pixels of 8 bits as integers, if not told otherwise."""
    options = {"integers": True} | options
    return bnnhw.Network(name, shape=(SIZE, SIZE, CHANNELS), type="uint8", **options)


def signs(random, *shape: int) -> np.ndarray:
    """Random weights +1 and -1."""
    return random.integers(0, 2, shape, dtype=np.int8) * 2 - 1


def kernels(random, filters: int = FILTERS, channels: int = CHANNELS) -> np.ndarray:
    """Random weights of a 3 x 3 convolution."""
    return signs(random, filters, 3, 3, channels)


def bit(values: np.ndarray) -> np.ndarray:
    """+1 where a value is not negative, else -1."""
    return np.where(values >= 0, 1.0, -1.0)


def convolve(values: np.ndarray, weights: np.ndarray, padding: float | None = None) -> np.ndarray:
    """Sums of products under a kernel; the border has one value all around, or there is none."""
    values = np.asarray(values, dtype=np.float64)
    if padding is not None:
        values = np.pad(values, [(0, 0), (1, 1), (1, 1), (0, 0)], constant_values=padding)
    side = weights.shape[1]
    windows = np.lib.stride_tricks.sliding_window_view(values, (side, side), axis=(1, 2))
    return np.einsum("nyxcij,fijc->nyxf", windows, weights.astype(np.float64))


def dorefa(random) -> Construct:
    """DoReFa-Net, W1A2: activations 0, 1/3, 2/3, 1 as integers 0 to 3."""
    weights = kernels(random)
    net = network("dorefa")
    net.multi_threshold("activation", [43, 128, 213])
    net.binary_conv("conv", weights, padding=1, padding_value="0")

    def expected(pixels):
        return convolve(np.floor(pixels / 255 * 3 + 0.5), weights, padding=0)

    return Construct(net, expected)


def bit_planes(random) -> Construct:
    """The same activations as two convolutions of bits, for XNORs alone: 2a - 3 = 2 b1 + b0."""
    weights = kernels(random)
    net = network("bit_planes")
    net.multi_threshold("activation", [43, 128, 213])
    high = net.bit_plane("high", 1)
    low = net.bit_plane("low", 0, inputs="activation")
    net.binary_conv("high_sums", weights, inputs=high)
    net.scale_bias("twice", scale=2, fraction_bits=0)
    net.binary_conv("low_sums", weights, inputs=low)
    net.sum_of("sums", inputs=["twice", "low_sums"])

    def expected(pixels):
        return convolve(2 * np.floor(pixels / 255 * 3 + 0.5) - 3, weights)

    return Construct(net, expected)


def residual_binarization(random) -> Construct:
    """ReBNet and HORQ: x is g0 b0 + g1 b1, where b1 is the sign of what b0 leaves; here g0 = 64, g1 = 32."""
    weights = kernels(random)
    net = network("residual_binarization")
    net.scale_bias("centred", bias=-128, fraction_bits=0)
    code = net.multi_threshold("code", [-64, 0, 64])
    sums = []
    for level, scale in [(1, 64), (0, 32)]:
        net.bit_plane(f"sign{level}", level, inputs=code)
        net.binary_conv(f"conv{level}", weights)
        sums.append(net.scale_bias(f"scaled{level}", scale=scale, fraction_bits=0))
    net.sum_of("sums", inputs=sums)

    def expected(pixels):
        first = 64 * bit(pixels - 128.0)
        return convolve(first + 32 * bit(pixels - 128.0 - first), weights)

    return Construct(net, expected)


def si_bnn(random) -> Construct:
    """SI-BNN: activations 0 and 1."""
    weights = kernels(random)
    net = network("si_bnn")
    net.multi_threshold("activation", [128])
    net.binary_conv("conv", weights, padding=1, padding_value="0")

    def expected(pixels):
        return convolve(pixels >= 128, weights, padding=0)

    return Construct(net, expected)


def adabin(random) -> Construct:
    """AdaBin: weights bw +- aw of each filter and activations ba +- aa, from the sums of the signs.

    One more filter, all +1, sums the signs of the activations under the window.
    """
    signs_of_weights = kernels(random)
    aw, bw = random.integers(1, 8, FILTERS) / 4, random.integers(-4, 5, FILTERS) / 4
    aa, ba = 1.5, 0.25
    net = network("adabin", threshold=128, integers=False)
    net.binary_conv("products", signs_of_weights)
    net.scale_bias("own", scale=aw * aa, bias=0, fraction_bits=4)
    net.binary_conv("ones", np.ones((1, 3, 3, CHANNELS), dtype=np.int8), inputs="input")
    net.select("for_each", [0] * FILTERS)
    constant = aw * ba * signs_of_weights.sum(axis=(1, 2, 3)) + bw * ba * 9 * CHANNELS
    net.scale_bias("offset", scale=bw * aa, bias=constant, fraction_bits=4)
    net.sum_of("sums", inputs=["own", "offset"])

    def expected(pixels):
        weights = aw[:, None, None, None] * signs_of_weights + bw[:, None, None, None]
        return 16 * convolve(aa * bit(pixels - 128.0) + ba, weights)

    return Construct(net, expected)


def abc_net(random) -> Construct:
    """ABC-Net: three bases of weights and two of activations, each with its scale."""
    bases = [kernels(random) for _ in range(3)]
    alphas = random.integers(1, 16, (3, FILTERS)) / 8
    betas, shifts = [1.0, 0.5], [96, 160]
    net = network("abc_net")
    sums = []
    for n, (beta, shift) in enumerate(zip(betas, shifts, strict=True)):
        bits = net.threshold(f"bits{n}", [shift] * CHANNELS, inputs="input")
        for m, (base, alpha) in enumerate(zip(bases, alphas, strict=True)):
            net.binary_conv(f"conv{n}{m}", base, inputs=bits)
            sums.append(net.scale_bias(f"scaled{n}{m}", scale=alpha * beta, fraction_bits=4))
    total = sums[0]
    for index, other in enumerate(sums[1:]):
        total = net.sum_of(f"sum{index}", inputs=[total, other])

    def expected(pixels):
        return 16 * sum(
            beta * alpha * convolve(bit(pixels - float(shift)), base)
            for beta, shift in zip(betas, shifts, strict=True)
            for alpha, base in zip(alphas, bases, strict=True)
        )

    return Construct(net, expected)


def group_net(random) -> Construct:
    """Group-Net, and PC-BNN with groups of one layer: branches of binary layers whose sums are added."""
    first, second = ([kernels(random, CHANNELS) for _ in range(2)] for _ in range(2))
    net = network("group_net", threshold=128, integers=False)
    sums = []
    for group in range(2):
        net.binary_conv(
            f"first{group}", first[group], padding=1, padding_value="-1", inputs="input"
        )
        net.sign(f"bits{group}")
        sums.append(net.binary_conv(f"second{group}", second[group]))
    net.sum_of("sums", inputs=sums)

    def expected(pixels):
        bits = bit(pixels - 128.0)
        return sum(
            convolve(bit(convolve(bits, first[group], padding=-1)), second[group])
            for group in range(2)
        )

    return Construct(net, expected)


def benn(random) -> Construct:
    """BENN: several networks on the same frame, whose scores are added."""
    weights = [signs(random, 3, SIZE * SIZE * CHANNELS) for _ in range(3)]
    net = network("benn", threshold=128, integers=False)
    scores = [
        net.binary_dense(f"network{k}", matrix, inputs="input") for k, matrix in enumerate(weights)
    ]
    net.sum_of("two", inputs=scores[:2])
    net.sum_of("all", inputs=["two", scores[2]])
    net.argmax("class")

    def expected(pixels):
        bits = bit(pixels - 128.0).reshape(len(pixels), -1)
        return np.argmax(sum(bits @ matrix.T for matrix in weights), axis=-1)

    return Construct(net, expected)


def precision_gating(random) -> Construct:
    """FracBNN: the low bits count only where the sum of the high ones reaches a gate."""
    weights = kernels(random)
    gate = random.integers(-8, 9, FILTERS)
    net = network("precision_gating")
    net.multi_threshold("code", [64, 128, 192])
    net.bit_plane("high", 1)
    net.binary_conv("high_sums", weights)
    net.scale_bias("twice", scale=2, fraction_bits=0)
    net.bit_plane("low", 0, inputs="code")
    net.binary_conv("low_sums", weights)
    net.gated_add("sums", gate, inputs=["twice", "low_sums"])

    def expected(pixels):
        code = pixels // 64
        high = 2 * convolve(2.0 * (code // 2) - 1, weights)
        low = convolve(2.0 * (code % 2) - 1, weights)
        return np.where(high >= gate, high + low, high)

    return Construct(net, expected)


def react_net(random) -> Construct:
    """Bi-Real Net and ReActNet: RSign, a shortcut of real numbers around the convolution, and RPReLU."""
    weights = kernels(random, CHANNELS)
    shift = random.integers(64, 192, CHANNELS)
    before, after = random.integers(-32, 33, (2, CHANNELS))
    slope = random.integers(-4, 5, CHANNELS) / 8
    net = network("react_net")
    net.threshold("rsign", shift)
    net.binary_conv("conv", weights, padding=1, padding_value="0")
    net.sum_of("shortcut", inputs=["conv", "input"])
    net.scale_bias("before", bias=before, fraction_bits=0)
    net.prelu("rectifier", slope, fraction_bits=3)
    net.scale_bias("after", bias=8 * after, fraction_bits=0)

    def expected(pixels):
        values = convolve(bit(pixels - shift.astype(float)), weights, padding=0) + pixels + before
        return 8 * (np.where(values >= 0, values, slope * values) + after)

    return Construct(net, expected)


def shuffle(random) -> Construct:
    """ShuffleNet: half of the channels go through a convolution of groups, then all are shuffled."""
    weights = kernels(random, 2, 1)
    net = network("shuffle", threshold=128, integers=False)
    kept = net.select("kept", [0, 1])
    half = net.select("half", [2, 3], inputs="input")
    net.binary_conv("conv", weights, groups=2, padding=1, padding_value="-1", inputs=half)
    net.sign("bits")
    net.concat("both", inputs=[kept, "bits"])
    net.select("shuffled", [0, 2, 1, 3])

    def expected(pixels):
        bits = bit(pixels - 128.0)
        sums = [convolve(bits[..., 2 + g : 3 + g], weights[g : g + 1], padding=-1) for g in range(2)]
        return np.stack([bits[..., 0], bit(sums[0][..., 0]), bits[..., 1], bit(sums[1][..., 0])], -1)

    return Construct(net, expected)


def stem_and_head(random) -> Construct:
    """Weights of 8 bits in the first and the last layer, a clipped ReLU, global average pooling."""
    stem = random.integers(-128, 128, (FILTERS, 3, 3, CHANNELS))
    head = random.integers(-128, 128, (3, FILTERS))
    net = network("stem_and_head")
    net.integer_conv("stem", stem)
    net.requantize("relu6", shift=10, minimum=0, maximum=96)
    net.sum_pool("average", SIZE - 2)
    net.integer_dense("head", head)

    def expected(pixels):
        values = np.clip(np.floor(convolve(pixels, stem) / 1024 + 0.5), 0, 96)
        return values.sum(axis=(1, 2)) @ head.T

    return Construct(net, expected)


def thermometer(random) -> Construct:
    """FracBNN's input: a bit for every level that a pixel reaches, so that the first layer is binary."""
    levels = [32, 96, 160, 224]
    weights = kernels(random, channels=CHANNELS * len(levels))
    net = network("thermometer", thermometer=levels, integers=False)
    net.binary_conv("conv", weights)

    def expected(pixels):
        bits = bit(pixels[..., None] - np.array(levels, dtype=float))
        return convolve(bits.reshape(*pixels.shape[:3], -1), weights)

    return Construct(net, expected)


def sub_bit(random) -> Construct:
    """Sub-bit networks and sparse kernel selection: all kernels are among four, less than a bit a weight."""
    few = signs(random, 4, 3, 3)
    weights = np.moveaxis(few[random.integers(0, 4, (FILTERS, CHANNELS))], 1, -1)
    net = network("sub_bit", threshold=128, integers=False)
    net.binary_conv("conv", weights)

    def expected(pixels):
        return convolve(bit(pixels - 128.0), weights)

    return Construct(net, expected)


ALL = [
    dorefa,
    bit_planes,
    residual_binarization,
    si_bnn,
    adabin,
    abc_net,
    group_net,
    benn,
    precision_gating,
    react_net,
    shuffle,
    stem_and_head,
    thermometer,
    sub_bit,
]


def sample(build: Callable) -> tuple[Construct, np.ndarray]:
    """A construct with its weights, and frames for it."""
    random = np.random.default_rng(1)
    construct = build(random)
    return construct, random.integers(0, 256, (FRAMES, SIZE, SIZE, CHANNELS), dtype=np.uint8)


def main() -> None:
    """Write all networks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    directory.mkdir(parents=True, exist_ok=True)
    for build in ALL:
        construct, frames = sample(build)
        construct.network.save(directory / f"{build.__name__}.net.json")
        np.save(directory / f"{build.__name__}.npy", frames)


if __name__ == "__main__":
    main()
