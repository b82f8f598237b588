"""Two activations that do not agree, and values of more than one bit."""

import numpy as np
from onnx import TensorProto

from .sketch import QONNX, Sketch, broken

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
