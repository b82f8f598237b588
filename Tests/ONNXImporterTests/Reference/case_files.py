"""Writes a case: a model, frames for it, and what an independent executor makes of them.

`<name>.onnx` is the model, `<name>.json` describes it, `<name>.bin` has the numbers. README.md
has the format.
"""

import json
from pathlib import Path

import numpy as np
import onnx

from tracing import data_input, depending_on_input, executor, trace

FORMAT = "bnn-hw-onnx-case-1"
BINARIZERS = {"Sign", "Where", "Cast", "BipolarQuant", "Quant", "IntQuant", "MultiThreshold"}


class Blobs:
    """Arrays one after the other, each at an offset that is a multiple of 8."""

    def __init__(self):
        """Nothing yet."""
        self.data = bytearray()

    def add(self, array: np.ndarray) -> dict:
        """Appends an array; its type and offset as the JSON has them."""
        self.data += bytes(-len(self.data) % 8)
        offset = len(self.data)
        self.data += np.ascontiguousarray(array).tobytes()
        return {"type": array.dtype.name, "offset": offset}


def write_case(
    directory: Path,
    name: str,
    model: onnx.ModelProto,
    pixels: np.ndarray,
    *,
    layout: str,
    input_scale: float = 1.0,
    binarized: list[str] | None = None,
    scores: str | None = None,
    classes: str | None = None,
    values: dict[str, np.ndarray] | None = None,
    notes: dict | None = None,
) -> dict:
    """Runs the model unless `values` has the results, and writes the three files.

    Pixels are uint8, frames first, in the order of the model's input. Without `binarized` all
    values with two levels that a binarizer gives are recorded.
    """
    if values is None:
        values = trace(model, as_input(pixels, input_scale))
    if binarized is None:
        binarized = two_level_values(model, values)
    layouts = layouts_of(model, layout)
    blobs = Blobs()
    description = {
        "format": FORMAT,
        "model": f"{name}.onnx",
        "data": f"{name}.bin",
        "frames": len(pixels),
        "operator_set": operator_set(model),
        "executor": executor(model),
        **(notes or {}),
        "input": {
            "name": data_input(model).name,
            "shape": list(pixels.shape[1:]),
            "layout": layout,
            "scale": input_scale,
            **blobs.add(pixels),
        },
        "binarized": [
            _describe_bits(blobs, value, values[value], layouts[value]) for value in binarized
        ],
        "scores": None,
        "classes": None,
    }
    if scores is not None:
        numbers = values[scores].astype(np.float32).reshape(len(pixels), -1)
        description["scores"] = {
            "name": scores,
            "shape": [numbers.shape[1]],
            **blobs.add(numbers),
        }
        winners = numbers.argmax(axis=1).astype(np.int32)
        if classes is not None and not np.array_equal(values[classes].reshape(-1), winners):
            raise ValueError("the class is not the first largest score")
        description["classes"] = {"name": classes, "shape": [], **blobs.add(winners)}
    directory.mkdir(parents=True, exist_ok=True)
    onnx.save(model, directory / f"{name}.onnx")
    (directory / f"{name}.bin").write_bytes(blobs.data)
    (directory / f"{name}.json").write_text(json.dumps(description, indent=1) + "\n")
    return description


def as_input(pixels: np.ndarray, scale: float) -> np.ndarray:
    """Pixels as the floats that the model is fed: each times the scale, rounded to float32 once."""
    return (pixels.astype(np.float64) * scale).astype(np.float32)


def operator_set(model: onnx.ModelProto) -> int:
    """The version of ONNX's own operators."""
    return next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))


def two_level_values(model: onnx.ModelProto, values: dict[str, np.ndarray]) -> list[str]:
    """Values of binarizers that have two levels, in every frame.

    A Sign whose values another Sign makes two-valued is not among them.
    """
    signed_again = {
        name for name in values for later in _readers(model, name) if _is_tie_breaker(model, later)
    }
    return [
        node.output[0]
        for node in model.graph.node
        if node.op_type in BINARIZERS
        and node.output[0] in values
        and values[node.output[0]].dtype == np.float32
        and node.output[0] not in signed_again
        and len(np.unique(values[node.output[0]])) == 2
    ]


def layouts_of(model: onnx.ModelProto, input_layout: str) -> dict[str, str]:
    """The order of axes, such as NCHW, of each value that depends on the input.

    Letters follow Transpose; where axes are joined, "NF" remains. A value of another rank than its
    letters say has none.
    """
    layouts = {data_input(model).name: input_layout}
    dependent = set(depending_on_input(model))
    for node in model.graph.node:
        outputs = [name for name in node.output if name in dependent]
        if not outputs:
            continue
        source = next(layouts[name] for name in node.input if name in layouts)
        layout = _layout_behind(node, source)
        layouts.update((name, layout) for name in outputs)
    return layouts


def _layout_behind(node, source):
    if node.op_type == "Transpose":
        order = next(attribute.ints for attribute in node.attribute if attribute.name == "perm")
        return "".join(source[axis] for axis in order)
    if node.op_type in ("Conv", "MaxPool", "AveragePool"):
        return "NCHW"
    if node.op_type in ("Flatten", "Reshape", "Squeeze", "Gemm", "MatMul"):
        return "NF"
    return source


def _describe_bits(blobs, name, array, layout):
    low, high = float(array.min()), float(array.max())
    if low == high or not np.isin(array, (low, high)).all():
        raise ValueError(f"{name} has not two levels, but values such as {np.unique(array)[:5]}")
    return {
        "name": name,
        "shape": list(array.shape[1:]),
        "layout": layout if len(layout) == array.ndim else "NF",
        "levels": [low, high],
        **blobs.add((array == high).astype(np.uint8)),
    }


def _readers(model, name):
    return [node for node in model.graph.node if name in node.input]


def _is_tie_breaker(model, node):
    """Larq's sign is sign(sign(x) + 0.1)."""
    if node.op_type != "Add":
        return False
    return any(reader.op_type == "Sign" for reader in _readers(model, node.output[0]))
