"""The ResNet-18 that BMXNet published, in integers.

Its body is integer as published: binary convolutions padded with +1, sums and thresholds. Stem and head
are real numbers there and become fixed point here:

    bn_data    (pixel - mean) in units of 2^-5, where the mean is the pixel that bn_data maps to 0: so
               the zeros around the map are exact
    conv0      weights of 16 bits, each filter with the factor that uses them; channels' deviations are
               part of them
    stage1_unit1_bn1   a threshold, which takes up the factor
    bn1, relu1  values in units of 2^-6, 10 bits of them, from scales of as many bits as sums of 32 bits
               let there be
    pool1, fc1  sums, and weights of 10 bits; scores takes up the factors
"""

import json
from math import floor, log2
from pathlib import Path

import numpy as np

import bnnhw

NAME = "bmxnet_resnet18_cifar10"
SLOWEST = 589_824
"""Cycles per frame that no layer exceeds."""

_MEAN_OF_RGB = np.array([123.68, 116.779, 103.939])
_EPSILON = 2e-5
_PIXEL_FRACTION = 5
_VALUE_FRACTION = 6
_LARGEST_VALUE = 1023
_HEAD_WEIGHT_BITS = 10
_WIDEST = 2**31 - 1
_CLASSES = "airplane automobile bird cat deer dog frog horse ship truck".split()


class _Affine:
    """y = scale * x + offset in each channel, which is what a trained batch norm is."""

    def __init__(self, arrays, name: str, *, has_gamma: bool = True):
        def array(key):
            return arrays[f"float.{name}_{key}"].astype(np.float64)

        gamma = array("gamma") if has_gamma else 1.0
        self.scale = gamma / np.sqrt(array("moving_var") + _EPSILON)
        self.offset = array("beta") - self.scale * array("moving_mean")


def converted(folder: Path) -> bnnhw.Network:
    """Return the network; it ends in scores whose largest is the class."""
    source = json.loads((folder / f"{NAME}.json").read_text())
    arrays = np.load(folder / f"{NAME}.npz")
    network = bnnhw.Network(
        NAME,
        shape=(32, 32, 3),
        type="uint8",
        integers=True,
        input_name="image",
        description=f"{source['source']}; {source['licence']}",
        classes=_CLASSES,
    )
    _add_stem(network, arrays)
    synapses = {}
    for layer in source["layers"]:
        if layer["op"] in ("binconv", "add", "threshold"):
            _add_layer(network, arrays, layer, synapses)
    _add_head(network, arrays, synapses["plus7"])
    return network


def folding(network: bnnhw.Network) -> list[tuple[int, int]]:
    """Return (SIMD, PE) of each layer with weights: one row, and the fewest columns that keep time."""
    return [
        (_columns_at_a_time(node), 1) for node in network.layers if hasattr(node.layer, "weights")
    ]


def _columns_at_a_time(node) -> int:
    """Return how many columns of a kernel position, a number that divides them, go together."""
    weights = node.layer.weights
    height, width, _ = node.type.shape
    columns = weights.shape[-1]
    return next(
        count
        for count in range(1, columns + 1)
        if columns % count == 0 and height * width * weights.size // count <= SLOWEST
    )


def _add_stem(network: bnnhw.Network, arrays) -> None:
    data = _Affine(arrays, "bn_data", has_gamma=False)
    zero = _MEAN_OF_RGB - data.offset / data.scale
    network.scale_bias("bn_data", bias=-zero, fraction_bits=_PIXEL_FRACTION)
    centred = network.type_of("bn_data")

    filters = arrays["float.conv0_weight"].astype(np.float64).transpose(0, 2, 3, 1) * data.scale
    rows = filters.reshape(len(filters), -1)
    reach = np.abs(rows).sum(axis=1) * max(-centred.low, centred.high)
    factors = np.minimum(32767 / np.abs(rows).max(axis=1), (_WIDEST - 2**24) / reach)
    weights = np.rint(filters * factors[:, None, None, None]).astype(np.int64)
    network.integer_conv("conv0", weights, padding=1, padding_value="0")

    norm = _Affine(arrays, "stage1_unit1_bn1")
    # scale * x + offset >= 0, x being the sum in units of factor * 2^fraction.
    bounds = -norm.offset / norm.scale * factors * 2**_PIXEL_FRACTION
    is_rising = norm.scale > 0
    bounds = np.where(is_rising, np.ceil(bounds), np.floor(bounds))
    # Beyond any sum the bit is constant.
    bounds = bounds.clip(-(2**31), 2**31).astype(np.int64)
    network.threshold("stage1_unit1_bn1", bounds, sense=_senses(is_rising))


def _add_layer(network: bnnhw.Network, arrays, layer: dict, synapses: dict[str, int]) -> None:
    """Add a layer of the body; `synapses` has the number of +1/-1 terms of every sum."""
    name = _name(layer["name"])
    inputs = [_name(name) for name in layer.get("inputs", [layer.get("input")])]
    if layer["op"] == "binconv":
        rows = arrays[f"{layer['name']}.W"]
        size = layer["kernel"]
        network.binary_conv(
            name,
            rows.astype(bool).reshape(-1, size, size, layer["in_ch"]),
            stride=layer["stride"],
            padding=layer["pad"],
            padding_value="+1" if layer["pad_bit"] else "-1",
            inputs=inputs,
        )
        synapses[name] = rows.shape[1]
    elif layer["op"] == "add":
        network.sum_of(name, inputs=inputs)
        synapses[name] = sum(synapses[source] for source in inputs)
    else:
        # Of n terms, p are +1: the sum is 2p - n.
        popcounts = arrays[f"{layer['name']}.T"].astype(np.int64)
        senses = _senses(arrays[f"{layer['name']}.sense"] > 0)
        network.threshold(name, 2 * popcounts - synapses[inputs[0]], sense=senses, inputs=inputs)


def _add_head(network: bnnhw.Network, arrays, terms: int) -> None:
    norm = _Affine(arrays, "bn1")
    # It takes popcounts, (sum + terms) / 2.
    scale, bias = norm.scale / 2, norm.offset + norm.scale * terms / 2
    reach = np.max(np.abs(scale) * terms + np.abs(bias)) * (1 + 2**-8)
    fraction = min(24, floor(log2(_WIDEST / reach)))
    network.scale_bias("bn1", scale=scale, bias=bias, fraction_bits=fraction)
    network.requantize("relu1", shift=fraction - _VALUE_FRACTION, minimum=0, maximum=_LARGEST_VALUE)
    network.sum_pool("pool1", 4)

    weights = arrays["float.fc1_weight"].astype(np.float64)
    factor = (2 ** (_HEAD_WEIGHT_BITS - 1) - 1) / np.abs(weights).max()
    network.integer_dense("fc1", np.rint(weights * factor).astype(np.int64))
    unit = factor * 16 * 2**_VALUE_FRACTION
    network.scale_bias(
        "scores", bias=arrays["float.fc1_bias"].astype(np.float64) * unit, fraction_bits=0
    )


def _name(name: str) -> str:
    return name.removeprefix("_")


def _senses(is_rising: np.ndarray) -> list[str]:
    return [">=" if rises else "<=" for rises in is_rising]
