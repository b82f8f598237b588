"""Models of one node with random inputs, and the outputs that ONNX Runtime and QONNX compute.

Usage: operators.py DIRECTORY

Writes NAME.onnx for each case and cases.json: of each case its family, whether the outputs must
match exactly, and all inputs and outputs as shapes and flat lists of numbers.
"""

import json
import pathlib
import sys

import numpy as np
from onnx import TensorProto, helper

from operator_cases import QONNX, Cases, ints, real


def arithmetic(to):
    shapes = [
        ((2, 3), (2, 3)), ((2, 3), ()), ((), (2, 3)), ((2, 3, 4), (3, 1)), ((2, 1, 4), (3, 1)),
        ((4,), (2, 3, 4)), ((1, 5), (3, 1)), ((1,), (1, 1)), ((2, 0), (1, 1)),
        ((2, 3, 2, 2), (3, 1, 1)),
    ]
    for operator in ["Add", "Sub", "Mul", "Div", "Max", "Min", "Sum"]:
        for first, second in shapes:
            to.add("arithmetic", operator, [to.normal(*first), to.normal(*second)])
    to.add("arithmetic", "Max", [to.normal(2, 3), to.normal(3), to.normal(2, 1)])
    to.add("arithmetic", "Min", [to.normal(4)])
    to.add("arithmetic", "Pow", [abs(to.normal(2, 3)), to.normal(3)])
    to.add("arithmetic", "Pow", [to.normal(2, 3), real(2)])
    for operator in ["Neg", "Abs", "Reciprocal"]:
        to.add("arithmetic", operator, [to.normal(3, 4)])
        to.add("arithmetic", operator, [to.normal()])
    to.add("arithmetic", "Sqrt", [abs(to.normal(3, 4))])
    for operator in ["Floor", "Ceil", "Round", "Sign"]:
        to.add("arithmetic", operator, [to.eighths(5, 20)], exact=True)


def activation(to):
    for operator in ["Relu", "Tanh", "Sigmoid", "HardSigmoid", "LeakyRelu"]:
        to.add("activation", operator, [4 * to.normal(3, 7)])
    to.add("activation", "LeakyRelu", [to.normal(3, 7)], alpha=0.25)
    to.add("activation", "HardSigmoid", [to.normal(3, 7)], alpha=0.5, beta=0.1)
    for slope in [(), (1,), (5,), (3, 1, 1), (3, 4, 5)]:
        to.add("activation", "PRelu", [to.normal(2, 3, 4, 5), to.normal(*slope)])
    x = 2 * to.normal(4, 6)
    to.add("activation", "Clip", [x], opset=9, min=-1.0, max=1.0)
    to.add("activation", "Clip", [x], opset=10, max=0.5)
    to.add("activation", "Clip", [x, real(-0.5)], opset=11)
    to.add("activation", "Clip", [x, None, real(0.5)], opset=13)
    to.add("activation", "Clip", [x, real(-1), real(1)])
    to.add("activation", "Clip", [x, real(1), real(-1)])


def comparison(to):
    x, y = to.eighths(6, 20), to.eighths(20)
    for operator in ["Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal"]:
        to.add("comparison", operator, [x, y], exact=True)
        to.add("comparison", operator, [x, real(0)], exact=True)
    for operator in ["And", "Or", "Xor"]:
        to.add("comparison", operator, [x > 0, y > 1], exact=True)
    to.add("comparison", "Not", [x > 0], exact=True)
    to.add("comparison", "Where", [x > 0, x, y], exact=True)
    to.add("comparison", "Where", [x[:, :1] > 0, real(1), real(-1)], exact=True)
    to.add("comparison", "Where", [np.array(True), x, y[:1]], exact=True)


def cast(to):
    x = 20 * to.normal(7, 30)
    for code in [
        TensorProto.INT8, TensorProto.INT32, TensorProto.INT64, TensorProto.BOOL,
        TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE,
    ]:
        to.add("cast", "Cast", [x], exact=True, to=code)
    to.add("cast", "Cast", [abs(x)], exact=True, to=TensorProto.UINT8)
    wide = to.normal(400) * np.exp2(to.random.integers(-30, 20, size=400)).astype(np.float32)
    to.add("cast", "Cast", [wide], exact=True, to=TensorProto.FLOAT16)
    ties = (np.arange(-300, 300) / 2 ** 25).astype(np.float32)
    to.add("cast", "Cast", [ties], exact=True, to=TensorProto.FLOAT16)
    to.add("cast", "Cast", [wide.astype(np.float64) * 1.1], exact=True, to=TensorProto.FLOAT)
    to.add("cast", "Cast", [x > 3], exact=True, to=TensorProto.FLOAT)


def shape(to):
    x = to.normal(2, 3, 4)

    def add(operator, inputs, **attributes):
        to.add("shape", operator, inputs, exact=True, **attributes)

    add("Identity", [x])
    add("Dropout", [x], opset=9)
    add("Dropout", [x], outputs=2)
    add("Shape", [x])
    add("Shape", [x], start=1)
    add("Shape", [x], start=-2, end=-1)
    add("Shape", [x], start=5, end=9)
    add("Size", [x])
    add("ConstantOfShape", [ints(2, 3)])
    add("ConstantOfShape", [ints(2)], value=helper.make_tensor("v", TensorProto.FLOAT, [1], [2.5]))
    for target in [(6, 4), (-1,), (0, -1), (0, 0, 2, 2), (2, -1, 2), (24,), (1, 2, 3, 4)]:
        add("Reshape", [x, ints(*target)])
    add("Reshape", [to.normal(0, 3), ints(3, 0)], allowzero=1)
    for axis in [None, 0, 1, 2, 3, -1]:
        add("Flatten", [x], **({} if axis is None else {"axis": axis}))
    y = to.normal(1, 3, 1, 2)
    add("Squeeze", [y], opset=11)
    add("Squeeze", [y], opset=11, axes=[0])
    add("Squeeze", [y])
    add("Squeeze", [y, ints(-2)])
    add("Squeeze", [y, ints(0, 2)])
    add("Unsqueeze", [x], opset=11, axes=[0, 4])
    add("Unsqueeze", [x, ints(-1)])
    add("Unsqueeze", [x, ints(3, 0, 1)])


def layout(to):
    x = to.normal(2, 3, 4)

    def add(operator, inputs, **attributes):
        to.add("layout", operator, inputs, exact=True, **attributes)

    add("Transpose", [x])
    for order in [(0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)]:
        add("Transpose", [x], perm=order)
    add("Transpose", [to.normal()])
    add("Expand", [to.normal(3, 1), ints(2, 1, 4)])
    add("Expand", [to.normal(), ints(2, 2)])
    add("Expand", [x, ints(1)])
    add("Tile", [x, ints(1, 2, 1)])
    add("Tile", [x, ints(2, 1, 3)])
    add("Concat", [x, to.normal(2, 1, 4)], axis=1)
    add("Concat", [x, x, to.normal(2, 3, 2)], axis=-1)
    add("Concat", [x, to.normal(1, 3, 4)], axis=0)
    for axis in range(3):
        add("Gather", [x, ints(1, 0, -1)], axis=axis)
    add("Gather", [x, np.array(1)], axis=1)
    add("Gather", [x, np.array([[0, 1], [1, -2]])])
    far = 2 ** 63 - 1
    y = to.normal(6, 7)
    add("Slice", [y], opset=9, starts=[1], ends=[4])
    add("Slice", [y], opset=9, starts=[1, -3], ends=[far, -1], axes=[1, 0])
    for starts, ends, axes, steps in [
        ([1], [4], None, None), ([1, 2], [far, far], None, None), ([-3], [far], [1], None),
        ([0], [far], [0], [2]), ([5], [0], [0], [-2]), ([far], [-far], [1], [-1]),
        ([-1], [-far - 1], [-1], [-3]), ([1], [6], [1], [far]), ([4], [2], [0], None),
        ([0, 0], [-1, -2], [0, 1], [1, 2]),
    ]:
        optional = [None if value is None else ints(*value) for value in (axes, steps)]
        while optional and optional[-1] is None:
            optional.pop()
        add("Slice", [y, ints(*starts), ints(*ends), *optional])
    z = to.normal(1, 2, 3, 3)
    add("Pad", [z], opset=9, pads=[0, 0, 1, 2, 0, 0, 3, 0])
    add("Pad", [z], opset=9, pads=[0, 1, 1, 1, 0, 0, 1, 1], value=-1.0)
    add("Pad", [z, ints(0, 0, 1, 1, 0, 0, 1, 1)])
    add("Pad", [z, ints(0, 0, 1, 0, 0, 0, 0, 2), real(1.5)])
    add("Pad", [z, ints(1, 2, 0, 1), real(-1), ints(2, -1)], opset=18)


def matrix(to):
    for first, second in [
        ((3, 4), (4, 5)), ((4,), (4, 5)), ((3, 4), (4,)), ((4,), (4,)), ((2, 3, 4), (4, 5)),
        ((2, 3, 4), (2, 4, 5)), ((2, 1, 3, 4), (5, 4, 2)), ((3, 4), (2, 4, 5)), ((1, 17), (17, 33)),
        ((2, 3, 4), (4,)), ((4,), (2, 4, 5)), ((9, 1), (1, 9)),
    ]:
        to.add("matrix", "MatMul", [to.normal(*first), to.normal(*second)])
    for turned_a in [0, 1]:
        for turned_b in [0, 1]:
            a = to.normal(19, 3) if turned_a else to.normal(3, 19)
            b = to.normal(5, 19) if turned_b else to.normal(19, 5)
            turns = {"transA": turned_a, "transB": turned_b}
            to.add("matrix", "Gemm", [a, b], **turns)
            for c in [(), (1,), (5,), (3, 1), (1, 5), (3, 5)]:
                to.add("matrix", "Gemm", [a, b, to.normal(*c)], alpha=0.5, beta=2.0, **turns)


def convolution(to):
    def add(x, w, bias=False, **attributes):
        inputs = [to.normal(*x), to.normal(*w)] + ([to.normal(w[0])] if bias else [])
        to.add("convolution", "Conv", inputs, **attributes)

    add((1, 3, 8, 7), (4, 3, 3, 3))
    add((2, 3, 8, 7), (4, 3, 3, 3), bias=True, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    add((1, 2, 9, 9), (3, 2, 3, 2), strides=[2, 3])
    add((1, 2, 9, 9), (3, 2, 3, 3), dilations=[2, 1], pads=[2, 0, 1, 3], strides=[1, 2])
    add((2, 4, 6, 6), (6, 2, 3, 3), bias=True, group=2)
    add((1, 4, 6, 6), (4, 1, 3, 3), bias=True, group=4, pads=[1, 1, 1, 1])
    add((1, 4, 6, 6), (8, 1, 1, 1), group=4)
    add((2, 8, 1, 1), (5, 8, 1, 1), bias=True)
    add((1, 1, 40, 41), (2, 1, 5, 5), bias=True)
    for mode in ["SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"]:
        for stride in [1, 2, 3]:
            add((1, 2, 8, 7), (3, 2, 3, 4), auto_pad=mode, strides=[stride, stride])
        add((1, 3, 11), (2, 3, 4), bias=True, auto_pad=mode)
    add((2, 3, 20), (4, 3, 5), bias=True, strides=[2], pads=[2, 1], dilations=[2])
    add((2, 4, 20), (6, 2, 5), group=2)
    add((1, 2, 4, 5, 6), (3, 2, 2, 3, 2), bias=True, pads=[1, 0, 1, 0, 2, 1])


def pool(to):
    settings = [
        {"kernel_shape": [2, 2]}, {"kernel_shape": [2, 2], "strides": [2, 2]},
        {"kernel_shape": [3, 2], "strides": [2, 3]},
        {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]},
        {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [0, 1, 1, 0], "ceil_mode": 1},
        {"kernel_shape": [2, 2], "strides": [3, 3], "ceil_mode": 1},
        {"kernel_shape": [3, 3], "strides": [3, 2], "pads": [1, 1, 1, 1], "ceil_mode": 1},
        {"kernel_shape": [1, 1], "strides": [3, 4], "ceil_mode": 1},
        {"kernel_shape": [3, 2], "auto_pad": "SAME_UPPER"},
        {"kernel_shape": [3, 2], "auto_pad": "SAME_LOWER", "strides": [2, 2]},
        {"kernel_shape": [3, 2], "auto_pad": "VALID", "strides": [2, 2]},
    ]
    for size in [(1, 2, 8, 9), (2, 1, 7, 6)]:
        for setting in settings:
            to.add("pool", "MaxPool", [to.normal(*size)], **setting)
            to.add("pool", "AveragePool", [to.normal(*size)], opset=19, **setting)
            to.add(
                "pool", "AveragePool", [to.normal(*size)], opset=19, count_include_pad=1, **setting)
    x = to.normal(1, 2, 9, 9)
    dilated = {"kernel_shape": [3, 2], "dilations": [2, 3], "pads": [1, 1, 1, 1]}
    to.add("pool", "MaxPool", [x], **dilated)
    to.add("pool", "AveragePool", [x], opset=19, **dilated)
    to.add("pool", "MaxPool", [to.normal(1, 2, 9)], kernel_shape=[3], strides=[2], pads=[1, 0])
    to.add("pool", "AveragePool", [to.normal(1, 2, 9)], kernel_shape=[3], strides=[2], pads=[1, 0])
    for operator in ["GlobalAveragePool", "GlobalMaxPool"]:
        to.add("pool", operator, [to.normal(2, 3, 4, 5)])
        to.add("pool", operator, [to.normal(2, 3, 6)])


def reduction(to):
    x = to.normal(2, 3, 4)
    for operator in ["ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin"]:
        before = 12 if operator == "ReduceSum" else 17
        for axes in [None, [0], [1], [-1], [0, 2], [2, 1], [0, 1, 2]]:
            for keep in [0, 1]:
                inputs = [x] if axes is None else [x, ints(*axes)]
                attributes = {} if axes is None else {"axes": axes}
                to.add("reduction", operator, [x], opset=before, keepdims=keep, **attributes)
                to.add("reduction", operator, inputs, opset=18, keepdims=keep)
        to.add("reduction", operator, [x], opset=18, noop_with_empty_axes=1)


def selection(to):
    x = to.eighths(4, 5, 60)
    for operator in ["ArgMax", "ArgMin"]:
        to.add("selection", operator, [x], exact=True)
        for axis in [0, 1, 2, -1]:
            for last in [0, 1]:
                to.add(
                    "selection", operator, [x], exact=True, axis=axis, keepdims=last,
                    select_last_index=last)
    for k in [1, 3, 5]:
        for largest in [0, 1]:
            to.add(
                "selection", "TopK", [x, ints(k)], outputs=2, exact=True, axis=1, largest=largest)
        to.add("selection", "TopK", [x, ints(k)], outputs=2, exact=True)
        to.add("selection", "TopK", [x], opset=9, outputs=2, exact=True, k=k, axis=-1)
    to.add("selection", "TopK", [x, ints(4)], outputs=2, exact=True, axis=0)


def normalization(to):
    for size in [(4, 3), (2, 3, 5), (2, 3, 4, 5), (1, 1, 2, 2)]:
        c = size[1]
        inputs = [to.normal(*size), to.normal(c), to.normal(c), to.normal(c), abs(to.normal(c))]
        for opset in [9, 14, 17]:
            to.add("normalization", "BatchNormalization", inputs, opset=opset)
        to.add("normalization", "BatchNormalization", inputs, epsilon=0.125)
    x = 5 * to.normal(2, 3, 4)
    for operator in ["Softmax", "LogSoftmax"]:
        for opset in [11, 13]:
            to.add("normalization", operator, [x], opset=opset)
            for axis in [0, 1, 2, -1, -2]:
                to.add("normalization", operator, [x], opset=opset, axis=axis)


MODES = [
    "ROUND", "CEIL", "FLOOR", "UP", "DOWN", "HALF_UP", "HALF_DOWN", "HALF_EVEN", "round", "half_up",
]


def quantization(to):
    def add(operator, inputs, **attributes):
        to.add("quantization", operator, inputs, exact=True, domain=QONNX, **attributes)

    x = to.eighths(4, 30)
    x[0, :3] = [0.0, -0.0, 0.125]
    add("BipolarQuant", [x, real(0.5)])
    add("BipolarQuant", [x, abs(to.normal(4, 1))])
    for bits in [1, 2, 3, 8]:
        for signed in [0, 1]:
            for narrow in [0, 1]:
                for scale, zero in [(0.25, 0.0), (0.5, 1.0)]:
                    for operator in ["Quant", "IntQuant"]:
                        add(
                            operator, [x, real(scale), real(zero), real(bits)], signed=signed,
                            narrow=narrow, rounding_mode="ROUND")
    for mode in MODES:
        add(
            "Quant", [x, real(0.25), real(0), real(4)], signed=1, narrow=0, rounding_mode=mode)
        whole = np.round(8 * x) / 2
        add("Trunc", [whole, real(0.5), real(0), real(8), real(5)], rounding_mode=mode)
    scales = np.exp2(to.random.integers(-3, 2, size=(4, 1))).astype(np.float32)
    add("Quant", [x, scales, real(0), real(3)], signed=1, narrow=1)
    add("Trunc", [whole, real(0.5), real(4), real(8), real(6)], rounding_mode="FLOOR")
    for mode in MODES:
        for attributes in [{}, {"signed": 0}, {"narrow": 1}]:
            inputs = [whole, real(0.5), real(0), real(8), real(2), real(4)]
            add("Trunc", inputs, rounding_mode=mode, **attributes)


def threshold(to):
    def add(operator, inputs, **attributes):
        to.add("threshold", operator, inputs, exact=True, domain=QONNX, **attributes)

    rows = np.sort(to.eighths(3, 7), axis=1)
    dtype = {"out_dtype": "UINT4"}
    add("MultiThreshold", [to.eighths(5, 3), rows], **dtype)
    add("MultiThreshold", [to.eighths(5, 3), rows], data_layout="NC", **dtype)
    add("MultiThreshold", [to.eighths(2, 3, 4, 4), rows], **dtype)
    add("MultiThreshold", [to.eighths(2, 3, 4, 4), rows], data_layout="NCHW", **dtype)
    add("MultiThreshold", [to.eighths(2, 4, 4, 3), rows], data_layout="NHWC", **dtype)
    add("MultiThreshold", [to.eighths(2, 4, 3), rows], **dtype)
    add("MultiThreshold", [to.eighths(2, 3, 4), rows], data_layout="NCW", **dtype)
    add("MultiThreshold", [to.eighths(2, 3, 4, 4), rows[:1]], **dtype)
    add("MultiThreshold", [to.eighths(2, 3, 4, 4), rows], out_scale=2.0, out_bias=-1.0, **dtype)
    add("MultiThreshold", [to.eighths(2, 3, 4, 4), rows[:, ::-1].copy()], **dtype)
    for a, b in [((3, 9), (9, 4)), ((1, 33), (33, 5)), ((2, 3, 9), (9, 4))]:
        bits = [to.random.integers(0, 2, size=shape).astype(np.float32) for shape in (a, b)]
        add("XnorPopcountMatMul", bits)


def main():
    directory = pathlib.Path(sys.argv[1])
    to = Cases(directory)
    for family in [
        arithmetic, activation, comparison, cast, shape, layout, matrix, convolution, pool,
        reduction, selection, normalization, quantization, threshold,
    ]:
        family(to)
    (directory / "cases.json").write_text(json.dumps(to.cases))


if __name__ == "__main__":
    main()
