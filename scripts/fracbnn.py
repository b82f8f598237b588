"""FracBNN's network for CIFAR-10, in integers.

Its convolutions are binary as published: of the high and of the low bit of two-bit activations, with the
same weights and zero padding; the low one counts where the high one's sum is large. Between them are
real numbers there, which become fixed point here, with a multiplication for each channel of each
convolution and none for the shortcuts:

    feature maps    x = g * u + h in each channel, with u integers of 13 bits and real g > 0 and h. The
                    affine functions that a map goes through change g and h alone, and what is added to
                    it is made in units of g. A shift now and then keeps u within its bits
    activations     three thresholds on u for each channel
    convolutions    high = 2 * m + offset and gated = high + l or high, so that the rectifier bends at 0:
                    y = (2 * m + gate * l) / 3 of the publication times its scale plus its offsets
    rectifiers      slopes in units of 2^-5, then a factor of 9 bits to the unit of u
    head            sums of 64 pixels, weights of 10 bits; the factor is part of them
"""

import json
from math import floor, log2
from pathlib import Path

import numpy as np

import bnnhw

NAME = "fracbnn_cifar10"
SLOWEST = 147_456
"""Cycles per frame that no layer exceeds."""

_MAP_BITS = 13
_SLOPE_FRACTION = 5
_FACTOR_BITS = 9
_HEAD_WEIGHT_BITS = 10
_HEAD_SHIFT = 3
_SHIFTS = {
    "layer1_1_1": 1,
    "layer1_2_2": 1,
    "layer2_0_pool": 1,
    "layer2_0_2": 1,
    "layer2_1_1": 1,
    "layer3_0_pool": 2,
    "layer3_1_1": 1,
    "layer3_2_1": 1,
    "layer3_2_2": 1,
}
"""By how much maps are shifted, if at all: the largest of 50 images then has a quarter to spare."""


def converted(folder: Path) -> bnnhw.Network:
    """Return the network; it ends in scores whose largest is the class."""
    source = json.loads((folder / f"{NAME}.json").read_text())
    network = bnnhw.Network(
        NAME,
        shape=(32, 32, 3),
        type="uint8",
        thermometer=_levels(),
        input_name="image",
        description=f"{source['source']}; {source['licence']}",
        classes=source["classes"],
    )
    _Conversion(network, dict(np.load(folder / f"{NAME}.npz"))).run()
    return network


def folding(network: bnnhw.Network) -> list[tuple[int, int]]:
    """Return (SIMD, PE) of each layer with weights: the fewest rows and columns that keep time."""
    return [_lanes(node) for node in network.layers if hasattr(node.layer, "weights")]


def _lanes(node) -> tuple[int, int]:
    """Return a number of columns that divides those of a kernel position, and one of rows."""
    weights = node.layer.weights
    height, width, _ = node.type.shape
    rows, columns = weights.shape[0], weights.shape[-1]
    choices = [
        (columns_at_once * rows_at_once, columns_at_once, rows_at_once)
        for columns_at_once in range(1, columns + 1)
        for rows_at_once in range(1, rows + 1)
        if columns % columns_at_once == 0 == rows % rows_at_once
        and height * width * weights.size // (columns_at_once * rows_at_once) <= SLOWEST
    ]
    # Of as many lanes, those with the fewest rows, whose adders are the wider ones.
    _, columns_at_once, rows_at_once = min(choices, key=lambda choice: (choice[0], choice[2]))
    return columns_at_once, rows_at_once


def _levels() -> list[int]:
    """Return the smallest pixel of each bit k: k < round(pixel / 8), half to even."""
    rounded = np.rint(np.arange(256) / 8)
    return [int(np.argmax(rounded > k)) for k in range(32)]


class _Conversion:
    """The network under construction, and what its last map stands for: x = scale * u + offset."""

    def __init__(self, network: bnnhw.Network, arrays: dict[str, np.ndarray]):
        self._network = network
        self._arrays = arrays
        self._map = ""
        self._scale = np.zeros(0)
        self._offset = np.zeros(0)

    def run(self) -> None:
        self._add_stem()
        for stage in (1, 2, 3):
            for block in range(3):
                name = f"layer{stage}_{block}"
                is_smaller = stage > 1 and block == 0
                self._add_half(name, 1, stride=2 if is_smaller else 1)
                self._add_half(name, 2, stride=1)
        self._add_head()

    def _reals(self, name: str) -> np.ndarray:
        return self._arrays[name].astype(np.float64)

    def _weights(self, name: str) -> np.ndarray:
        """(filters, kernel height, kernel width, channels)."""
        return self._arrays[f"{name}.W"].astype(bool).transpose(0, 2, 3, 1)

    def _add_stem(self) -> None:
        net = self._network
        net.binary_conv("conv1", self._weights("conv1"), padding=1, padding_value="0")
        # As many bits as maps have: sums take one more than their magnitude.
        shift = _MAP_BITS - 1 - net.type_of("conv1").high.bit_length()
        self._map = net.scale_bias("map", scale=1 << shift, fraction_bits=0)
        self._scale = self._reals("bn1_weight") / (1 << shift)
        self._offset = self._reals("bn1_bias")

    def _add_half(self, block: str, half: int, stride: int) -> None:
        """Add a convolution of the map and its shortcut."""
        net, name = self._network, f"{block}_{half}"
        self._add_activation(name)
        conv = {"stride": stride, "padding": 1, "padding_value": "0"}
        weights = self._weights(f"{block}_conv{half}")
        net.binary_conv(f"{name}_m", weights, **conv, inputs=f"{name}_high")
        net.binary_conv(f"{name}_l", weights, **conv, inputs=f"{name}_low")
        if stride == 2:
            self._add_smaller_shortcut(f"{block}_pool")

        scale = self._reals(f"{block}_bn{half}_weight") / 3
        offset = self._reals(f"{block}_bn{half}_bias")
        offset = offset + self._reals(f"{block}_rprelu{half}_shift_x_bias")
        if (scale <= 0).any():
            raise ValueError(f"{block}_bn{half} has a scale that is not positive")
        # m and l with the publication's offset, in its units of scale.
        steps = np.rint(offset / scale).astype(np.int64)
        net.scale_bias(f"{name}_sum", scale=2, bias=steps, fraction_bits=0, inputs=f"{name}_m")
        # 2 / 3 * m > threshold.
        least = np.floor(1.5 * self._reals(f"{block}_conv{half}.threshold")).astype(np.int64) + 1
        net.gated_add(f"{name}_gated", 2 * least + steps, inputs=[f"{name}_sum", f"{name}_l"])
        slopes = self._reals(f"{block}_rprelu{half}_prelu_weight")
        net.prelu(f"{name}_prelu", slopes, fraction_bits=_SLOPE_FRACTION)
        factors = scale / self._scale
        fraction = floor(log2(((1 << _FACTOR_BITS) - 1) / factors.max()))
        factors = np.rint(np.ldexp(factors, fraction))
        net.scale_bias(f"{name}_scaled", scale=factors, fraction_bits=0)
        net.requantize(f"{name}_term", shift=_SLOPE_FRACTION + fraction)
        net.sum_of(f"{name}_long", inputs=[self._map, f"{name}_term"])
        self._offset = self._offset + self._reals(f"{block}_rprelu{half}_shift_y_bias")
        self._narrow(name, f"{name}_long")

        scale = self._reals(f"{block}_bn{half + 2}_weight")
        self._scale = self._scale * scale
        self._offset = self._offset * scale + self._reals(f"{block}_bn{half + 2}_bias")

    def _add_activation(self, name: str) -> None:
        """Add 0 ... 3: at least -2/3, at least 0, more than 2/3; and its two bits."""
        net = self._network
        bounds = [(x - self._offset) / self._scale for x in (-2 / 3, 0, 2 / 3)]
        bounds = [np.ceil(bounds[0]), np.ceil(bounds[1]), np.floor(bounds[2]) + 1]
        net.multi_threshold(f"{name}_code", np.stack(bounds, 1).astype(np.int64), inputs=self._map)
        net.bit_plane(f"{name}_high", 1)
        net.bit_plane(f"{name}_low", 0, inputs=f"{name}_code")

    def _add_smaller_shortcut(self, name: str) -> None:
        """The mean of 2 x 2 pixels, and all channels once more."""
        net = self._network
        net.sum_pool(f"{name}_sum", 2, inputs=self._map)
        self._scale = self._scale / 4
        self._narrow(name, f"{name}_sum")
        self._map = net.concat(f"{name}_twice", inputs=[self._map, self._map])
        self._scale, self._offset = np.tile(self._scale, 2), np.tile(self._offset, 2)

    def _narrow(self, name: str, source: str) -> None:
        """Make the map of the sums of a layer: shifted and clipped to the bits of maps."""
        shift, limit = _SHIFTS.get(name, 0), 1 << (_MAP_BITS - 1)
        self._map = self._network.requantize(
            f"{name}_map", shift=shift, minimum=-limit, maximum=limit - 1, inputs=source
        )
        self._scale = self._scale * 2**shift

    def _add_head(self) -> None:
        net = self._network
        net.sum_pool("pool", 8, inputs=self._map)
        net.requantize("mean", shift=_HEAD_SHIFT)
        weights = self._reals("linear_weight")
        factors = weights * self._scale * 2**_HEAD_SHIFT / 64
        unit = ((1 << (_HEAD_WEIGHT_BITS - 1)) - 1) / np.abs(factors).max()
        net.integer_dense("linear", np.rint(factors * unit).astype(np.int64))
        bias = weights @ self._offset + self._reals("linear_bias")
        net.scale_bias("scores", bias=bias * unit, fraction_bits=0)
