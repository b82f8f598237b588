"""Weights that are not of ±1."""

import numpy as np

from .sketch import Sketch, broken


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
