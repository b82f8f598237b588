"""Operators that have no place in a network of bits."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from .sketch import QONNX, Sketch, broken


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
