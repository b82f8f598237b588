"""Numbers that make no sense."""

import numpy as np
import onnx
from onnx import TensorProto

from .sketch import QONNX, Sketch, broken


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
