"""A network that grows by what a framework computes, one step after the other."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from bnnhw.affine import Affine
from bnnhw.arrays import exact
from bnnhw.layers import MaxPool
from bnnhw.network import Network
from bnnhw.normalization import Normalization
from bnnhw.scores import scores
from bnnhw.tensor import Element, TensorType

_PADDING_VALUES = {Fraction(-1): "-1", Fraction(0): "0", Fraction(1): "+1"}


class Chain:
    """Adds layers to a network such that each has the values of a framework's layer.

    The framework's values are an affine function of the document's, channel by channel, until a
    sign makes bits of them. A batch norm and what follows it up to its sign wait for that sign: a
    maximum before a sign equals one behind it.

    into: a network without layers; it says what the input is.
    scale, offset: the framework's input is scale * x + offset, where x is the document's: -1 or +1
        for bits, else the integer.
    """

    def __init__(self, into: Network, scale=1, offset=0):
        """Start at the network's input."""
        if into.layers:
            raise ValueError(f"network '{into.name}' has layers already")
        self.network = into
        self._last = into.input.name
        self._is_flat = len(into.input.shape) == 1
        self._is_channel_first = False
        self._values = Affine.of(scale, offset)
        self._block = -1
        self._normalization: Normalization | None = None
        self._bent_by: str | None = None
        self._pools: list[dict] = []
        self._border: tuple[list[int], Fraction] | None = None
        self._end: str | None = None

    @property
    def type(self) -> TensorType:
        """The type of the document's values."""
        return self.network.type_of(self._last)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the framework's values: those after the pools that wait."""
        size = self.type.shape[:2]
        for pool in self._pools:
            size = MaxPool(**pool).window.output_size(size)
        return size

    @property
    def is_flat(self) -> bool:
        """Whether the framework has vectors here, not maps."""
        return self._is_flat

    # Sums

    def dense(self, signs: np.ndarray, scale, bias=None) -> None:
        """Add a fully connected layer of weights scale * sign; `signs` is (units, inputs)."""
        self._require_settled("a layer of weights")
        if not self._is_flat:
            raise ValueError("its input is a map, but expected a vector: flatten it first")
        if self._border:
            raise ValueError("padding comes before it, but only a convolution takes padding")
        height, width, channels = self.type.shape
        if signs.shape[1] != self.type.elements:
            raise ValueError(
                f"its weights have {signs.shape[1]} inputs, "
                f"but the tensor has {self.type.elements} elements"
            )
        if self._is_channel_first:
            by_channel = signs.reshape(len(signs), channels, height, width)
            signs = by_channel.transpose(0, 2, 3, 1).reshape(signs.shape)
        self._block += 1
        factor, offset = self._values.uniform()
        self._add("fc", "binary_dense", weights=signs)
        self._is_channel_first = False
        self._weighted(signs, factor, offset, scale, bias)

    def conv(self, signs: np.ndarray, scale, bias=None, *, padding=0, pad_with=0, **window) -> None:
        """Add a convolution; `signs` is (filters, kernel height, kernel width, channels).

        `padding` is [top, bottom, left, right] or what `binary_conv` takes, `pad_with` the value
        that the framework pads with. `window` has stride, dilation and groups.
        """
        self._require_settled("a layer of weights")
        if self._is_flat:
            raise ValueError("its input is a vector, but expected a map")
        if self._border:
            if np.any(padding):
                raise ValueError("it pads what is padded already")
            padding, pad_with = self._border
            self._border = None
        factor, offset = self._values.uniform()
        if np.any(padding):
            window["padding"] = padding
            window["padding_value"] = self._padding_value(pad_with, factor, offset)
        self._block += 1
        self._add("conv", "binary_conv", weights=signs, **window)
        self._weighted(signs, factor, offset, scale, bias)

    def _weighted(self, signs, factor: Fraction, offset: Fraction, scale, bias) -> None:
        """Sums of values factor * x + offset, times the weights' scale, plus the bias."""
        taps = signs.reshape(len(signs), -1)
        excess = [2 * int(count) - taps.shape[1] for count in taps.sum(axis=1)]
        sums = Affine.of(factor, exact(excess, "weights") * offset)
        self._values = sums.then(scale, 0 if bias is None else bias)

    def _padding_value(self, pad_with, factor: Fraction, offset: Fraction) -> str:
        """Return what the document pads with where the framework pads with a value."""
        x = (Fraction(pad_with) - offset) / factor if factor else Fraction(0)
        if x not in _PADDING_VALUES or (x and self.type.element is not Element.BIT):
            raise ValueError(
                f"it pads with {pad_with}, but its input is {factor} * x + {offset} "
                f"of {self.type.element.value}, and padding must be 0 or, for bits, +1 or -1 in x"
            )
        return _PADDING_VALUES[x]

    # What comes between sums and signs

    def affine(self, scale=1, offset=0) -> None:
        """Multiply and add, one number or one for each channel."""
        self._require_settled("a scale")
        for what, numbers in (("scale", scale), ("offset", offset)):
            self._require_channels(np.size(numbers), what)
        self._values = self._values.then(scale, offset)

    def batch_norm(self, normalization: Normalization) -> None:
        """Normalize; a sign must follow, or the end."""
        self._require_settled("a batch norm")
        self._require_channels(normalization.channels, "batch norm")
        self._normalization = normalization

    def bend(self, name: str) -> None:
        """Apply a rising function that keeps the sign; a sign must follow."""
        self._require_open()
        self._bent_by = name

    def max_pool(self, kernel, **window) -> None:
        """Take the largest value under each window."""
        self._require_map("a pool")
        if self._normalization or self._bent_by or self._pools or not self._values.is_rising:
            self._pools.append({"kernel": kernel, **window})
        else:
            self._add("pool", "max_pool", kernel=kernel, **window)

    def average_pool(self, kernel, *, divisor: int | None = None, padding=0, **window) -> None:
        """Take the mean under each window; padding counts as 0."""
        self._require_map("a pool")
        if self._bent_by or self._pools:
            raise ValueError(f"an average after {self._waiting()} needs a sign between them")
        has_offset = self._normalization is not None or np.any(self._values.offset != 0)
        if np.any(padding) and has_offset:
            raise ValueError("an average pool pads with 0, but its input has an offset")
        self._add("pool", "sum_pool", kernel=kernel, padding=padding, **window)
        taps = int(np.prod(np.broadcast_to(kernel, 2)))
        divisor = divisor or taps
        if self._normalization and divisor != taps:
            raise ValueError("an average with a divisor of its own comes after a batch norm")
        scale, offset = self._values.scale, self._values.offset
        self._values = Affine.of(scale * Fraction(1, divisor), offset * Fraction(taps, divisor))

    def pad(self, sides: Sequence[int], value=0) -> None:
        """Add pixels to the top, bottom, left and right of a map; a convolution must follow."""
        self._require_settled("padding")
        self._require_map("padding")
        if self._border:
            raise ValueError("it pads what is padded already")
        self._border = list(sides), Fraction(value)

    def flatten(self, *, is_channel_first: bool) -> None:
        """Make a vector of a map, in the order (channel, y, x) or (y, x, channel)."""
        self._require_open()
        if self._border:
            raise ValueError("padding comes before it, but only a convolution takes padding")
        if not self._is_flat:
            self._is_flat, self._is_channel_first = True, is_channel_first

    # Signs and the end

    def sign(self, zero: int = 1, scale=1, offset=0) -> None:
        """Make bits; the framework has scale * bit + offset for them, a bit being -1 or +1."""
        self._require_open()
        if self._normalization:
            self._require_integers()
            parameters = self._normalization.applied_to(self._values, self.type, zero)
            self._add("bn", "batch_norm", **parameters)
            self._add("act", "sign", zero=zero)
        elif self.type.element is Element.BIT:
            self._require_same_bits(zero)
        elif self._values.is_rising and not np.any(self._values.offset != 0):
            self._add("act", "sign", zero=zero)
        else:
            thresholds, sense = self._values.thresholds(zero)
            is_one = len(thresholds) == 1
            self._add(
                "act",
                "threshold",
                thresholds=thresholds[0] if is_one else thresholds,
                sense=sense[0] if is_one else sense,
            )
        self._normalization = self._bent_by = None
        self._values = Affine.of(scale, offset)
        self._sign_border(zero)
        for pool in self._pools:
            self._add("pool", "max_pool", **pool)
        self._pools = []

    def _sign_border(self, zero: int) -> None:
        if self._border:
            sides, value = self._border
            bit = zero if value == 0 else 1 if value > 0 else -1
            factor, offset = self._values.uniform()
            self._border = sides, factor * bit + offset

    def _require_integers(self) -> None:
        if self.type.element is not Element.INTEGER:
            raise ValueError("a batch norm of bits cannot be written: expected sums before it")

    def _require_same_bits(self, zero: int) -> None:
        """A sign of bits must not change them."""
        high, low = (np.asarray(self._values.offset + x * self._values.scale) for x in (1, -1))
        is_plus = np.all(high >= 0) if zero == 1 else np.all(high > 0)
        is_minus = np.all(low < 0) if zero == 1 else np.all(low <= 0)
        if not (is_plus and is_minus):
            raise ValueError("a sign of bits that changes them cannot be written")

    def end_with(self, name: str) -> None:
        """Apply a function that keeps the order of the classes; nothing may follow."""
        self._require_settled(name, allows_normalization=True)
        self._end = name

    def finish(self, argmax: bool, fraction_bits: int) -> Network:
        """Add the scores' scale and bias where they matter, and the index of the largest score."""
        self._require_settled("the end of the network", allows_normalization=True, allows_end=True)
        if self._border:
            raise ValueError("padding ends the network, but only a convolution takes padding")
        if self._end and not argmax:
            raise ValueError(f"{self._end} ends the network, which needs argmax=True")
        if argmax and self.type.element is Element.BIT:
            raise ValueError("the network ends with bits, which needs argmax=False")
        scale, bias = scores(self._values, self._normalization, argmax)
        if np.any(scale != 1) or np.any(bias != 0):
            if not np.any(np.rint(np.ldexp(scale, fraction_bits))):
                raise ValueError(
                    f"the scores' scale {np.abs(scale).max():g} is 0 with "
                    f"{fraction_bits} fraction bits; give more with fraction_bits="
                )
            self._add("scores", "scale_bias", scale=scale, bias=bias, fraction_bits=fraction_bits)
        if argmax:
            self._add("class", "argmax")
        return self.network

    # Steps that must not follow each other

    def _waiting(self) -> str:
        """Say what waits for a sign."""
        if self._pools:
            return "a max pool of a batch norm"
        return self._bent_by or "a batch norm"

    def _require_settled(self, what: str, allows_normalization=False, allows_end=False) -> None:
        if not allows_end:
            self._require_open()
        if self._pools or self._bent_by or (self._normalization and not allows_normalization):
            raise ValueError(f"{what} after {self._waiting()} needs a sign between them")

    def _require_open(self) -> None:
        if self._end:
            raise ValueError(f"it follows {self._end}, which must end the network")

    def _require_map(self, what: str) -> None:
        self._require_open()
        if self._is_flat:
            raise ValueError(f"{what} needs a map, but its input is a vector")
        if self._border:
            raise ValueError("padding comes before it, but only a convolution takes padding")

    def _require_channels(self, count: int, what: str) -> None:
        if count not in (1, self.type.channels):
            raise ValueError(
                f"its {what} has {count} channels, but its input has {self.type.channels} "
                "channels: one of a flattened map must come before the map is flattened"
                if self._is_flat and count == self.type.elements
                else f"its {what} has {count} channels, but its input has {self.type.channels}"
            )

    def _add(self, prefix: str, kind: str, **attributes) -> None:
        name = self._name(prefix)
        self._last = getattr(self.network, kind)(name, **attributes)

    def _name(self, prefix: str) -> str:
        """Return a name that is not taken: the prefix and the number of the layer of weights."""
        taken = {node.name for node in self.network.layers} | {self.network.input.name}
        if prefix in ("scores", "class"):
            base = prefix
        else:
            base = f"{prefix}{self._block}" if self._block >= 0 else f"input_{prefix}"
        names = [base] + [f"{base}_{count}" for count in range(2, len(taken) + 3)]
        return next(name for name in names if name not in taken)
