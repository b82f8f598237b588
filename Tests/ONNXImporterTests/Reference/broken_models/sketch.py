"""Small graphs in few lines, and the register of those that are broken."""

from collections.abc import Callable

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

QONNX = "qonnx.custom_op.general"
MODELS: dict[str, tuple[str, Callable[[], bytes]]] = {}


class Sketch:
    """A small graph: an image of 2×6×6 pixels unless told otherwise."""

    def __init__(self, *, shape=(1, 2, 6, 6), operator_set=13):
        """An input and no nodes."""
        self.operator_set = operator_set
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.inputs = [helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)]
        self.rng = np.random.default_rng(1)

    def node(self, operation: str, *inputs: str, name=None, outputs=1, domain="", **attributes):
        """Appends a node and returns its output, or the list of them if they are several."""
        title = name or f"{operation.lower()}{len(self.nodes)}"
        names = [title if index == 0 else f"{title}_{index}" for index in range(outputs)]
        self.nodes.append(
            helper.make_node(
                operation,
                inputs,
                names,
                name=f"{operation.lower()}{len(self.nodes)}",
                domain=domain,
                **attributes,
            )
        )
        return names[0] if outputs == 1 else names

    def constant(self, values, dtype=np.float32, name=None) -> str:
        """Appends an initializer."""
        title = name or f"parameter{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(values, dtype), title))
        return title

    def signs(self, *shape: int) -> np.ndarray:
        """Random weights of ±1."""
        return self.rng.choice([-1.0, 1.0], shape)

    def conv(self, source="image", filters=4, channels=2, kernel=(3, 3), **attributes) -> str:
        """A convolution with weights of ±1."""
        weights = self.constant(self.signs(filters, channels, *kernel))
        return self.node("Conv", source, weights, **attributes)

    def norm(self, source: str, count=4, **attributes) -> str:
        """A batch normalisation."""
        values = (np.ones(count), np.full(count, 0.25), np.full(count, 3.5), np.full(count, 9.0))
        return self.node(
            "BatchNormalization", source, *(self.constant(value) for value in values), **attributes
        )

    def bits(self, source: str, high=1.0, low=-1.0) -> str:
        """1 where a value is 0 or more, else −1."""
        condition = self.node("GreaterOrEqual", source, self.constant(0.0))
        return self.node("Where", condition, self.constant(high), self.constant(low))

    def first(self) -> str:
        """A binarized map of 4×4×4."""
        return self.bits(self.norm(self.conv()))

    def dense(self, source: str, columns: int, units=3) -> str:
        """A product with weights of ±1."""
        return self.node("MatMul", source, self.constant(self.signs(columns, units)))

    def scores(self, source: str, columns=64) -> str:
        """A map, flattened, and three sums of it."""
        return self.dense(self.node("Flatten", source), columns)

    def model(self, *outputs: str) -> onnx.ModelProto:
        """The whole model."""
        domains = sorted({node.domain for node in self.nodes} - {""})
        model = helper.make_model(
            helper.make_graph(
                self.nodes,
                "broken",
                self.inputs,
                [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
                self.initializers,
            ),
            opset_imports=[
                helper.make_opsetid("", self.operator_set),
                *(helper.make_opsetid(domain, 1) for domain in domains),
            ],
            ir_version=8,
        )
        for output in model.graph.output:
            output.type.CopyFrom(_type_of(output, model))
        return model


def _type_of(output, model) -> onnx.TypeProto:
    """What shape inference finds, or a matrix."""
    undeclared = onnx.ModelProto()
    undeclared.CopyFrom(model)
    undeclared.graph.output.clear()
    try:
        inferred = onnx.shape_inference.infer_shapes(undeclared)
    except Exception:  # noqa: BLE001 -- not every broken model can be inferred
        inferred = undeclared
    values = [*inferred.graph.value_info, *inferred.graph.input]
    for value in values:
        if value.name == output.name and value.type.tensor_type.HasField("shape"):
            return value.type
    return helper.make_tensor_type_proto(TensorProto.FLOAT, [None, None])


def broken(function: Callable[[], onnx.ModelProto | bytes]):
    """Registers a model under its function's name; the docstring says what is wrong."""

    def serialized() -> bytes:
        model = function()
        return model if isinstance(model, bytes) else model.SerializeToString()

    MODELS[function.__name__] = (function.__doc__, serialized)
    return function
