"""Axes in the wrong place."""

import numpy as np

from .sketch import Sketch, broken


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
