"""Models that cannot be imported, one for each reason, in as few nodes as possible.

    broken.py OUT_DIR

writes one file for each, named after what is wrong, and index.json with a sentence for each and
what onnx.checker says. All but a few at the end are well-formed.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

QONNX = "qonnx.custom_op.general"
MODELS: dict[str, tuple[str, Callable[[], bytes]]] = {}


class Sketch:
    """A small graph: an image of 2×6×6 pixels unless told otherwise."""

    def __init__(self, *, shape=(1, 2, 6, 6), operator_set=13):
        """An input and no nodes."""
        self.operator_set = operator_set
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.inputs = [helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)]
        self.rng = np.random.default_rng(1)

    def node(self, operation: str, *inputs: str, name=None, outputs=1, domain="", **attributes):
        """Appends a node and returns its output, or the list of them if they are several."""
        title = name or f"{operation.lower()}{len(self.nodes)}"
        names = [title if index == 0 else f"{title}_{index}" for index in range(outputs)]
        self.nodes.append(
            helper.make_node(
                operation,
                inputs,
                names,
                name=f"{operation.lower()}{len(self.nodes)}",
                domain=domain,
                **attributes,
            )
        )
        return names[0] if outputs == 1 else names

    def constant(self, values, dtype=np.float32, name=None) -> str:
        """Appends an initializer."""
        title = name or f"parameter{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(values, dtype), title))
        return title

    def signs(self, *shape: int) -> np.ndarray:
        """Random weights of ±1."""
        return self.rng.choice([-1.0, 1.0], shape)

    def conv(self, source="image", filters=4, channels=2, kernel=(3, 3), **attributes) -> str:
        """A convolution with weights of ±1."""
        weights = self.constant(self.signs(filters, channels, *kernel))
        return self.node("Conv", source, weights, **attributes)

    def norm(self, source: str, count=4, **attributes) -> str:
        """A batch normalisation."""
        values = (np.ones(count), np.full(count, 0.25), np.full(count, 3.5), np.full(count, 9.0))
        return self.node(
            "BatchNormalization", source, *(self.constant(value) for value in values), **attributes
        )

    def bits(self, source: str, high=1.0, low=-1.0) -> str:
        """1 where a value is 0 or more, else −1."""
        condition = self.node("GreaterOrEqual", source, self.constant(0.0))
        return self.node("Where", condition, self.constant(high), self.constant(low))

    def first(self) -> str:
        """A binarized map of 4×4×4."""
        return self.bits(self.norm(self.conv()))

    def dense(self, source: str, columns: int, units=3) -> str:
        """A product with weights of ±1."""
        return self.node("MatMul", source, self.constant(self.signs(columns, units)))

    def scores(self, source: str, columns=64) -> str:
        """A map, flattened, and three sums of it."""
        return self.dense(self.node("Flatten", source), columns)

    def model(self, *outputs: str) -> onnx.ModelProto:
        """The whole model."""
        domains = sorted({node.domain for node in self.nodes} - {""})
        model = helper.make_model(
            helper.make_graph(
                self.nodes,
                "broken",
                self.inputs,
                [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
                self.initializers,
            ),
            opset_imports=[
                helper.make_opsetid("", self.operator_set),
                *(helper.make_opsetid(domain, 1) for domain in domains),
            ],
            ir_version=8,
        )
        for output in model.graph.output:
            output.type.CopyFrom(_type_of(output, model))
        return model


def _type_of(output, model) -> onnx.TypeProto:
    """What shape inference finds, or a matrix."""
    undeclared = onnx.ModelProto()
    undeclared.CopyFrom(model)
    undeclared.graph.output.clear()
    try:
        inferred = onnx.shape_inference.infer_shapes(undeclared)
    except Exception:  # noqa: BLE001 -- not every broken model can be inferred
        inferred = undeclared
    values = [*inferred.graph.value_info, *inferred.graph.input]
    for value in values:
        if value.name == output.name and value.type.tensor_type.HasField("shape"):
            return value.type
    return helper.make_tensor_type_proto(TensorProto.FLOAT, [None, None])


def broken(function: Callable[[], onnx.ModelProto | bytes]):
    """Registers a model under its function's name; the docstring says what is wrong."""

    def serialized() -> bytes:
        model = function()
        return model if isinstance(model, bytes) else model.SerializeToString()

    MODELS[function.__name__] = (function.__doc__, serialized)
    return function


def main() -> None:
    """Writes all models and the index."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    directory.mkdir(parents=True, exist_ok=True)
    index = {}
    for name, (reason, serialized) in MODELS.items():
        data = serialized()
        (directory / f"{name}.onnx").write_bytes(data)
        index[name] = {"reason": reason, "checker": _checked(data)}
    (directory / "index.json").write_text(json.dumps(index, indent=1, ensure_ascii=False) + "\n")
    accepted = sum(entry["checker"] == "accepted" for entry in index.values())
    print(f"{len(index)} models, of which onnx.checker accepts {accepted}")


def _checked(data) -> str:
    try:
        onnx.checker.check_model(onnx.load_from_string(data))
    except Exception as error:  # noqa: BLE001 -- whatever a broken file makes it raise
        return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return "accepted"


# Operators.


@broken
def operator_tanh():
    """Tanh stands where a binarizer should."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.node("Tanh", sketch.norm(sketch.conv()))))


@broken
def operator_abs():
    """Abs makes two comparisons of one."""
    sketch = Sketch()
    magnitude = sketch.node("Abs", sketch.norm(sketch.conv()))
    shifted = sketch.node("Sub", magnitude, sketch.constant(0.7))
    return sketch.model(sketch.scores(sketch.bits(shifted)))


@broken
def operator_of_unknown_set():
    """An operator of a vendor's own set."""
    sketch = Sketch()
    fused = sketch.node("FusedGelu", sketch.conv(), domain="com.example")
    return sketch.model(sketch.scores(fused))


@broken
def operator_unknown_to_qonnx():
    """An operator that QONNX does not have."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.node("TernaryQuant", sketch.conv(), domain=QONNX)))


@broken
def operator_of_local_function():
    """An operator that the model itself defines."""
    sketch = Sketch()
    model = sketch.model(sketch.scores(sketch.node("Twice", sketch.first(), domain="local")))
    body = [helper.make_node("Add", ["x", "x"], ["y"])]
    sets = [helper.make_opsetid("", 13)]
    model.functions.append(helper.make_function("local", "Twice", ["x"], ["y"], body, sets))
    return model


@broken
def operator_lstm():
    """A recurrent layer."""
    sketch = Sketch(shape=(1, 5, 8))
    weights = [sketch.constant(sketch.signs(*shape)) for shape in ((1, 16, 8), (1, 16, 4))]
    result = sketch.node("LSTM", "image", *weights, hidden_size=4, outputs=3)
    return sketch.model(result[0])


@broken
def operator_conv_transpose():
    """A transposed convolution."""
    sketch = Sketch()
    weights = sketch.constant(sketch.signs(4, 4, 2, 2))
    grown = sketch.node("ConvTranspose", sketch.first(), weights)
    return sketch.model(sketch.scores(grown, 100))


@broken
def operator_resize():
    """A map that grows."""
    sketch = Sketch()
    scales = sketch.constant([1, 1, 2, 2])
    grown = sketch.node("Resize", sketch.first(), "", scales, mode="nearest")
    return sketch.model(sketch.scores(grown, 256))


@broken
def operator_lp_pool():
    """A pool that is neither a maximum nor an average."""
    sketch = Sketch()
    pooled = sketch.node("LpPool", sketch.first(), kernel_shape=[2, 2])
    return sketch.model(sketch.scores(sketch.bits(pooled), 36))


@broken
def operator_quantize_linear():
    """ONNX's own quantization to eight bits."""
    sketch = Sketch()
    scale, zero = sketch.constant(0.1), sketch.constant(0, np.int8)
    quantized = sketch.node("QuantizeLinear", sketch.norm(sketch.conv()), scale, zero)
    back = sketch.node("DequantizeLinear", quantized, scale, zero)
    return sketch.model(sketch.scores(back))


@broken
def subgraph_if():
    """A branch."""
    sketch = Sketch()
    source = sketch.first()

    def branch(name, value):
        tensor = numpy_helper.from_array(np.array([value], np.float32))
        node = helper.make_node("Constant", [], [name], value=tensor)
        output = helper.make_tensor_value_info(name, TensorProto.FLOAT, [1])
        return helper.make_graph([node], name, [], [output])

    condition = sketch.constant(True, np.bool_)
    factor = sketch.node(
        "If", condition, then_branch=branch("one", 1), else_branch=branch("two", 2)
    )
    return sketch.model(sketch.scores(sketch.node("Mul", source, factor)))


@broken
def subgraph_loop():
    """A loop."""
    sketch = Sketch()
    source = sketch.first()
    value = helper.make_tensor_value_info
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["goes_on"]),
            helper.make_node("Neg", ["x"], ["y"]),
        ],
        "body",
        [
            value("count", TensorProto.INT64, []),
            value("go", TensorProto.BOOL, []),
            value("x", TensorProto.FLOAT, None),
        ],
        [value("goes_on", TensorProto.BOOL, []), value("y", TensorProto.FLOAT, None)],
    )
    count, go = sketch.constant(3, np.int64), sketch.constant(True, np.bool_)
    return sketch.model(sketch.scores(sketch.node("Loop", count, go, source, body=body)))


# Two activations.


@broken
def residual_add():
    """The sum of two activations."""
    sketch = Sketch()
    bits = sketch.first()
    again = sketch.conv(bits, channels=4, pads=[1, 1, 1, 1])
    return sketch.model(sketch.scores(sketch.bits(sketch.node("Add", again, bits))))


@broken
def activation_added_to_itself():
    """A sum of two activations that are the same one."""
    sketch = Sketch()
    bits = sketch.first()
    return sketch.model(sketch.scores(sketch.node("Add", bits, bits)))


@broken
def product_of_activations():
    """The product of two activations."""
    sketch = Sketch()
    bits = sketch.first()
    other = sketch.bits(sketch.conv(bits, channels=4, pads=[1, 1, 1, 1]))
    return sketch.model(sketch.scores(sketch.node("Mul", bits, other)))


@broken
def matrix_product_of_activations():
    """Attention: both factors of a MatMul depend on the image."""
    sketch = Sketch(shape=(1, 4, 4))
    return sketch.model(sketch.node("MatMul", "image", "image"))


@broken
def comparison_of_activations():
    """A comparison with another activation."""
    sketch = Sketch()
    condition = sketch.node("Greater", sketch.conv(), sketch.conv())
    bits = sketch.node("Cast", condition, to=TensorProto.FLOAT)
    return sketch.model(sketch.scores(bits))


@broken
def where_chooses_an_activation():
    """A Where that lets an activation through."""
    sketch = Sketch()
    sums = sketch.conv()
    condition = sketch.node("Greater", sums, sketch.constant(0.5))
    chosen = sketch.node("Where", condition, sums, sketch.constant(0.0))
    return sketch.model(sketch.scores(chosen))


@broken
def concat_of_activations():
    """Two maps side by side."""
    sketch = Sketch()
    both = sketch.node("Concat", sketch.first(), sketch.first(), axis=1)
    return sketch.model(sketch.scores(both, 128))


@broken
def conv_weights_of_activation():
    """A convolution whose weights the image decides."""
    sketch = Sketch()
    return sketch.model(sketch.node("Conv", sketch.first(), sketch.first()))


@broken
def batch_norm_of_activation():
    """Statistics that the image decides."""
    sketch = Sketch()
    mean = sketch.node("GlobalAveragePool", sketch.conv())
    flat = sketch.node("Reshape", mean, sketch.constant([-1], np.int64))
    ones = sketch.constant(np.ones(4))
    norm = sketch.node("BatchNormalization", sketch.conv(), ones, ones, flat, ones)
    return sketch.model(sketch.scores(sketch.bits(norm)))


@broken
def gather_of_activation():
    """One channel taken out of a map."""
    sketch = Sketch()
    taken = sketch.node("Gather", sketch.first(), sketch.constant([1], np.int64), axis=1)
    return sketch.model(sketch.scores(taken, 16))


@broken
def slice_of_activation():
    """A map with its edge cut off."""
    sketch = Sketch()
    numbers = [sketch.constant([value], np.int64) for value in (0, 2, 3)]
    return sketch.model(sketch.scores(sketch.node("Slice", sketch.first(), *numbers), 32))


@broken
def split_of_activation():
    """A map in two halves."""
    sketch = Sketch()
    halves = sketch.node("Split", sketch.first(), axis=1, outputs=2)
    return sketch.model(sketch.scores(halves[0], 32))


# Values of more than one bit.


@broken
def quant_of_2_bits():
    """Activations of two bits."""
    sketch = Sketch()
    numbers = [sketch.constant(value) for value in (0.5, 0.0, 2.0)]
    quantized = sketch.node(
        "Quant",
        sketch.norm(sketch.conv()),
        *numbers,
        domain=QONNX,
        signed=1,
        narrow=0,
        rounding_mode="ROUND",
    )
    return sketch.model(sketch.scores(quantized))


@broken
def multi_threshold_of_3():
    """Activations of four levels."""
    sketch = Sketch()
    thresholds = sketch.constant(np.tile([-10.0, 0.5, 10.0], (4, 1)))
    levels = sketch.node(
        "MultiThreshold", sketch.conv(), thresholds, domain=QONNX, out_dtype="UINT2"
    )
    return sketch.model(sketch.scores(levels))


@broken
def relu_without_binarizer():
    """Real activations reach the next layer."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.node("Relu", sketch.norm(sketch.conv()))))


@broken
def clip_without_binarizer():
    """A HardTanh without the sign behind it."""
    sketch = Sketch()
    bounds = [sketch.constant(-1.0), sketch.constant(1.0)]
    return sketch.model(sketch.scores(sketch.node("Clip", sketch.norm(sketch.conv()), *bounds)))


@broken
def two_layers_without_binarizer():
    """Sums of sums."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.conv()))


@broken
def sign_with_reachable_zero():
    """Sums of an even number of ±1 meet 0, where Sign gives 0."""
    sketch = Sketch()
    sums = sketch.conv(sketch.first(), channels=4)
    return sketch.model(sketch.scores(sketch.node("Sign", sums), 16))


@broken
def average_pool_then_conv():
    """The average of bits has more than two values."""
    sketch = Sketch()
    pooled = sketch.node("AveragePool", sketch.first(), kernel_shape=[2, 2], strides=[2, 2])
    return sketch.model(sketch.scores(pooled, 16))


@broken
def global_average_then_dense():
    """A classifier over the averages of maps."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.node("GlobalAveragePool", sketch.first()), 4))


@broken
def softmax_in_the_middle():
    """Softmax between two layers."""
    sketch = Sketch()
    hidden = sketch.node("Softmax", sketch.scores(sketch.first()), axis=1)
    return sketch.model(sketch.dense(hidden, 3))


@broken
def levels_that_differ_between_channels():
    """Bits of one channel weigh more than those of another."""
    sketch = Sketch()
    scale = sketch.constant(np.array([1, 2, 0.5, 1]).reshape(1, 4, 1, 1))
    return sketch.model(sketch.scores(sketch.node("Mul", sketch.first(), scale)))


@broken
def cast_that_rounds():
    """Real numbers become integers."""
    sketch = Sketch()
    rounded = sketch.node("Cast", sketch.norm(sketch.conv()), to=TensorProto.INT32)
    back = sketch.node("Cast", rounded, to=TensorProto.FLOAT)
    return sketch.model(sketch.scores(back))


# Weights.


@broken
def ternary_weights():
    """A 0 among weights of ±1."""
    sketch = Sketch()
    weights = sketch.signs(4, 2, 3, 3)
    weights[2, 1, 0, 2] = 0
    return sketch.model(
        sketch.scores(sketch.bits(sketch.node("Conv", "image", sketch.constant(weights))))
    )


@broken
def weights_sign_of_zero():
    """The sign of real weights, of which one is 0."""
    sketch = Sketch()
    real = sketch.rng.normal(size=(64, 3))
    real[5, 1] = 0
    weights = sketch.node("Sign", sketch.constant(real))
    return sketch.model(sketch.node("MatMul", sketch.node("Flatten", sketch.first()), weights))


@broken
def real_weights_in_the_middle():
    """A layer that was not binarized."""
    sketch = Sketch()
    weights = sketch.constant(sketch.rng.normal(size=(5, 4, 3, 3)))
    hidden = sketch.bits(sketch.node("Conv", sketch.first(), weights))
    return sketch.model(sketch.scores(hidden, 20))


@broken
def real_weights_first():
    """A first layer that was not binarized."""
    sketch = Sketch()
    weights = sketch.constant(sketch.rng.normal(size=(4, 2, 3, 3)))
    return sketch.model(sketch.scores(sketch.bits(sketch.node("Conv", "image", weights))))


@broken
def real_weights_last():
    """A classifier that was not binarized."""
    sketch = Sketch()
    weights = sketch.constant(sketch.rng.normal(size=(64, 3)))
    return sketch.model(sketch.node("MatMul", sketch.node("Flatten", sketch.first()), weights))


@broken
def no_binarization_at_all():
    """An ordinary network."""
    sketch = Sketch()
    weights = [sketch.constant(sketch.rng.normal(size=size)) for size in ((72, 8), (8, 3))]
    hidden = sketch.node("Relu", sketch.node("MatMul", sketch.node("Flatten", "image"), weights[0]))
    return sketch.model(sketch.node("MatMul", hidden, weights[1]))


@broken
def weights_of_two_magnitudes_in_a_filter():
    """One filter has weights of ±1 and ±0.5."""
    sketch = Sketch()
    weights = sketch.signs(4, 2, 3, 3)
    weights[1, 0] *= 0.5
    return sketch.model(
        sketch.scores(sketch.bits(sketch.node("Conv", "image", sketch.constant(weights))))
    )


@broken
def infinite_weights():
    """A weight that is infinite."""
    sketch = Sketch()
    weights = sketch.signs(64, 3)
    weights[7, 2] = np.inf
    flat = sketch.node("Flatten", sketch.first())
    return sketch.model(sketch.node("MatMul", flat, sketch.constant(weights)))


@broken
def weights_not_a_number():
    """A weight that is not a number."""
    sketch = Sketch()
    weights = sketch.signs(64, 3)
    weights[7, 2] = np.nan
    flat = sketch.node("Flatten", sketch.first())
    return sketch.model(sketch.node("MatMul", flat, sketch.constant(weights)))


@broken
def weight_scale_zero():
    """All weights of a filter are 0."""
    sketch = Sketch()
    scale = np.array([1, 0, 1, 1]).reshape(4, 1, 1, 1)
    weights = sketch.constant(sketch.signs(4, 2, 3, 3) * scale)
    return sketch.model(sketch.scores(sketch.bits(sketch.node("Conv", "image", weights))))


@broken
def weights_of_another_shape():
    """Weights for three channels over a map of two."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(channels=3))))


@broken
def matrix_of_another_size():
    """A matrix of 60 rows for 64 values."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.first(), 60))


@broken
def bias_of_another_size():
    """Three biases for four filters."""
    sketch = Sketch()
    weights = sketch.constant(sketch.signs(4, 2, 3, 3))
    sums = sketch.node("Conv", "image", weights, sketch.constant([1, 2, 3]))
    return sketch.model(sketch.scores(sketch.bits(sums)))


@broken
def bias_not_a_number():
    """A bias that is not a number."""
    sketch = Sketch()
    weights = sketch.constant(sketch.signs(4, 2, 3, 3))
    sums = sketch.node("Conv", "image", weights, sketch.constant([1, np.nan, 3, 4]))
    return sketch.model(sketch.scores(sketch.bits(sums)))


@broken
def weights_as_first_factor():
    """W·x instead of x·W."""
    sketch = Sketch(shape=(1, 8))
    column = sketch.node("Transpose", sketch.bits("image"), perm=[1, 0])
    return sketch.model(sketch.node("MatMul", sketch.constant(sketch.signs(3, 8)), column))


@broken
def gemm_with_transposed_frames():
    """A Gemm with transA."""
    sketch = Sketch(shape=(8, 1))
    weights = sketch.constant(sketch.signs(8, 3))
    return sketch.model(sketch.node("Gemm", "image", weights, transA=1))


@broken
def matrix_of_three_axes():
    """A stack of matrices."""
    sketch = Sketch(shape=(1, 8))
    weights = sketch.constant(sketch.signs(2, 8, 3))
    return sketch.model(sketch.node("MatMul", sketch.bits("image"), weights))


@broken
def matrix_along_columns():
    """A product along the columns of a map of several rows and channels."""
    sketch = Sketch()
    return sketch.model(sketch.dense(sketch.first(), 4))


# Windows.


@broken
def convolution_of_3_dimensions():
    """A convolution over a volume."""
    sketch = Sketch(shape=(1, 1, 4, 4, 4))
    sums = sketch.conv(channels=1, kernel=(2, 2, 2))
    return sketch.model(sketch.scores(sketch.bits(sums), 108))


@broken
def groups_that_do_not_divide():
    """Three groups of two channels."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(channels=1, group=3))))


@broken
def groups_zero():
    """No groups at all."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(group=0))))


@broken
def kernel_larger_than_map():
    """A window of 7×7 over a map of 6×6."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(kernel=(7, 7))), 4))


@broken
def kernel_shape_of_another_size():
    """A kernel_shape that is not that of the weights."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(kernel_shape=[2, 2]))))


@broken
def kernel_shape_of_floats():
    """A kernel_shape of real numbers."""
    sketch = Sketch()
    pooled = sketch.node("MaxPool", sketch.first(), kernel_shape=[2.0, 2.0])
    return sketch.model(sketch.scores(pooled, 36))


@broken
def kernel_shape_missing():
    """A pool that does not say over what."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.node("MaxPool", sketch.first()), 36))


@broken
def strides_of_3_axes():
    """Three strides for two axes."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(strides=[1, 1, 1]))))


@broken
def strides_zero():
    """Windows that do not move."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(strides=[0, 1]))))


@broken
def dilations_zero():
    """Taps on top of each other."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(dilations=[0, 1]))))


@broken
def strides_huge():
    """A stride that only 64 bits hold."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(strides=[2**62, 1])), 16))


@broken
def pads_huge():
    """Pads that only 64 bits hold."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(pads=[2**62, 0, 2**62, 0]))))


@broken
def pads_negative():
    """Pads below 0, which cut."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(pads=[-1, 0, 0, 0])), 48))


@broken
def pads_of_one_end():
    """Two pads, where both ends of two axes take four."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(pads=[1, 1])), 100))


@broken
def auto_pad_unknown():
    """An auto_pad that ONNX does not have."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(auto_pad="SAME_MIDDLE"))))


@broken
def pool_that_rounds_up():
    """A pool with ceil_mode whose last window leaves the map."""
    sketch = Sketch()
    pooled = sketch.node(
        "MaxPool", sketch.first(), kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1
    )
    return sketch.model(sketch.scores(pooled, 16))


@broken
def pool_padded_as_wide_as_window():
    """A pool with windows that see padding only."""
    sketch = Sketch()
    pooled = sketch.node("MaxPool", sketch.first(), kernel_shape=[2, 2], pads=[2, 2, 0, 0])
    return sketch.model(sketch.scores(pooled, 100))


@broken
def pool_with_indices():
    """A pool whose places of maxima are used."""
    sketch = Sketch()
    pooled = sketch.node("MaxPool", sketch.first(), kernel_shape=[2, 2], outputs=2)
    indices = sketch.node("Cast", pooled[1], to=TensorProto.FLOAT)
    return sketch.model(sketch.scores(indices, 36))


@broken
def average_pool_without_its_pads():
    """An average that divides by fewer pixels at the border (count_include_pad is 0)."""
    sketch = Sketch()
    pooled = sketch.node(
        "AveragePool", sketch.first(), kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=0
    )
    return sketch.model(sketch.scores(sketch.bits(sketch.norm(pooled))))


@broken
def average_of_channels():
    """An average over channels."""
    sketch = Sketch()
    mean = sketch.node("ReduceMean", sketch.first(), axes=[1], keepdims=1)
    return sketch.model(sketch.scores(sketch.bits(mean), 16))


# Padding.


@broken
def pad_reflect():
    """A map that is mirrored at its border."""
    sketch = Sketch()
    pads = sketch.constant([0, 0, 1, 1, 0, 0, 1, 1], np.int64)
    padded = sketch.node("Pad", sketch.first(), pads, mode="reflect")
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(padded, channels=4))))


@broken
def pad_of_channels():
    """A map that gets more channels."""
    sketch = Sketch()
    pads = sketch.constant([0, 1, 0, 0, 0, 1, 0, 0], np.int64)
    padded = sketch.node("Pad", sketch.first(), pads)
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(padded, channels=6)), 16))


@broken
def pad_with_another_value():
    """A map of ±1 with a border of 0.25."""
    sketch = Sketch()
    pads = sketch.constant([0, 0, 1, 1, 0, 0, 1, 1], np.int64)
    padded = sketch.node("Pad", sketch.first(), pads, sketch.constant(0.25))
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(padded, channels=4))))


@broken
def pad_of_zero_one_map_with_minus_one():
    """A map of 0 and 1 with a border of −1."""
    sketch = Sketch()
    pads = sketch.constant([0, 0, 1, 1, 0, 0, 1, 1], np.int64)
    bits = sketch.bits(sketch.norm(sketch.conv()), 1.0, 0.0)
    padded = sketch.node("Pad", bits, pads, sketch.constant(-1.0))
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(padded, channels=4))))


@broken
def pad_computed():
    """A border as wide as the image says."""
    sketch = Sketch()
    pixels = sketch.node("Reshape", "image", sketch.constant([-1], np.int64))
    pads = sketch.node("Cast", pixels, to=TensorProto.INT64)
    padded = sketch.node("Pad", sketch.first(), pads)
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(padded, channels=4))))


@broken
def pad_without_a_window():
    """A border that goes into a product."""
    sketch = Sketch()
    pads = sketch.constant([0, 0, 1, 1, 0, 0, 1, 1], np.int64)
    return sketch.model(sketch.scores(sketch.node("Pad", sketch.first(), pads), 144))


@broken
def padding_of_shifted_bits():
    """Zeros around bits whose levels are 0.2 and 1."""
    sketch = Sketch()
    bits = sketch.bits(sketch.norm(sketch.conv()), 1.0, 0.2)
    sums = sketch.conv(bits, channels=4, pads=[1, 1, 1, 1])
    return sketch.model(sketch.scores(sketch.bits(sums)))


@broken
def padding_of_shifted_pixels():
    """Zeros around pixels of which the mean was subtracted."""
    sketch = Sketch()
    centred = sketch.node("Sub", "image", sketch.constant(120.3))
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(centred, pads=[1, 1, 1, 1])), 144))


# Numbers that make no sense.


@broken
def batch_norm_in_training():
    """Statistics of the batch instead of those learned."""
    sketch = Sketch(operator_set=15)
    norm = sketch.norm(sketch.conv(), training_mode=1, outputs=3)
    return sketch.model(sketch.scores(sketch.bits(norm[0])))


@broken
def dropout_in_training():
    """A Dropout that drops."""
    sketch = Sketch()
    ratio, training = sketch.constant(0.5), sketch.constant(True, np.bool_)
    return sketch.model(sketch.scores(sketch.node("Dropout", sketch.first(), ratio, training)))


def _norm_with(index, value) -> onnx.ModelProto:
    sketch = Sketch()
    rows = [np.ones(4), np.zeros(4), np.zeros(4), np.ones(4)]
    rows[index] = np.asarray(value, float)
    norm = sketch.node("BatchNormalization", sketch.conv(), *(sketch.constant(row) for row in rows))
    return sketch.model(sketch.scores(sketch.bits(norm)))


@broken
def variance_negative():
    """A variance below 0."""
    return _norm_with(3, [1, 1, -2, 1])


@broken
def variance_not_a_number():
    """A variance that is not a number."""
    return _norm_with(3, [1, 1, np.nan, 1])


@broken
def mean_infinite():
    """A mean that is infinite."""
    return _norm_with(2, [1, np.inf, 0, 1])


@broken
def gammas_too_few():
    """Three scales for four channels."""
    return _norm_with(0, [1, 1, 1])


@broken
def two_batch_norms():
    """Two batch normalisations without a binarizer between them."""
    sketch = Sketch()
    first = sketch.norm(sketch.conv())
    rows = [np.ones(4), np.full(4, 0.3), np.full(4, 0.7), np.array([2, 3, 5, 7])]
    second = sketch.node("BatchNormalization", first, *(sketch.constant(row) for row in rows))
    return sketch.model(sketch.scores(sketch.bits(second)))


@broken
def prelu_with_negative_slope():
    """A PRelu that falls and rises."""
    sketch = Sketch()
    slopes = sketch.constant(np.array([0.25, 0.1, -0.2, 0.3]).reshape(4, 1, 1))
    leaked = sketch.node("PRelu", sketch.norm(sketch.conv()), slopes)
    shifted = sketch.node("Sub", leaked, sketch.constant(0.1))
    return sketch.model(sketch.scores(sketch.bits(shifted)))


@broken
def clip_not_a_number():
    """A bound that is not a number."""
    sketch = Sketch()
    clipped = sketch.node("Clip", sketch.norm(sketch.conv()), sketch.constant(np.nan))
    return sketch.model(sketch.scores(sketch.bits(clipped)))


@broken
def comparison_with_not_a_number():
    """A threshold of a comparison that is not a number."""
    sketch = Sketch()
    condition = sketch.node("Greater", sketch.conv(), sketch.constant(np.nan))
    return sketch.model(sketch.scores(sketch.node("Cast", condition, to=TensorProto.FLOAT)))


@broken
def division_by_zero():
    """A divisor that is 0."""
    sketch = Sketch()
    return sketch.model(
        sketch.scores(sketch.bits(sketch.node("Div", sketch.conv(), sketch.constant(0.0))))
    )


@broken
def division_by_an_activation():
    """A constant divided by sums."""
    sketch = Sketch()
    return sketch.model(
        sketch.scores(sketch.bits(sketch.node("Div", sketch.constant(1.0), sketch.conv())))
    )


@broken
def shift_of_every_pixel():
    """Constants that differ between rows and columns."""
    sketch = Sketch()
    table = sketch.constant(sketch.rng.normal(size=(1, 4, 4, 4)))
    return sketch.model(sketch.scores(sketch.bits(sketch.node("Add", sketch.conv(), table))))


@broken
def shift_that_broadcasts_the_activation():
    """A constant of more axes than the activation."""
    sketch = Sketch(shape=(1, 8))
    table = sketch.constant(sketch.rng.normal(size=(3, 5, 1, 8)))
    return sketch.model(sketch.node("Add", sketch.dense(sketch.bits("image"), 8, 8), table))


def _quant(scale=1.0, zero=0.0, bits=1.0, mode="ROUND", signed=1) -> onnx.ModelProto:
    sketch = Sketch()
    quantized = sketch.node(
        "Quant",
        sketch.conv(),
        *(sketch.constant(value) for value in (scale, zero, bits)),
        domain=QONNX,
        signed=signed,
        narrow=0,
        rounding_mode=mode,
    )
    return sketch.model(sketch.scores(quantized))


@broken
def quant_of_0_bits():
    """A bit width of 0."""
    return _quant(bits=0.0)


@broken
def quant_of_half_a_bit():
    """A bit width of 2.5."""
    return _quant(bits=2.5)


@broken
def quant_of_very_many_bits():
    """A bit width of 10⁹."""
    return _quant(bits=1e9)


@broken
def quant_scale_zero():
    """A quantization of scale 0."""
    return _quant(scale=0.0, bits=8.0)


@broken
def quant_scale_of_each_channel():
    """A quantization with a scale for each channel."""
    return _quant(scale=np.array([1, 2, 3, 4]).reshape(1, 4, 1, 1), bits=1.0)


@broken
def quant_rounding_unknown():
    """A rounding mode that QONNX does not have."""
    return _quant(bits=8.0, mode="DITHER")


def _bipolar_quant(scale) -> onnx.ModelProto:
    sketch = Sketch()
    operands = [sketch.norm(sketch.conv()), sketch.constant(scale)]
    return sketch.model(sketch.scores(sketch.node("BipolarQuant", *operands, domain=QONNX)))


@broken
def bipolar_quant_scale_zero():
    """Bits whose two levels are both 0."""
    return _bipolar_quant(0.0)


@broken
def bipolar_quant_scale_negative():
    """Bits with a negative scale."""
    return _bipolar_quant(-1.0)


def _multi_threshold(thresholds, **attributes) -> onnx.ModelProto:
    sketch = Sketch()
    levels = sketch.node(
        "MultiThreshold", sketch.conv(), sketch.constant(thresholds), domain=QONNX, **attributes
    )
    return sketch.model(sketch.scores(levels))


@broken
def multi_threshold_descending():
    """Three thresholds in the wrong order."""
    return _multi_threshold(np.tile([10.0, 0.5, -10.0], (4, 1)), out_dtype="UINT2")


@broken
def multi_threshold_not_a_number():
    """A threshold that is not a number."""
    return _multi_threshold([[1], [2], [np.nan], [4]], out_dtype="BINARY")


@broken
def multi_threshold_for_other_channels():
    """Three thresholds for four channels."""
    return _multi_threshold([[1], [2], [3]], out_dtype="BINARY")


@broken
def multi_threshold_of_none():
    """No thresholds."""
    return _multi_threshold(np.zeros((4, 0)), out_dtype="BINARY")


@broken
def multi_threshold_layout_unknown():
    """A data_layout that no value of four axes has."""
    return _multi_threshold([[1], [2], [3], [4]], out_dtype="BINARY", data_layout="CWNH")


# Axes.


@broken
def reshape_that_mixes_frames():
    """A Reshape that makes several rows of one frame."""
    sketch = Sketch()
    target = sketch.constant([-1, 16], np.int64)
    return sketch.model(sketch.dense(sketch.node("Reshape", sketch.first(), target), 16))


@broken
def reshape_of_another_count():
    """A Reshape to more values than there are."""
    sketch = Sketch()
    target = sketch.constant([1, 65], np.int64)
    return sketch.model(sketch.dense(sketch.node("Reshape", sketch.first(), target), 65))


@broken
def reshape_that_cuts_channels():
    """A Reshape that cuts channels apart and joins the pieces with rows."""
    sketch = Sketch()
    target = sketch.constant([1, 8, 2, 4], np.int64)
    reshaped = sketch.node("Reshape", sketch.first(), target)
    sums = sketch.conv(reshaped, channels=8, kernel=(2, 2))
    return sketch.model(sketch.scores(sketch.bits(sums), 12))


@broken
def reshape_with_two_unknowns():
    """A Reshape with −1 twice."""
    sketch = Sketch()
    target = sketch.constant([-1, -1], np.int64)
    return sketch.model(sketch.dense(sketch.node("Reshape", sketch.first(), target), 64))


@broken
def transpose_of_frames():
    """Frames and channels exchanged."""
    sketch = Sketch()
    turned = sketch.node("Transpose", sketch.first(), perm=[1, 0, 2, 3])
    return sketch.model(sketch.dense(sketch.node("Flatten", turned), 16))


@broken
def transpose_with_an_axis_twice():
    """A perm that is none."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.node("Transpose", sketch.first(), perm=[0, 1, 1, 3])))


@broken
def channel_shuffle():
    """Channels that change their order."""
    sketch = Sketch()
    split = sketch.constant([1, 2, 2, 4, 4], np.int64)
    joined = sketch.constant([1, 4, 4, 4], np.int64)
    parts = sketch.node("Reshape", sketch.first(), split)
    turned = sketch.node("Transpose", parts, perm=[0, 2, 1, 3, 4])
    return sketch.model(
        sketch.scores(
            sketch.bits(sketch.conv(sketch.node("Reshape", turned, joined), channels=4)), 16
        )
    )


@broken
def squeeze_of_a_wide_axis():
    """A Squeeze of an axis of four."""
    sketch = Sketch()
    axes = sketch.constant([2], np.int64)
    return sketch.model(sketch.scores(sketch.node("Squeeze", sketch.first(), axes)))


@broken
def flatten_of_everything():
    """A Flatten that joins channels with frames."""
    sketch = Sketch()
    return sketch.model(sketch.dense(sketch.node("Flatten", sketch.first(), axis=2), 16))


@broken
def convolution_of_channels_last():
    """A convolution over a map whose channels are last."""
    sketch = Sketch()
    turned = sketch.node("Transpose", sketch.first(), perm=[0, 2, 3, 1])
    return sketch.model(sketch.scores(sketch.bits(sketch.conv(turned, channels=4)), 16))


# Ends.


@broken
def output_of_batch_norm():
    """A network that ends with real maps."""
    sketch = Sketch()
    return sketch.model(sketch.norm(sketch.conv()))


@broken
def output_of_relu():
    """A network that ends with a bend."""
    sketch = Sketch()
    return sketch.model(sketch.node("Relu", sketch.scores(sketch.first())))


@broken
def output_of_a_shape():
    """A network that ends with sizes."""
    sketch = Sketch()
    return sketch.model(sketch.node("Shape", sketch.first()))


@broken
def output_that_is_the_input():
    """A network that does nothing."""
    return Sketch().model("image")


@broken
def output_that_is_constant():
    """A network that does not look at its image."""
    sketch = Sketch()
    row = sketch.constant(sketch.signs(1, 64))
    return sketch.model(sketch.dense(row, 64))


@broken
def output_that_nothing_gives():
    """An output that no node gives."""
    sketch = Sketch()
    sketch.scores(sketch.first())
    return sketch.model("logits")


@broken
def outputs_none():
    """No output."""
    sketch = Sketch()
    sketch.scores(sketch.first())
    return sketch.model()


@broken
def outputs_two():
    """Two outputs."""
    sketch = Sketch()
    bits = sketch.first()
    return sketch.model(sketch.scores(bits), bits)


@broken
def top_5():
    """The five largest scores."""
    sketch = Sketch()
    scores = sketch.dense(sketch.node("Flatten", sketch.first()), 64, units=8)
    return sketch.model(sketch.node("TopK", scores, sketch.constant([5], np.int64), outputs=2)[1])


@broken
def top_smallest():
    """The smallest score."""
    sketch = Sketch()
    count = sketch.constant([1], np.int64)
    scores = sketch.scores(sketch.first())
    return sketch.model(sketch.node("TopK", scores, count, largest=0, outputs=2)[1])


@broken
def top_values():
    """The largest score itself instead of its place."""
    sketch = Sketch()
    count = sketch.constant([1], np.int64)
    return sketch.model(sketch.node("TopK", sketch.scores(sketch.first()), count, outputs=2)[0])


@broken
def argmax_over_frames():
    """The best frame instead of the best class."""
    sketch = Sketch()
    return sketch.model(sketch.node("ArgMax", sketch.scores(sketch.first()), axis=0))


@broken
def argmax_over_rows():
    """The largest row of a map."""
    sketch = Sketch()
    return sketch.model(sketch.node("ArgMax", sketch.conv(), axis=2))


@broken
def argmax_of_the_last():
    """Of equal scores the last."""
    sketch = Sketch()
    scores = sketch.scores(sketch.first())
    return sketch.model(sketch.node("ArgMax", scores, axis=1, select_last_index=1))


@broken
def argmax_in_the_middle():
    """A layer over a class index."""
    sketch = Sketch()
    best = sketch.node("ArgMax", sketch.scores(sketch.first()), axis=1, keepdims=1)
    number = sketch.node("Cast", best, to=TensorProto.FLOAT)
    return sketch.model(sketch.dense(number, 1))


@broken
def softmax_over_frames():
    """Softmax along the batch."""
    sketch = Sketch()
    return sketch.model(sketch.node("Softmax", sketch.scores(sketch.first()), axis=0))


# Inputs.


@broken
def inputs_two():
    """Two images."""
    sketch = Sketch()
    shape = (1, 2, 6, 6)
    sketch.inputs.append(helper.make_tensor_value_info("other", TensorProto.FLOAT, shape))
    hidden = sketch.bits(sketch.conv("other"))
    sketch.scores(sketch.first())
    return sketch.model(sketch.scores(hidden))


@broken
def inputs_none():
    """No image."""
    sketch = Sketch()
    sketch.inputs = []
    return sketch.model(sketch.dense(sketch.constant(sketch.signs(1, 8)), 8))


@broken
def input_without_shape():
    """An input that has no shape."""
    sketch = Sketch()
    sketch.inputs = [helper.make_tensor_value_info("image", TensorProto.FLOAT, None)]
    return sketch.model(sketch.scores(sketch.first()))


@broken
def input_of_unknown_size():
    """An input whose rows and columns have names."""
    sketch = Sketch(shape=("N", 2, "H", "W"))
    return sketch.model(sketch.scores(sketch.first()))


@broken
def input_of_five_axes():
    """A film."""
    sketch = Sketch(shape=(1, 3, 2, 6, 6))
    return sketch.model(sketch.scores(sketch.bits("image"), 216))


@broken
def input_without_pixels():
    """An input of no rows."""
    sketch = Sketch(shape=(1, 2, 0, 6))
    return sketch.model(sketch.scores(sketch.bits("image"), 0))


@broken
def input_too_large():
    """An input of 2⁴⁰ pixels."""
    sketch = Sketch(shape=(1, 1, 2**20, 2**20))
    return sketch.model(sketch.bits(sketch.conv(channels=1)))


@broken
def input_of_strings():
    """An input of text."""
    sketch = Sketch()
    sketch.inputs = [helper.make_tensor_value_info("image", TensorProto.STRING, (1, 2, 6, 6))]
    return sketch.model(sketch.scores(sketch.first()))


@broken
def input_that_is_a_sequence():
    """An input of several tensors."""
    sketch = Sketch()
    sketch.inputs = [
        helper.make_tensor_sequence_value_info("image", TensorProto.FLOAT, (1, 2, 6, 6))
    ]
    return sketch.model(sketch.scores(sketch.first()))


# Graphs.


@broken
def graph_empty():
    """No nodes."""
    sketch = Sketch()
    sketch.inputs = []
    return sketch.model()


@broken
def graph_missing():
    """A model without a graph."""
    return onnx.ModelProto(ir_version=8, opset_import=[helper.make_opsetid("", 13)])


@broken
def graph_with_a_cycle():
    """Two nodes that wait for each other."""
    sketch = Sketch()
    sketch.node("Add", "image", "second", name="first")
    sketch.node("Identity", "first", name="second")
    return sketch.model(sketch.scores("second", 72))


@broken
def graph_with_a_node_of_itself():
    """A node that reads what it gives."""
    sketch = Sketch()
    sketch.node("Add", "sum", "image", name="sum")
    return sketch.model(sketch.scores("sum", 72))


@broken
def value_missing():
    """A node that reads what nothing gives."""
    sketch = Sketch()
    sums = sketch.node("Conv", "image", "conv1.weight")
    return sketch.model(sketch.scores(sketch.bits(sums)))


@broken
def value_given_twice():
    """Two nodes that give the same value."""
    sketch = Sketch()
    sketch.node("Conv", "image", sketch.constant(sketch.signs(4, 2, 3, 3)), name="sums")
    sketch.node("Conv", "image", sketch.constant(sketch.signs(4, 2, 3, 3)), name="sums")
    return sketch.model(sketch.scores(sketch.bits("sums")))


@broken
def initializer_given_twice():
    """Two initializers of one name."""
    sketch = Sketch()
    for _ in range(2):
        sketch.constant(sketch.signs(4, 2, 3, 3), name="weights")
    return sketch.model(sketch.scores(sketch.bits(sketch.node("Conv", "image", "weights"))))


@broken
def initializer_that_a_node_gives():
    """An initializer with the name of a node's output."""
    sketch = Sketch()
    sums = sketch.conv()
    sketch.constant(np.zeros((1, 4, 4, 4)), name=sums)
    return sketch.model(sketch.scores(sketch.bits(sums)))


@broken
def node_without_outputs():
    """A node that gives nothing."""
    sketch = Sketch()
    bits = sketch.first()
    sketch.nodes.append(helper.make_node("Identity", [bits], []))
    return sketch.model(sketch.scores(bits))


@broken
def node_with_too_few_inputs():
    """A convolution without weights."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.bits(sketch.node("Conv", "image"))))


@broken
def node_without_an_operator():
    """A node that does not say what it does."""
    sketch = Sketch()
    return sketch.model(sketch.scores(sketch.node("", sketch.first())))


@broken
def attribute_of_another_type():
    """An axis that is text."""
    sketch = Sketch()
    flat = sketch.node("Flatten", sketch.first(), axis="one")
    return sketch.model(sketch.dense(flat, 64))


@broken
def operator_set_6():
    """Operators of before 2017."""
    sketch = Sketch(operator_set=6)
    return sketch.model(sketch.scores(sketch.node("Sign", sketch.norm(sketch.conv()))))


@broken
def operator_set_of_the_future():
    """Operators that nobody knows yet."""
    sketch = Sketch(operator_set=999)
    return sketch.model(sketch.scores(sketch.first()))


@broken
def operator_set_missing():
    """A model that does not say which operators it means."""
    sketch = Sketch()
    model = sketch.model(sketch.scores(sketch.first()))
    model.opset_import.clear()
    return model


# Tensors.


def _with_weights(tensor, source=None) -> onnx.ModelProto:
    sketch = Sketch()
    tensor.name = "weights"
    sketch.initializers.append(tensor)
    sums = sketch.node("Conv", source or "image", "weights", name="conv")
    return sketch.model(sketch.scores(sketch.bits(sums)))


def _external(location) -> onnx.ModelProto:
    tensor = onnx.TensorProto(data_type=TensorProto.FLOAT, dims=[4, 2, 3, 3])
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", "0"), ("length", "288")):
        tensor.external_data.add(key=key, value=value)
    return _with_weights(tensor)


@broken
def external_data_outside():
    """Weights in a file above the model's directory."""
    return _external("../weights.bin")


@broken
def external_data_absolute():
    """Weights in a file with a path of its own."""
    return _external("/etc/hostname")


@broken
def external_data_missing():
    """Weights in a file that is not there."""
    return _external("weights_that_are_not_there.bin")


@broken
def external_data_without_location():
    """Weights in a file that has no name."""
    tensor = onnx.TensorProto(data_type=TensorProto.FLOAT, dims=[4, 2, 3, 3])
    tensor.data_location = TensorProto.EXTERNAL
    return _with_weights(tensor)


@broken
def raw_data_truncated():
    """Weights of which the last byte is missing."""
    tensor = numpy_helper.from_array(np.ones((4, 2, 3, 3), np.float32))
    tensor.raw_data = tensor.raw_data[:-1]
    return _with_weights(tensor)


@broken
def raw_data_too_long():
    """More weights than the shape has."""
    tensor = numpy_helper.from_array(np.ones((4, 2, 3, 3), np.float32))
    tensor.raw_data += bytes(4)
    return _with_weights(tensor)


@broken
def float_data_too_short():
    """71 weights for a shape of 72."""
    tensor = onnx.TensorProto(data_type=TensorProto.FLOAT, dims=[4, 2, 3, 3])
    tensor.float_data.extend([1.0] * 71)
    return _with_weights(tensor)


@broken
def tensor_without_data():
    """A shape and no weights."""
    return _with_weights(onnx.TensorProto(data_type=TensorProto.FLOAT, dims=[4, 2, 3, 3]))


@broken
def tensor_of_negative_size():
    """Weights with an axis of −4."""
    tensor = numpy_helper.from_array(np.ones((4, 2, 3, 3), np.float32))
    tensor.dims[0] = -4
    return _with_weights(tensor)


@broken
def tensor_of_overflowing_size():
    """Weights with 2⁶² times 2⁶² elements."""
    tensor = onnx.TensorProto(data_type=TensorProto.FLOAT, dims=[2**62, 2**62, 1, 1])
    return _with_weights(tensor)


@broken
def tensor_of_strings():
    """Weights that are text."""
    tensor = helper.make_tensor("weights", TensorProto.STRING, [4, 2, 3, 3], [b"1"] * 72)
    return _with_weights(tensor)


@broken
def tensor_of_complex_numbers():
    """Weights that are complex."""
    values = np.ones((4, 2, 3, 3), np.complex64)
    return _with_weights(numpy_helper.from_array(values))


@broken
def tensor_of_unknown_type():
    """Weights of a type that ONNX does not have."""
    tensor = onnx.TensorProto(data_type=77, dims=[4, 2, 3, 3], raw_data=bytes(288))
    return _with_weights(tensor)


@broken
def tensor_without_a_name():
    """An initializer that nothing can read."""
    sketch = Sketch()
    model = sketch.model(sketch.scores(sketch.first()))
    model.graph.initializer.append(numpy_helper.from_array(np.ones(3, np.float32)))
    return model


@broken
def tensor_sparse():
    """Weights in a sparse tensor."""
    sketch = Sketch()
    values = numpy_helper.from_array(np.ones(2, np.float32), "weights")
    indices = numpy_helper.from_array(np.array([3, 9], np.int64))
    sums = sketch.node("Conv", "image", "weights", name="conv")
    model = sketch.model(sketch.scores(sketch.bits(sums)))
    model.graph.sparse_initializer.append(helper.make_sparse_tensor(values, indices, [4, 2, 3, 3]))
    return model


@broken
def constant_of_text():
    """A Constant node that gives text."""
    sketch = Sketch()
    text = sketch.node("Constant", value_string="one")
    return sketch.model(sketch.scores(sketch.node("Mul", sketch.first(), text)))


@broken
def constant_without_a_value():
    """A Constant node that says nothing."""
    sketch = Sketch()
    nothing = sketch.node("Constant")
    return sketch.model(sketch.scores(sketch.node("Mul", sketch.first(), nothing)))


@broken
def constants_that_do_not_broadcast():
    """A sum of constants whose shapes do not fit."""
    sketch = Sketch()
    operands = [sketch.constant(sketch.signs(*shape)) for shape in ((64, 3), (63, 3))]
    weights = sketch.node("Add", *operands)
    return sketch.model(sketch.node("MatMul", sketch.node("Flatten", sketch.first()), weights))


@broken
def constants_that_grow():
    """A few bytes that ask for 2⁶⁰ weights."""
    sketch = Sketch()
    shape = sketch.constant([2**30, 2**30], np.int64)
    weights = sketch.node("ConstantOfShape", shape)
    return sketch.model(sketch.node("MatMul", sketch.node("Flatten", sketch.first()), weights))


# Files that are no models.


@broken
def file_empty():
    """A file of no bytes."""
    return b""


@broken
def file_truncated():
    """A model cut off in the middle."""
    sketch = Sketch()
    data = sketch.model(sketch.scores(sketch.first())).SerializeToString()
    return data[: len(data) // 2]


@broken
def file_of_text():
    """A file that is a page of the web."""
    return b"<!DOCTYPE html>\n<html><body>404: Not Found</body></html>\n"


@broken
def file_of_git_lfs():
    """A pointer to a model instead of the model."""
    return (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
    )


if __name__ == "__main__":
    main()
