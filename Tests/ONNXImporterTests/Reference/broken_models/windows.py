"""Windows and padding."""

import numpy as np
from onnx import TensorProto

from .sketch import Sketch, broken

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
