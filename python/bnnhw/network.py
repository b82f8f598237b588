"""The builder: a network grows layer by layer, each checked when it is added."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bnnhw import values
from bnnhw.errors import about
from bnnhw.input import Input
from bnnhw.layers import (
    Add,
    ArgMax,
    BatchNorm,
    BinaryConv,
    BinaryDense,
    BitPlane,
    Concat,
    GatedAdd,
    IntegerConv,
    IntegerDense,
    Layer,
    MaxPool,
    MultiThreshold,
    PRelu,
    Requantize,
    ScaleBias,
    Select,
    Sign,
    SumPool,
    Threshold,
)
from bnnhw.tensor import MAXIMUM_ELEMENTS, Element, TensorType
from bnnhw.writer import write

MAXIMUM_LAYERS = 4096


@dataclass(frozen=True, eq=False)
class Node:
    """A layer at its place: its name, the names of what it reads, and the type of its output."""

    name: str
    sources: tuple[str, ...]
    layer: Layer
    type: TensorType

    @property
    def source(self) -> str:
        """The first of what it reads, which is all but for layers of two inputs."""
        return self.sources[0]


class Network:
    """A binarized network under construction.

    Each layer method returns the layer's name. `inputs` names the layer to read (or the network's
    input), or two of them for `sum_of`, `concat` and `gated_add`; without it that is the layer
    added last. Every mistake raises ValueError, and the message names the layer.

    name: becomes the Verilog top module.
    shape: (n,), (height, width) or (height, width, channels) of one frame.
    type: "uint8", "int8" or "bit".
    threshold: the smallest pixel that becomes +1.
    table: 256 integers, one for each stored byte from 0 to 255; an "int8" of -1 is the byte 255.
    thermometer: the smallest pixel for each of several bits, ascending; channel c becomes the
        channels c * n ... c * n + n - 1.
    integers: whether the pixels stay as they are. "uint8" and "int8" need one of these four.
    classes: labels, one for each class of the output.
    """

    def __init__(
        self,
        name: str,
        *,
        shape: Sequence[int],
        type: str,
        threshold: int | None = None,
        table: Sequence[int] | None = None,
        thermometer: Sequence[int] | None = None,
        integers: bool = False,
        input_name: str = "input",
        description: str | None = None,
        classes: Sequence[str] | None = None,
    ):
        """Start a network without layers."""
        with about("network"):
            self.name = values.name(name)
            self.description = None if description is None else values.text(description)
            self.classes = None if classes is None else [values.text(label) for label in classes]
        with about(f"input '{input_name}'"):
            self.input = Input(input_name, shape, type, threshold, table, thermometer, integers)
        self._nodes: dict[str, Node] = {}
        self._output: str | None = None

    @property
    def layers(self) -> tuple[Node, ...]:
        """All layers in the order in which they were added: each after the one it reads."""
        return tuple(self._nodes.values())

    @property
    def output(self) -> str:
        """The layer whose values leave the network; the last one unless set."""
        if not self._nodes:
            raise ValueError(f"network '{self.name}' has no layers")
        return self._output or next(reversed(self._nodes))

    @output.setter
    def output(self, name: str) -> None:
        if name not in self._nodes:
            raise ValueError(f"output '{name}' is not a layer of network '{self.name}'")
        self._output = name

    def binary_dense(self, name: str, weights, *, inputs=None) -> str:
        """Add a fully connected layer; see `BinaryDense`.

        There is no bias: a real number added to the sums is part of the layer that follows.
        Subtract it from the `mean` of `batch_norm`, or give it as the `bias` of `scale_bias`.
        """
        return self.add(name, BinaryDense, inputs, weights=weights)

    def binary_conv(
        self,
        name: str,
        weights,
        *,
        stride=1,
        dilation=1,
        padding=0,
        padding_value: str | None = None,
        groups: int = 1,
        inputs=None,
    ) -> str:
        """Add a convolution; see `BinaryConv`. Like `binary_dense`, it has no bias.

        `weights` is (filters, kernel height, kernel width, channels of a group). PyTorch has
        (filters, channels, height, width), so give `weights.transpose(0, 2, 3, 1)`; Keras has
        (height, width, channels, filters), so give `weights.transpose(3, 0, 1, 2)`.
        """
        return self.add(
            name,
            BinaryConv,
            inputs,
            weights=weights,
            stride=stride,
            dilation=dilation,
            padding=padding,
            padding_value=padding_value,
            groups=groups,
        )

    def integer_dense(self, name: str, weights, *, inputs=None) -> str:
        """Add a fully connected layer of integer weights; see `IntegerDense`. It has no bias."""
        return self.add(name, IntegerDense, inputs, weights=weights)

    def integer_conv(
        self,
        name: str,
        weights,
        *,
        stride=1,
        dilation=1,
        padding=0,
        padding_value: str | None = None,
        groups: int = 1,
        inputs=None,
    ) -> str:
        """Add a convolution of integer weights, whose axes are those of `binary_conv`."""
        return self.add(
            name,
            IntegerConv,
            inputs,
            weights=weights,
            stride=stride,
            dilation=dilation,
            padding=padding,
            padding_value=padding_value,
            groups=groups,
        )

    def max_pool(
        self, name: str, kernel, *, stride=None, dilation=1, padding=0, inputs=None
    ) -> str:
        """Add the maximum under each window; see `MaxPool`."""
        return self.add(
            name,
            MaxPool,
            inputs,
            kernel=kernel,
            stride=stride,
            dilation=dilation,
            padding=padding,
        )

    def sum_pool(
        self, name: str, kernel, *, stride=None, dilation=1, padding=0, inputs=None
    ) -> str:
        """Add the sum under each window, an average without its division; see `SumPool`."""
        return self.add(
            name,
            SumPool,
            inputs,
            kernel=kernel,
            stride=stride,
            dilation=dilation,
            padding=padding,
        )

    def batch_norm(
        self, name: str, *, mean, variance, epsilon: float, gamma=1.0, beta=0.0, inputs=None
    ) -> str:
        """Add a batch normalization; see `BatchNorm`.

        Frameworks differ in their default `epsilon`: 1e-5 in PyTorch, 1e-3 in Keras.
        """
        return self.add(
            name,
            BatchNorm,
            inputs,
            gamma=gamma,
            beta=beta,
            mean=mean,
            variance=variance,
            epsilon=epsilon,
        )

    def sign(self, name: str, *, zero: int = 1, inputs=None) -> str:
        """Add a binarization at 0; see `Sign`."""
        return self.add(name, Sign, inputs, zero=zero)

    def threshold(self, name: str, thresholds, *, sense=">=", inputs=None) -> str:
        """Add a binarization at integers, those of the +1/-1 domain; see `Threshold`."""
        return self.add(name, Threshold, inputs, thresholds=thresholds, sense=sense)

    def scale_bias(
        self, name: str, *, scale=1.0, bias=0.0, fraction_bits: int = 8, inputs=None
    ) -> str:
        """Add fixed-point scores; see `ScaleBias`."""
        return self.add(
            name, ScaleBias, inputs, scale=scale, bias=bias, fraction_bits=fraction_bits
        )

    def sum_of(self, name: str, *, inputs: Sequence[str]) -> str:
        """Add the sum of two maps; see `Add`."""
        return self.add(name, Add, inputs)

    def concat(self, name: str, *, inputs: Sequence[str]) -> str:
        """Add the channels of two maps behind each other; see `Concat`."""
        return self.add(name, Concat, inputs)

    def requantize(
        self,
        name: str,
        *,
        shift: int = 0,
        rounding: str = "half_up",
        minimum: int | None = None,
        maximum: int | None = None,
        inputs=None,
    ) -> str:
        """Add a shift with rounding, saturation, or both; see `Requantize`."""
        return self.add(
            name,
            Requantize,
            inputs,
            shift=shift,
            rounding=rounding,
            minimum=minimum,
            maximum=maximum,
        )

    def prelu(self, name: str, slope, *, fraction_bits: int = 8, inputs=None) -> str:
        """Add a rectifier with slopes in fixed point; see `PRelu`."""
        return self.add(name, PRelu, inputs, slope=slope, fraction_bits=fraction_bits)

    def multi_threshold(self, name: str, thresholds, *, sense=">=", inputs=None) -> str:
        """Add the number of integers that each element reaches; see `MultiThreshold`."""
        return self.add(name, MultiThreshold, inputs, thresholds=thresholds, sense=sense)

    def bit_plane(self, name: str, bit: int, *, inputs=None) -> str:
        """Add one bit of every integer; see `BitPlane`."""
        return self.add(name, BitPlane, inputs, bit=bit)

    def gated_add(self, name: str, thresholds, *, sense=">=", inputs: Sequence[str]) -> str:
        """Add a sum that takes the second map where the first is large; see `GatedAdd`."""
        return self.add(name, GatedAdd, inputs, thresholds=thresholds, sense=sense)

    def select(self, name: str, channels: Sequence[int], *, inputs=None) -> str:
        """Add channels by number; see `Select`."""
        return self.add(name, Select, inputs, channels=channels)

    def argmax(self, name: str, *, inputs=None) -> str:
        """Add the index of the first maximum; see `ArgMax`."""
        return self.add(name, ArgMax, inputs)

    def add(
        self, name: str, kind: type[Layer], inputs: str | Sequence[str] | None = None, **attributes
    ) -> str:
        """Add a layer of a kind with the attributes of its constructor."""
        with about(f"layer '{name}'"):
            values.name(name)
            if name == self.input.name or name in self._nodes:
                raise ValueError("the name is taken")
            if len(self._nodes) == MAXIMUM_LAYERS:
                raise ValueError(f"the network has more than {MAXIMUM_LAYERS} layers")
            sources = self._sources(inputs, kind)
            layer = kind(**attributes)
            output = layer.output_type(*(self.type_of(source) for source in sources))
            if output.elements > MAXIMUM_ELEMENTS:
                raise ValueError(
                    f"one frame of the output has more than {MAXIMUM_ELEMENTS} elements"
                )
            self._nodes[name] = Node(name, sources, layer, output)
        return name

    def type_of(self, name: str) -> TensorType:
        """Return the type of a layer's output or of the encoded input."""
        if name == self.input.name:
            return self.input.tensor_type
        if name not in self._nodes:
            raise ValueError(f"'{name}' is neither a layer nor the network's input")
        return self._nodes[name].type

    def check(self) -> None:
        """Raise ValueError unless the network is whole: its output and its labels fit."""
        with about(f"network '{self.name}'"):
            output = self.type_of(self.output)
            if output.element is Element.REAL:
                raise ValueError(
                    f"the output '{self.output}' is real numbers, "
                    "but a 'batch_norm' must be followed by 'sign'"
                )
            is_index = output.element is Element.INDEX
            classes = output.high + 1 if is_index else output.channels
            if self.classes is not None and len(self.classes) != classes:
                raise ValueError(
                    f"there are {len(self.classes)} class labels, "
                    f"but the output has {classes} classes"
                )

    def document(self) -> dict:
        """Return the network document as plain Python values; raises ValueError like `check`."""
        self.check()
        labels = {"description": self.description, "classes": self.classes}
        return {
            "format": "bnn-hw-network",
            "version": 1,
            "name": self.name,
            **{key: value for key, value in labels.items() if value is not None},
            "input": self.input.document(),
            "layers": [
                {
                    "name": node.name,
                    "kind": node.layer.kind,
                    "inputs": list(node.sources),
                    **node.layer.document(),
                }
                for node in self.layers
            ],
            "output": self.output,
        }

    def save(self, path: str | Path) -> None:
        """Write the network document; the file appears whole or not at all."""
        write(self.document(), path)

    def _sources(
        self, inputs: str | Sequence[str] | None, kind: type[Layer]
    ) -> tuple[str, ...]:
        if inputs is None:
            inputs = next(reversed(self._nodes), self.input.name)
        names = (inputs,) if isinstance(inputs, str) else tuple(inputs)
        if len(names) != kind.input_count:
            raise ValueError(
                f"'inputs' has {len(names)} names, but '{kind.kind}' takes {kind.input_count}"
            )
        return names
