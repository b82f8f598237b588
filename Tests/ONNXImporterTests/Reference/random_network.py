"""Draws the parts of a random binarized network and puts them together as an ONNX graph.

Constants are chosen with the values of the frames at hand: every boundary of a binarizer lies in a
gap between values that occur, or exactly on one where float32 computes without rounding.
"""

from dataclasses import dataclass, replace

import numpy as np
from onnx import TensorProto

from graph_builder import GraphBuilder

# Relative distance that every decision keeps from its boundary.
MARGIN = 1e-4
EPSILONS = (1e-5, 1e-4, 1e-3)
QONNX_DOMAINS = ("onnx.brevitas", "qonnx.custom_op.general")
FINN_DOMAINS = ("qonnx.custom_op.general", "finn.custom_op.general")


class RedrawError(Exception):
    """The constants drawn do not make a good case."""


@dataclass(frozen=True)
class Flow:
    """A value of the graph on its way through the network."""

    name: str
    # NCHW, NHWC, NHW (frames without channels), or NF.
    layout: str
    # Float32 has computed it without rounding.
    is_exact: bool = True
    # An added pixel of 0 is a pixel, a bit, or nothing.
    takes_zeros: bool = True
    # A sum of an odd number of ±1.
    is_odd: bool = False
    # Takes only values of two levels.
    is_binary: bool = False
    # Per channel, whether it falls where the sums of the layer rise.
    falls: tuple[bool, ...] | None = None
    pools: int = 0


@dataclass(frozen=True)
class Check:
    """The boundary of each channel in the values of a tensor."""

    name: str
    layout: str
    boundary: np.ndarray
    is_exact: bool


class RandomNetwork:
    """One random graph with the names and boundaries that a case needs."""

    def __init__(self, rng: np.random.Generator, frames: int):
        """Draws all of it."""
        self.rng = rng
        self.frames = frames
        self.dialect = rng.choice(["onnx", "qonnx", "finn"], p=[0.7, 0.18, 0.12])
        self.builder = GraphBuilder(rng, int(rng.integers(9, 19)))
        self.features: set[str] = set()
        self.binarized: list[str] = []
        self.checks: list[Check] = []
        self.input_scale = 1.0
        self.input_layout = "NCHW"
        self.scores = ""
        self.classes: str | None = None
        self.outputs: list[str] = []
        self._is_last = False
        self.batch = self._pick([1, "N", "batch_size", None], [0.4, 0.3, 0.2, 0.1])
        self.pixels = self._draw()

    # The whole network.

    def _draw(self) -> np.ndarray:
        has_maps = self._happens(0.65)
        pixels = self._pixels(has_maps)
        flow = self._enter(pixels)
        is_binarized = flow.is_binary
        if has_maps:
            blocks = int(self.rng.integers(1, 4))
            for _ in range(blocks):
                flow = self._block(self._convolution(self._to(flow, "NCHW")))
                is_binarized = True
            flow = self._vote(flow)
            if self._happens(0.2):
                self._is_last = True
                flow = self._global_average(self._convolution(self._to(flow, "NCHW")))
                self._end(self._flatten(flow))
                return pixels
        flow = self._flatten(flow)
        hidden = int(self.rng.integers(0 if is_binarized else 1, 3))
        for _ in range(hidden):
            flow = self._block(self._dense(flow, int(self.rng.integers(4, 25))))
        self._is_last = True
        self._end(self._dense(flow, int(self.rng.integers(2, 11))))
        return pixels

    def _pixels(self, has_maps) -> np.ndarray:
        height, width = (int(size) for size in self.rng.integers(5, 11, 2))
        channels = int(self.rng.integers(1, 4))
        if has_maps:
            self.input_layout = self._pick(["NCHW", "NHWC"], [0.8, 0.2])
        else:
            self.input_layout = self._pick(["NF", "NCHW", "NHW", "NHWC"], [0.4, 0.35, 0.15, 0.1])
        if self.dialect != "onnx" and self.input_layout == "NHWC":
            self.input_layout = "NCHW"
        shapes = {
            "NCHW": (channels, height, width),
            "NHWC": (height, width, channels),
            "NHW": (height, width),
            "NF": (height * width,),
        }
        pixels = self.rng.integers(0, 256, (self.frames, *shapes[self.input_layout]))
        if self._happens(0.5):
            pixels[0] = 0
            pixels[1] = 255
        return pixels.astype(np.uint8)

    # How pixels enter.

    def _enter(self, pixels) -> Flow:
        self.input_scale = float(self._pick([1.0, 1 / 255, 1 / 256], [0.75, 0.15, 0.1]))
        is_exact = self.input_scale != 1 / 255
        floats = (pixels.astype(np.float64) * self.input_scale).astype(np.float32)
        name = self.builder.add_input(
            self._pick(["input", "image", "x.1", "global_in", "0_input"]), floats
        )
        flow = Flow(name, self.input_layout, is_exact=is_exact)
        if flow.layout == "NHWC" and self._happens(0.6):
            flow = self._to(flow, "NCHW")
        choices = ["plain", "scaled", "centred", "bits", "quant"]
        choice = self._pick(choices, [3, 2, 2, 2, 0 if self.dialect == "onnx" else 2])
        self.features.add(f"input_{choice}")
        match choice:
            case "plain":
                return flow
            case "scaled":
                return self._pixel_scale(flow)
            case "centred":
                return self._pixel_centre(flow)
            case "bits":
                if self._happens(0.5):
                    flow = self._pixel_centre(self._pixel_scale(flow))
                return self._binarize_by_gap(flow, is_shared=True)
            case _:
                return self._pixel_quant(flow)

    def _pixel_scale(self, flow) -> Flow:
        if self.input_scale != 1:
            return flow
        if self._happens(0.5):
            name = self.builder.node("Div", [flow.name, self._scalar(flow, 255)])
            return replace(flow, name=name, is_exact=False)
        factor = self._pick([1 / 255, 1 / 256])
        name = self.builder.node("Mul", self._commuted(flow.name, self._scalar(flow, factor)))
        return replace(flow, name=name, is_exact=flow.is_exact and factor == 1 / 256)

    def _pixel_centre(self, flow) -> Flow:
        top = float(self.builder.value(flow.name).max())
        mean = self._pick([0.5, 0.4914, 0.25, 0.1307]) * top
        if top > 2 and self._happens(0.5):
            mean = 128.0
        if len(flow.layout) == 4 and self._happens(0.15):
            self.features.add("channel_mean")
            count = self._channels(flow)
            constant = self._per_channel(flow, mean * self.rng.uniform(0.7, 1.3, count))
        else:
            constant = self._scalar(flow, mean)
        name = self.builder.node("Sub", [flow.name, constant])
        flow = replace(flow, name=name, takes_zeros=False, is_exact=flow.is_exact and mean == 128)
        if self._happens(0.5):
            operation, factor = self._pick([("Mul", 2.0), ("Div", 0.247), ("Div", 0.5)])
            name = self.builder.node(operation, [flow.name, self._scalar(flow, factor)])
            flow = replace(flow, name=name, is_exact=flow.is_exact and factor != 0.247)
        return flow

    def _pixel_quant(self, flow) -> Flow:
        if self.input_scale == 1 and self._happens(0.5):
            scale, is_signed = 1.0, 0
        else:
            flow = self._pixel_scale(flow)
            two = self.builder.node("Mul", [flow.name, self._scalar(flow, 2)])
            shifted = self.builder.node("Sub", [two, self._scalar(flow, 1)])
            flow = replace(flow, name=shifted)
            scale, is_signed = 2.0**-7, 1
        constants = [self._plain_scalar(value) for value in (scale, 0, 8)]
        name = self.builder.node(
            "Quant",
            [flow.name, *constants],
            domain=self._domain(),
            signed=is_signed,
            narrow=0,
            rounding_mode="ROUND",
        )
        levels = np.unique(self.builder.value(name))
        if len(levels) < 2:
            raise RedrawError
        return replace(flow, name=name, is_exact=True, takes_zeros=True)

    # Layers with weights.

    def _convolution(self, flow) -> Flow:
        _, channels, *size = self.builder.value(flow.name).shape
        kernel = [int(self.rng.integers(1, min(3, length) + 1)) for length in size]
        strides = [int(self._pick([1, 2], [0.8, 0.2])) for _ in size]
        dilations = [int(self._pick([1, 2], [0.85, 0.15])) for _ in size]
        spans = [(k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True)]
        if any(span > length for span, length in zip(spans, size, strict=True)):
            dilations, spans = [1, 1], kernel
        groups = self._groups(channels)
        filters = groups * int(self.rng.integers(1, max(2, 13 // groups)))
        if self._is_last:
            filters = max(filters, 2 * groups)
        pads = [0, 0, 0, 0]
        if flow.takes_zeros and self._happens(0.5):
            pads = [int(self.rng.integers(0, min(span, 3))) for span in spans * 2]
        attributes = self._convolution_attributes(kernel, strides, dilations, groups)
        source = flow.name
        if any(pads):
            source = self._padding(source, flow, pads, attributes)
        shape = (filters, channels // groups, *kernel)
        weights, is_exact = self._weights(shape, output_axis=0)
        inputs = [source, weights]
        has_bias = self._happens(0.25) and not self._is_last
        if has_bias:
            bias, is_bias_exact = self._bias(filters)
            inputs.append(bias)
            is_exact = is_exact and is_bias_exact
        name = self.builder.node("Conv", inputs, **attributes)
        taps = int(np.prod(shape[1:]))
        return Flow(
            name,
            "NCHW",
            is_exact=flow.is_exact and is_exact,
            takes_zeros=self._is_symmetric(flow) and flow.takes_zeros and not has_bias,
            is_odd=self._is_bipolar(flow)
            and taps % 2 == 1
            and not any(pads)
            and not has_bias
            and "auto_pad" not in attributes,
            falls=(False,) * filters,
        )

    def _groups(self, channels) -> int:
        divisors = [count for count in range(1, channels + 1) if channels % count == 0]
        if self._happens(0.75):
            return 1
        self.features.add("groups")
        return int(self._pick(divisors)) if self._happens(0.5) else channels

    def _convolution_attributes(self, kernel, strides, dilations, groups) -> dict:
        attributes = {}
        if self._happens(0.8):
            attributes["kernel_shape"] = kernel
        if strides != [1, 1] or self._happens(0.7):
            attributes["strides"] = strides
        if dilations != [1, 1] or self._happens(0.5):
            attributes["dilations"] = dilations
        if groups != 1 or self._happens(0.5):
            attributes["group"] = groups
        return attributes

    def _padding(self, source, flow, pads, attributes) -> str:
        """Puts pads into the attributes, or a Pad node in front; gives what to convolve."""
        # ONNX Runtime has no SAME padding of dilated windows.
        same = 0.15 if attributes.get("dilations", [1, 1]) == [1, 1] else 0
        choice = self._pick(["pads", "pad node", "auto_pad"], [0.7, 0.15, same])
        self.features.add("zero_padding")
        if choice == "pads":
            attributes["pads"] = pads
            return source
        if choice == "auto_pad":
            attributes["auto_pad"] = self._pick(["SAME_UPPER", "SAME_LOWER"])
            return source
        ends = [0, 0, *pads[:2], 0, 0, *pads[2:]]
        if self.builder.operator_set < 11:
            return self.builder.node("Pad", [source], pads=ends, mode="constant", value=0.0)
        inputs = [source, self.builder.constant(ends, np.int64)]
        if self._happens(0.5):
            inputs.append(self.builder.constant(0.0))
        return self.builder.node("Pad", inputs, mode="constant")

    def _dense(self, flow, units) -> Flow:
        columns = self.builder.value(flow.name).shape[1]
        if self._happens(0.5):
            return self._matrix_product(flow, columns, units)
        is_transposed = self._happens(0.7)
        weights, is_exact = self._weights(
            (units, columns) if is_transposed else (columns, units),
            output_axis=0 if is_transposed else 1,
        )
        attributes = {}
        if is_transposed:
            attributes["transB"] = 1
        if self._happens(0.2):
            attributes["alpha"] = float(self._pick([0.5, 2.0, 1.0]))
        inputs = [flow.name, weights]
        has_bias = self._happens(0.3) and not self._is_last
        if has_bias or self.builder.operator_set < 11:
            bias, is_bias_exact = self._bias(units if has_bias else 1, is_zero=not has_bias)
            inputs.append(bias)
            is_exact = is_exact and is_bias_exact
            if self._happens(0.2):
                attributes["beta"] = 0.5
        name = self.builder.node("Gemm", inputs, **attributes)
        return self._sums(flow, name, columns, units, is_exact, has_bias)

    def _matrix_product(self, flow, columns, units) -> Flow:
        if self._happens(0.4):
            rows, is_exact = self._weights((units, columns), output_axis=0)
            weights = self.builder.node("Transpose", [rows], perm=[1, 0])
        else:
            weights, is_exact = self._weights((columns, units), output_axis=1)
        name = self.builder.node("MatMul", [flow.name, weights])
        return self._sums(flow, name, columns, units, is_exact, has_bias=False)

    def _sums(self, flow, name, columns, units, is_exact, has_bias) -> Flow:
        return Flow(
            name,
            "NF",
            is_exact=flow.is_exact and is_exact,
            takes_zeros=not has_bias,
            is_odd=self._is_bipolar(flow) and columns % 2 == 1 and not has_bias,
            falls=(False,) * units,
        )

    def _weights(self, shape, output_axis) -> tuple[str, bool]:
        """Weights of ±scale, given or computed of real ones; whether the scale is exact."""
        signs = self.rng.choice([-1.0, 1.0], shape)
        scale_shape = [1] * len(shape)
        is_exact = True
        scale = np.ones(scale_shape)
        if self._happens(0.4):
            if self._happens(0.5) and not self._is_last:
                scale_shape[output_axis] = shape[output_axis]
                self.features.add("channel_weight_scale")
            is_exact = self._happens(0.5) or self._is_last
            scale = (
                self.rng.choice([0.25, 0.5, 2.0], scale_shape)
                if is_exact
                else self.rng.uniform(0.05, 1.5, scale_shape)
            )
        scale = scale.astype(np.float32)
        kinds = ["plain", "sign", "where", "larq"]
        if self.dialect == "qonnx":
            kinds = ["bipolar"] * 4 + ["plain"]
        if self.dialect == "finn":
            kinds = ["plain", "plain", "bipolar"]
        kind = self._pick(kinds)
        self.features.add(f"weights_{kind}")
        if kind == "plain":
            name = self.builder.constant(signs.astype(np.float32) * scale)
            if self._happens(0.1):
                name = self.builder.node("Identity", [name])
            return name, is_exact
        real = self.builder.constant(signs * self.rng.uniform(0.02, 1.0, shape))
        return self._binary_weights(kind, real, scale), is_exact

    def _binary_weights(self, kind, real, scale) -> str:
        has_scale = not np.all(scale == 1)
        match kind:
            case "bipolar":
                factor = self.builder.constant(scale if scale.size > 1 else scale.reshape(()))
                return self.builder.node("BipolarQuant", [real, factor], domain=self._domain())
            case "where":
                is_strict = self.builder.operator_set < 12 or self._happens(0.5)
                operation = "Greater" if is_strict else "GreaterOrEqual"
                positive = self.builder.node(operation, [real, self.builder.constant(0.0)])
                ends = [self.builder.constant(scale), self.builder.constant(-scale)]
                return self.builder.node("Where", [positive, *ends])
            case "larq":
                sign = self.builder.node("Sign", [real])
                moved = self.builder.node("Add", [sign, self.builder.constant(0.1)])
                result = self.builder.node("Sign", [moved])
            case _:
                if self._happens(0.3):
                    real = self._clip(real, -1.0, 1.0)
                result = self.builder.node("Sign", [real])
        if has_scale:
            result = self.builder.node("Mul", [result, self.builder.constant(scale)])
        return result

    def _bias(self, count, *, is_zero=False) -> tuple[str, bool]:
        if is_zero:
            return self.builder.constant(np.zeros(count)), True
        is_exact = self._happens(0.5)
        values = self.rng.integers(-8, 9, count) / 2 if is_exact else self.rng.normal(0, 1.5, count)
        return self.builder.constant(values), is_exact

    # What stands between the sums and the binarizer.

    def _block(self, flow) -> Flow:
        """All from the sums of a layer to the bits that the next layer reads."""
        steps = self._linear_steps(flow)
        ends_with_norm = bool(steps) and steps[-1] == "norm" and self._happens(0.75)
        for step in steps[:-1] if ends_with_norm else steps:
            flow = self._linear_step(step, flow)
        if ends_with_norm:
            flow = self._normalise(self._normal_layout(flow), has_boundary=True)
            return self._after_bits(self._binarize_at_zero(self._around_zero(flow)))
        if flow.is_exact and self._is_lively(flow) and self._happens(0.35):
            self.features.add("no_shift")
            self._note(flow, np.zeros(self._channels(flow)))
            return self._after_bits(self._binarize_at_zero(flow, may_be_zero=not flow.is_odd))
        if self._happens(0.45):
            flow = self._bend(flow)
        return self._after_bits(self._binarize_by_gap(flow))

    def _linear_steps(self, flow) -> list[str]:
        chances = {"norm": 0.65, "scale": 0.3, "shift": 0.3, "nothing": 0.2, "layout": 0.0}
        if flow.layout == "NCHW":
            chances |= {"max": 0.3, "average": 0.15, "layout": 0.2}
        steps = [step for step, chance in chances.items() if self._happens(chance)]
        self.rng.shuffle(steps)
        return steps

    def _linear_step(self, step, flow) -> Flow:
        match step:
            case "norm":
                return self._normalise(self._normal_layout(flow), has_boundary=False)
            case "scale":
                return self._scale(flow)
            case "shift":
                return self._shift(flow)
            case "nothing":
                return self._nothing(flow)
            case "layout":
                return self._to(flow, "NHWC" if flow.layout == "NCHW" else "NCHW")
            case "max":
                return self._max_pool(flow)
            case _:
                return self._average_pool(flow)

    def _normalise(self, flow, *, has_boundary) -> Flow:
        """BatchNormalization; with a boundary its beta puts 0 into a gap of each channel."""
        rows = self._by_channel(flow)
        count = rows.shape[1]
        spread = rows.std(axis=0) + 0.1
        gamma = self.rng.uniform(0.2, 2.0, count) * self.rng.choice([1, -1], count, p=[0.8, 0.2])
        if self._happens(0.03):
            gamma[int(self.rng.integers(count))] = 0
            self.features.add("zero_gamma")
        mean = rows.mean(axis=0) + self.rng.normal(0, 0.3, count) * spread
        variance = spread**2 * self.rng.uniform(0.4, 2.5, count)
        epsilon = self._pick(EPSILONS)
        gamma, mean, variance = (values.astype(np.float32) for values in (gamma, mean, variance))
        centred = (rows - mean) / np.sqrt(variance.astype(np.float64) + np.float32(epsilon))
        beta = self.rng.normal(0, 0.5, count)
        if has_boundary:
            beta = -self._boundaries(centred * gamma, is_exact=False)
        name = self._batch_normalization(flow, (gamma, beta, mean, variance), epsilon)
        result = replace(
            flow,
            name=name,
            is_exact=False,
            takes_zeros=False,
            is_odd=False,
            falls=self._flipped(flow, gamma < 0),
        )
        if has_boundary:
            self._note(result, np.zeros(count))
        return result

    def _batch_normalization(self, flow, parameters, epsilon) -> str:
        constants = [self.builder.constant(values) for values in parameters]
        attributes = {"epsilon": float(epsilon)} if epsilon != 1e-5 or self._happens(0.5) else {}
        if self._happens(0.5):
            attributes["momentum"] = 0.9
        source = flow.name
        is_framed = flow.layout == "NF" and self._happens(0.15)
        if is_framed:
            source = self._with_axes("Unsqueeze", source, [2])
        name = self.builder.node("BatchNormalization", [source, *constants], **attributes)
        return self._with_axes("Squeeze", name, [2]) if is_framed else name

    def _scale(self, flow) -> Flow:
        count = self._channels(flow)
        is_exact = self._happens(0.4)
        draw = (
            self.rng.choice([0.25, 0.5, 2.0, 4.0], count)
            if is_exact
            else self.rng.uniform(0.1, 3.0, count)
        )
        draw *= self.rng.choice([1, -1], count, p=[0.8, 0.2])
        if self._happens(0.4):
            draw[:] = draw[0]
            constant = self._scalar(flow, draw[0])
        else:
            constant = self._per_channel(flow, draw)
        if self._happens(0.25):
            name = self.builder.node("Div", [flow.name, constant])
        else:
            name = self.builder.node("Mul", self._commuted(flow.name, constant))
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and is_exact,
            is_odd=False,
            falls=self._flipped(flow, draw < 0),
        )

    def _shift(self, flow) -> Flow:
        rows = self._by_channel(flow)
        count = rows.shape[1]
        is_exact = self._happens(0.4)
        draw = self.rng.normal(0, 0.5, count) * (rows.std(axis=0) + 0.1)
        if is_exact:
            draw = np.round(draw * 2) / 2
        if self._happens(0.4):
            draw[:] = draw[0]
            constant = self._scalar(flow, draw[0])
        else:
            constant = self._per_channel(flow, draw)
        choice = self._pick(["Add", "Sub", "from"], [0.5, 0.4, 0.1])
        falls = flow.falls
        if choice == "Add":
            name = self.builder.node("Add", self._commuted(flow.name, constant))
        elif choice == "Sub":
            name = self.builder.node("Sub", [flow.name, constant])
        else:
            name = self.builder.node("Sub", [constant, flow.name])
            falls = self._flipped(flow, np.ones(count, bool))
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and is_exact,
            takes_zeros=False,
            is_odd=False,
            falls=falls,
        )

    def _nothing(self, flow) -> Flow:
        choice = self._pick(["Identity", "Dropout", "Cast", "twice"])
        if choice == "Cast":
            name = self.builder.node("Cast", [flow.name], to=TensorProto.FLOAT)
        elif choice == "twice" and self.dialect == "onnx":
            wide = self.builder.node("Cast", [flow.name], to=TensorProto.DOUBLE)
            name = self.builder.node("Cast", [wide], to=TensorProto.FLOAT)
        elif choice == "Dropout":
            name = self._dropout(flow.name)
        else:
            name = self.builder.node("Identity", [flow.name])
        return replace(flow, name=name)

    def _dropout(self, source) -> str:
        if self.builder.operator_set < 12:
            return self.builder.node("Dropout", [source], ratio=0.2)
        inputs = [source]
        if self._happens(0.5):
            inputs.append(self.builder.constant(0.2))
            if self._happens(0.5):
                inputs.append(self.builder.constant(False, np.bool_))
        return self.builder.node("Dropout", inputs)

    # Pools.

    def _max_pool(self, flow) -> Flow:
        flow = self._to(flow, "NCHW")
        size = self.builder.value(flow.name).shape[2:]
        if min(size) < 2:
            return flow
        if flow.falls is not None and any(flow.falls):
            if flow.pools:
                return flow
            self.features.add("min_pool")
        kernel, strides, pads = self._window(size)
        attributes = {"kernel_shape": kernel}
        if strides != [1, 1] or self._happens(0.5):
            attributes["strides"] = strides
        if any(pads):
            attributes["pads"] = pads
        name = self.builder.node("MaxPool", [flow.name], **attributes)
        return replace(flow, name=name, is_odd=flow.is_odd, pools=flow.pools + 1)

    def _window(self, size) -> tuple[list[int], list[int], list[int]]:
        if min(size) >= 3 and self._happens(0.3):
            self.features.add("overlapping_pool")
            pads = [int(self.rng.integers(0, 2)) for _ in range(4)]
            return [3, 3], [2, 2], pads
        kernel = [2, 2] if self._happens(0.8) else [int(self.rng.integers(1, 3)) for _ in size]
        strides = kernel if self._happens(0.85) else [1, 1]
        pads = [0, 0, 0, 0]
        if self._happens(0.2):
            pads = [int(self.rng.integers(0, min(span, 2))) for span in kernel * 2]
        return kernel, strides, pads

    def _average_pool(self, flow) -> Flow:
        """An average of what is affine in sums; padded only where 0 adds nothing."""
        flow = self._to(flow, "NCHW")
        size = self.builder.value(flow.name).shape[2:]
        if min(size) < 2:
            return flow
        if self._happens(0.15):
            return self._global_average(flow)
        self.features.add("average_pool")
        kernel = [2, 2] if self._happens(0.7) or min(size) < 3 else [3, 3]
        attributes = {"kernel_shape": kernel, "strides": kernel if self._happens(0.7) else [1, 1]}
        if flow.takes_zeros and self._is_symmetric(flow) and self._happens(0.3):
            self.features.add("padded_average_pool")
            attributes |= {"pads": [1, 1, 1, 1], "count_include_pad": 1}
        name = self.builder.node("AveragePool", [flow.name], **attributes)
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and kernel == [2, 2],
            is_odd=False,
            is_binary=False,
            pools=flow.pools + 1,
        )

    def _global_average(self, flow) -> Flow:
        self.features.add("global_average_pool")
        taps = int(np.prod(self.builder.value(flow.name).shape[2:]))
        if self._happens(0.5):
            name = self.builder.node("GlobalAveragePool", [flow.name])
        else:
            name = self._mean(flow.name, keeps=True)
        is_power_of_two = taps & (taps - 1) == 0
        return replace(
            flow,
            name=name,
            is_exact=flow.is_exact and is_power_of_two,
            is_odd=False,
            is_binary=False,
            pools=flow.pools + 1,
        )

    def _mean(self, source, *, keeps) -> str:
        axes = self._pick([[2, 3], [-2, -1]]) if self.builder.operator_set >= 11 else [2, 3]
        if self.builder.operator_set < 18:
            return self.builder.node("ReduceMean", [source], axes=axes, keepdims=int(keeps))
        constant = self.builder.constant(axes, np.int64)
        return self.builder.node("ReduceMean", [source, constant], keepdims=int(keeps))

    def _vote(self, flow) -> Flow:
        """Now and then an average of bits, and bits of that again."""
        flow = self._to(flow, "NCHW")
        size = self.builder.value(flow.name).shape[2:]
        if not self._happens(0.12) or min(size) < 2:
            return flow
        self.features.add("vote")
        flow = replace(flow, falls=(False,) * self._channels(flow), pools=0)
        flow = self._average_pool(flow)
        if self._happens(0.3):
            flow = self._normalise(flow, has_boundary=False)
        return self._binarize_by_gap(flow)

    # Functions that bend.

    def _bend(self, flow) -> Flow:
        if self._happens(0.6):
            flow = self._centred(flow)
        rows = self._by_channel(flow)
        width = float(np.float32(rows.std() + 0.1))
        operations = ["PRelu", "LeakyRelu", "Clip", "Relu", "HardSigmoid"]
        operation = self._pick(operations, [3, 1, 3, 3, 1])
        self.features.add(operation.lower())
        match operation:
            case "PRelu":
                name = self._leak(flow)
            case "LeakyRelu":
                name = self.builder.node("LeakyRelu", [flow.name], alpha=0.125)
            case "Clip":
                low, high = self._pick([(-width, width), (-width, 2 * width), (0.0, 2 * width)])
                name = self._clip(flow.name, low, high)
            case "Relu":
                name = self.builder.node("Relu", [flow.name])
            case _:
                name = self.builder.node("HardSigmoid", [flow.name], alpha=0.4 / width, beta=0.5)
        flow = replace(flow, name=name, is_exact=False, takes_zeros=False, is_odd=False)
        if flow.layout == "NCHW" and self._happens(0.2):
            flow = self._max_pool(flow)
        return self._scale(flow) if self._happens(0.25) else flow

    def _centred(self, flow) -> Flow:
        means = np.round(self._by_channel(flow).mean(axis=0) * 8) / 8
        name = self.builder.node("Sub", [flow.name, self._per_channel(flow, means)])
        return replace(flow, name=name, takes_zeros=False, is_odd=False)

    def _leak(self, flow) -> str:
        count = self._channels(flow)
        if flow.layout == "NCHW" and self._happens(0.7):
            slopes = self.rng.uniform(0.05, 1.5, (count, 1, 1))
        elif flow.layout != "NCHW" and self._happens(0.7):
            slopes = self.rng.uniform(0.05, 1.5, count)
        else:
            slopes = self.rng.uniform(0.05, 1.5, 1)
        return self.builder.node("PRelu", [flow.name, self.builder.constant(slopes)])

    def _clip(self, source, low, high) -> str:
        if self.builder.operator_set < 11:
            return self.builder.node("Clip", [source], min=float(low), max=float(high))
        bounds = [self.builder.constant(low), self.builder.constant(high)]
        return self.builder.node("Clip", [source, *bounds])

    def _around_zero(self, flow) -> Flow:
        """Steps that leave the sign of every value as it is."""
        for _ in range(int(self._pick([0, 1, 2], [0.5, 0.35, 0.15]))):
            choice = self._pick(["leak", "clip", "scale", "nothing", "layout", "max"])
            name = flow.name
            if choice == "leak":
                name = self._leak(flow)
                self.features.add("prelu")
            elif choice == "clip":
                name = self._clip(flow.name, -1.0, 1.0)
                self.features.add("clip")
            elif choice == "scale":
                factor = self._scalar(flow, self.rng.uniform(0.2, 4))
                name = self.builder.node("Mul", self._commuted(flow.name, factor))
            elif choice == "nothing":
                flow = self._nothing(flow)
                name = flow.name
            elif flow.layout != "NF" and choice == "layout":
                flow = self._to(flow, "NHWC" if flow.layout == "NCHW" else "NCHW")
                name = flow.name
            elif flow.layout == "NCHW" and choice == "max":
                flow = self._max_pool(flow)
                name = flow.name
            flow = replace(flow, name=name)
        return flow

    # Binarizers.

    def _binarize_by_gap(self, flow, *, is_shared=False) -> Flow:
        """A comparison with constants in gaps of the values, one of each channel or one of all."""
        rows = self._by_channel(flow)
        is_shared = is_shared or self._happens(0.15)
        if is_shared:
            rows = rows.reshape(-1, 1)
        boundaries = self._boundaries(rows, is_exact=flow.is_exact)
        self._note(flow, boundaries)
        if self.dialect == "finn" and self._happens(0.7):
            return self._multi_threshold(flow, boundaries)
        if self._happens(0.45):
            return self._compare(flow, self._spread(flow, boundaries, is_shared))
        may_be_zero = self._has_ties(rows, boundaries)
        if self._happens(0.5):
            operands = [flow.name, self._spread(flow, boundaries, is_shared)]
            name = self.builder.node("Sub", operands)
        else:
            operands = [flow.name, self._spread(flow, -boundaries, is_shared)]
            name = self.builder.node("Add", self._commuted(*operands))
        return self._binarize_at_zero(replace(flow, name=name), may_be_zero=may_be_zero)

    def _boundaries(self, rows, *, is_exact) -> np.ndarray:
        return np.array([self._boundary(column, is_exact) for column in rows.T], np.float32)

    def _boundary(self, column, is_exact) -> float:
        values = np.unique(column.astype(np.float64))
        extent = max(float(np.abs(values).max()), 1e-3)
        if len(values) == 1:
            return values[0] + self.rng.choice([-1, 1]) * self.rng.uniform(0.2, 1.0) * extent
        if is_exact and self._happens(0.35):
            self.features.add("on_boundary")
            return float(self.rng.choice(values[1:]))
        gaps = np.diff(values)
        reach = max(extent, float(values[-1] - values[0]))
        wide = np.flatnonzero(gaps >= 8 * MARGIN * reach)
        if len(wide) == 0:
            raise RedrawError
        target = np.quantile(column, self.rng.uniform(0.15, 0.85))
        index = wide[np.argmin(np.abs(values[wide] + gaps[wide] / 2 - target))]
        return float(values[index] + gaps[index] * self.rng.uniform(0.3, 0.7))

    def _multi_threshold(self, flow, boundaries) -> Flow:
        is_bipolar = self._happens(0.6)
        attributes = {"out_dtype": "BIPOLAR" if is_bipolar else "BINARY"}
        if is_bipolar:
            attributes |= {"out_scale": 2.0, "out_bias": -1.0}
        if flow.layout == "NHWC":
            attributes["data_layout"] = "NHWC"
        elif self._happens(0.3):
            attributes["data_layout"] = {"NCHW": "NCHW"}.get(flow.layout, "NC")
        if flow.layout == "NHW":
            attributes.pop("data_layout", None)
            boundaries = boundaries[:1]
        constant = self.builder.constant(boundaries.reshape(-1, 1))
        name = self.builder.node(
            "MultiThreshold", [flow.name, constant], domain=self._domain(), **attributes
        )
        self.binarized.append(name)
        return self._bits(flow, name)

    def _compare(self, flow, constant) -> Flow:
        operation = self._pick(["Greater", "Less", *self._closed_comparisons()])
        operands = [flow.name, constant]
        if self._happens(0.25):
            operands.reverse()
        return self._bits_of(flow, self.builder.node(operation, operands))

    def _closed_comparisons(self) -> list[str]:
        return ["GreaterOrEqual", "LessOrEqual"] if self.builder.operator_set >= 12 else []

    def _binarize_at_zero(self, flow, *, may_be_zero=False) -> Flow:
        if self.dialect == "qonnx" and self._happens(0.75):
            return self._bipolar_quant(flow)
        kinds = ["larq", "compare", "compare"]
        if not may_be_zero:
            kinds += ["sign", "sign"]
        match self._pick(kinds):
            case "sign":
                name = self.builder.node("Sign", [flow.name])
            case "larq":
                self.features.add("larq_sign")
                sign = self.builder.node("Sign", [flow.name])
                moved = self.builder.node("Add", self._commuted(sign, self._scalar(flow, 0.1)))
                name = self.builder.node("Sign", [moved])
            case _:
                return self._compare(flow, self._scalar(flow, 0))
        self.binarized.append(name)
        return self._bits(flow, name)

    def _bipolar_quant(self, flow) -> Flow:
        scale = float(self._pick([1.0, 0.5, 0.3], [0.7, 0.2, 0.1]))
        if self._happens(0.1):
            constants = [self._plain_scalar(value) for value in (scale, 0, 1)]
            name = self.builder.node(
                "Quant",
                [flow.name, *constants],
                domain=self._domain(),
                signed=1,
                narrow=0,
                rounding_mode="ROUND",
            )
            self.features.add("quant_1_bit")
        else:
            operands = [flow.name, self._plain_scalar(scale)]
            name = self.builder.node("BipolarQuant", operands, domain=self._domain())
        self.binarized.append(name)
        return self._bits(flow, name, is_exact=scale != 0.3)

    def _bits_of(self, flow, condition) -> Flow:
        """Numbers for a comparison's result."""
        if self._happens(0.15):
            condition = self.builder.node("Not", [condition])
        if self._happens(0.35):
            name = self.builder.node("Cast", [condition], to=TensorProto.FLOAT)
            self.binarized.append(name)
            self.features.add("zero_one")
            if self._happens(0.4):
                doubled = self.builder.node("Mul", self._commuted(name, self._scalar(flow, 2)))
                name = self.builder.node("Sub", [doubled, self._scalar(flow, 1)])
            return self._bits(flow, name)
        level = self._pick([1.0, 0.5, 0.3], [0.8, 0.12, 0.08])
        ends = [self._scalar(flow, level), self._scalar(flow, -level)]
        if self._happens(0.2):
            ends.reverse()
        name = self.builder.node("Where", [condition, *ends])
        self.binarized.append(name)
        return self._bits(flow, name, is_exact=level != 0.3)

    def _bits(self, flow, name, *, is_exact=True) -> Flow:
        values = np.unique(self.builder.value(name))
        if len(values) != 2:
            raise RedrawError
        return Flow(name, flow.layout, is_exact=is_exact, is_binary=True)

    def _after_bits(self, flow) -> Flow:
        if flow.layout != "NF" and self._happens(0.3):
            flow = self._max_pool(flow)
            if len(np.unique(self.builder.value(flow.name))) != 2:
                raise RedrawError
        if self._happens(0.15):
            flow = self._nothing(flow)
        if self._happens(0.15):
            factor = self._pick([0.5, 2.0, 0.7], [0.4, 0.4, 0.2])
            operands = self._commuted(flow.name, self._scalar(flow, factor))
            name = self.builder.node("Mul", operands)
            flow = replace(flow, name=name, is_exact=flow.is_exact and factor != 0.7)
        return flow

    # From maps to vectors, and the end.

    def _flatten(self, flow) -> Flow:
        if flow.layout == "NF":
            return flow
        shape = self.builder.value(flow.name).shape
        if flow.layout == "NCHW" and min(shape[2:]) > 1 and self._happens(0.15):
            self.features.add("flatten_channels_last")
            flow = self._to(flow, "NHWC")
            shape = self.builder.value(flow.name).shape
        elif flow.layout == "NHWC" and self._happens(0.5):
            flow = self._to(flow, "NCHW")
            shape = self.builder.value(flow.name).shape
        count = int(np.prod(shape[1:]))
        choice = self._flatten_choice(flow, shape)
        self.features.add(f"flatten_{choice}")
        match choice:
            case "squeeze":
                name = self._with_axes("Squeeze", flow.name, [2, 3])
            case "flatten":
                name = self.builder.node("Flatten", [flow.name], axis=1)
            case "computed":
                name = self._computed_reshape(flow.name)
            case "fixed":
                target = self.builder.constant(self._pick([[1, count], [1, -1]]), np.int64)
                value = self.builder.value(flow.name).reshape(-1, count)
                name = self.builder.node("Reshape", [flow.name, target], known=value)
            case _:
                target = self._pick([[0, -1], [-1, count], [0, count]])
                constant = self.builder.constant(target, np.int64)
                name = self.builder.node("Reshape", [flow.name, constant])
        return replace(flow, name=name, layout="NF")

    def _flatten_choice(self, flow, shape) -> str:
        if flow.layout == "NCHW" and shape[2:] == (1, 1) and self._happens(0.4):
            return "squeeze"
        choices = ["flatten", "reshape"]
        if self.dialect == "onnx":
            choices.append("computed")
            if self.batch == 1:
                choices.append("fixed")
        return self._pick(choices)

    def _computed_reshape(self, source) -> str:
        sizes = self.builder.node("Shape", [source])
        if self._happens(0.5):
            index = self.builder.constant(0, np.int64)
            first = self.builder.node("Gather", [sizes, index], axis=0)
            first = self._with_axes("Unsqueeze", first, [0])
        else:
            bounds = [self.builder.constant([bound], np.int64) for bound in (0, 1)]
            if self.builder.operator_set < 10:
                first = self.builder.node("Slice", [sizes], axes=[0], starts=[0], ends=[1])
            else:
                first = self.builder.node("Slice", [sizes, *bounds])
        rest = self.builder.constant([-1], np.int64)
        target = self.builder.node("Concat", [first, rest], axis=0)
        return self.builder.node("Reshape", [source, target])

    def _end(self, flow) -> None:
        flow = self._score_scale(flow)
        self.scores = flow.name
        name = flow.name
        if self._happens(0.25):
            name = self.builder.node("Softmax", [name], axis=self._class_axis())
            self.features.add("softmax")
        choice = self._pick(["scores", "argmax", "topk"], [0.45, 0.35, 0.2])
        if choice == "topk" and self.builder.operator_set < 10:
            choice = "argmax"
        self.features.add(f"end_{choice}")
        if choice == "scores":
            self.outputs = [name]
            return
        if choice == "argmax":
            keeps = int(self._happens(0.5))
            self.classes = self.builder.node(
                "ArgMax", [name], axis=self._class_axis(), keepdims=keeps
            )
        else:
            self.classes = self._top_one(name)
        self.outputs = [self.classes]

    def _score_scale(self, flow) -> Flow:
        if self._happens(0.08):
            self.features.add("channel_scores")
            values = self.rng.normal(0, 2, self._channels(flow))
            name = self.builder.node("Add", [flow.name, self._per_channel(flow, values)])
            flow = replace(flow, name=name)
        for operation, chance in (("Sub", 0.2), ("Mul", 0.3), ("Div", 0.15), ("Add", 0.25)):
            if self._happens(chance):
                constant = self._scalar(flow, self.rng.uniform(0.1, 3))
                name = self.builder.node(operation, [flow.name, constant])
                flow = replace(flow, name=name)
        return flow

    def _class_axis(self) -> int:
        return int(self._pick([1, -1])) if self.builder.operator_set >= 11 else 1

    def _top_one(self, name) -> str:
        values = f"{name}_top"
        count = self.builder.constant([1], np.int64, as_initializer=True)
        best = self.builder.value(name).argmax(axis=1).reshape(-1, 1)
        index = self.builder.node("TopK", [name, count], known=best, axis=self._class_axis())
        self.builder.nodes[-1].output.insert(0, values)
        return index

    # Layouts and constants.

    def _to(self, flow, layout) -> Flow:
        if flow.layout == layout or flow.layout not in ("NCHW", "NHWC"):
            return flow
        self.features.add("transpose")
        order = [0, 2, 3, 1] if layout == "NHWC" else [0, 3, 1, 2]
        name = self.builder.node("Transpose", [flow.name], perm=order)
        return replace(flow, name=name, layout=layout)

    def _normal_layout(self, flow) -> Flow:
        return self._to(flow, "NCHW") if flow.layout == "NHWC" else flow

    def _channels(self, flow) -> int:
        if flow.layout == "NHW":
            return 1
        axis = -1 if flow.layout == "NHWC" else 1
        return self.builder.value(flow.name).shape[axis]

    def _by_channel(self, flow) -> np.ndarray:
        return by_channel(self.builder.value(flow.name), flow.layout)

    def _per_channel(self, flow, values) -> str:
        values = np.asarray(values, np.float32)
        if flow.layout == "NCHW":
            shape = self._pick([(1, -1, 1, 1), (-1, 1, 1)])
        else:
            shape = self._pick([(-1,), (1,) * (len(flow.layout) - 1) + (-1,)])
        return self.builder.constant(values.reshape(shape))

    def _spread(self, flow, values, is_shared) -> str:
        if is_shared or flow.layout == "NHW":
            return self._scalar(flow, values[0])
        return self._per_channel(flow, values)

    def _scalar(self, flow, value) -> str:
        shape = self._pick([(), (1,), (1,) * len(flow.layout)], [0.6, 0.3, 0.1])
        return self.builder.constant(np.full(shape, value))

    def _plain_scalar(self, value) -> str:
        return self.builder.constant(np.float32(value))

    def _with_axes(self, operation, source, axes) -> str:
        if self.builder.operator_set < 13:
            return self.builder.node(operation, [source], axes=axes)
        return self.builder.node(operation, [source, self.builder.constant(axes, np.int64)])

    def _commuted(self, first, second) -> list[str]:
        return [first, second] if self._happens(0.7) else [second, first]

    def _domain(self) -> str:
        return self._pick(FINN_DOMAINS if self.dialect == "finn" else QONNX_DOMAINS)

    # Facts of values.

    def _note(self, flow, boundary) -> None:
        self.checks.append(Check(flow.name, flow.layout, np.asarray(boundary), flow.is_exact))

    def _is_bipolar(self, flow) -> bool:
        return flow.is_binary and self._is_symmetric(flow)

    def _is_symmetric(self, flow) -> bool:
        """Whether 0 lies in the middle of two levels; true of sums, which 0 does not change."""
        if not flow.is_binary:
            return True
        values = self.builder.value(flow.name)
        return float(values.min()) == -float(values.max())

    def _is_lively(self, flow) -> bool:
        positive = self._by_channel(flow) >= 0
        return bool(0.1 < positive.mean() < 0.9)

    def _has_ties(self, rows, boundaries) -> bool:
        return bool((rows == boundaries).any())

    def _flipped(self, flow, flips) -> tuple[bool, ...] | None:
        if flow.falls is None:
            return None
        return tuple(bool(old != new) for old, new in zip(flow.falls, flips, strict=True))

    def _happens(self, chance) -> bool:
        return bool(self.rng.random() < chance)

    def _pick(self, choices, weights=None):
        if weights is None:
            return choices[int(self.rng.integers(len(choices)))]
        weights = np.asarray(weights, float)
        return choices[int(self.rng.choice(len(choices), p=weights / weights.sum()))]


def by_channel(values: np.ndarray, layout: str) -> np.ndarray:
    """Values as rows of channels."""
    if layout == "NHW":
        return values.reshape(-1, 1)
    if layout == "NCHW":
        values = np.moveaxis(values, 1, -1)
    return values.reshape(-1, values.shape[-1])
