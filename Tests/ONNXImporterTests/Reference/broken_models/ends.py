"""Inputs and ends that nothing can be made of."""

import numpy as np
from onnx import TensorProto, helper

from .sketch import Sketch, broken

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
