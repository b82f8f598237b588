"""Graphs that are no chain of layers."""

import numpy as np
import onnx
from onnx import helper

from .sketch import Sketch, broken


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
