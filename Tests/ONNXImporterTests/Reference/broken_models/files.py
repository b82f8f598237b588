"""Tensors and files that cannot be read."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .sketch import Sketch, broken

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
