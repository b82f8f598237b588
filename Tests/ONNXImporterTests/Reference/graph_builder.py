"""Builds an ONNX graph node by node and knows the values of a batch of frames as it grows."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from tracing import STANDARD_DOMAINS, quiet_options

NAME_STYLES = ("dotted", "slashed", "numbered", "tensorflow")


class GraphBuilder:
    """A graph under construction; `value(name)` computes what it needs when it is asked.

    The values here only help to choose constants. What a case records comes from `tracing`.
    """

    def __init__(self, rng: np.random.Generator, operator_set: int):
        """An empty graph of ONNX operators of this version."""
        self.rng = rng
        self.operator_set = operator_set
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.domains: set[str] = set()
        self.input: tuple[str, list[int]] | None = None
        self._values: dict[str, np.ndarray] = {}
        self._pending: list[onnx.NodeProto] = []
        self._shared: dict[bytes, str] = {}
        self._style = rng.choice(NAME_STYLES)
        self._constants_as_nodes = 0.3 if rng.random() < 0.4 else 0.0
        self._sharing = rng.random() < 0.3
        self._nameless = rng.random() < 0.15

    def add_input(self, name: str, values: np.ndarray) -> str:
        """The graph's input, with the frames that it will have."""
        self.input = (name, list(values.shape[1:]))
        self._values[name] = values
        return name

    def node(
        self, operation: str, inputs: list[str], *, domain="", known=None, **attributes
    ) -> str:
        """Appends a node and returns its first output.

        `known` is what it gives, for nodes that only the final graph can run.
        """
        output = self._name(operation)
        node_name = "" if self._nameless else f"{output}/{operation}"
        node = helper.make_node(
            operation, inputs, [output], name=node_name, domain=domain, **attributes
        )
        self.nodes.append(node)
        if domain not in STANDARD_DOMAINS:
            self.domains.add(domain)
            known = custom_value(node, [self.value(name) for name in inputs])
        if known is None:
            self._pending.append(node)
        else:
            self._values[output] = known
        return output

    def constant(self, values, dtype=np.float32, *, as_initializer=False) -> str:
        """The name of a constant: an initializer, a Constant node, or one that is there already."""
        array = np.asarray(values, dtype=dtype)
        key = array.dtype.str.encode() + str(array.shape).encode() + array.tobytes()
        if self._sharing and key in self._shared:
            return self._shared[key]
        if not as_initializer and self.rng.random() < self._constants_as_nodes:
            name = self._constant_node(array)
        else:
            name = self._name("constant")
            self.initializers.append(self._tensor(array, name))
        self._values[name] = array
        self._shared[key] = name
        return name

    def value(self, name: str) -> np.ndarray:
        """The values of all frames."""
        if name not in self._values:
            self._run_pending()
        return self._values[name]

    def model(self, outputs, *, batch, inputs_list_initializers, ir_version) -> onnx.ModelProto:
        """The whole model. `batch` is 1, a name, or None for an axis that says nothing."""
        name, shape = self.input
        inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [batch, *shape])]
        if inputs_list_initializers:
            inputs += [
                helper.make_tensor_value_info(tensor.name, tensor.data_type, tensor.dims)
                for tensor in self.initializers
            ]
        described = [
            helper.make_tensor_value_info(
                output,
                helper.np_dtype_to_tensor_dtype(self.value(output).dtype),
                [batch, *self.value(output).shape[1:]],
            )
            for output in outputs
        ]
        graph = helper.make_graph(self.nodes, "random", inputs, described, self.initializers)
        sets = [helper.make_opsetid("", self.operator_set)]
        sets += [helper.make_opsetid(domain, 1) for domain in sorted(self.domains)]
        return helper.make_model(
            graph, opset_imports=sets, ir_version=ir_version, producer_name="bnn-hw random graphs"
        )

    def _constant_node(self, array):
        name = self._name("Constant")
        tensor = self._tensor(array, "")
        self.nodes.append(helper.make_node("Constant", [], [name], value=tensor))
        return name

    def _tensor(self, array, name):
        if array.dtype == np.float32 and self.rng.random() < 0.3:
            return helper.make_tensor(
                name, TensorProto.FLOAT, array.shape, array.reshape(-1).tolist()
            )
        return numpy_helper.from_array(array, name)

    def _name(self, operation):
        number = len(self.nodes) + len(self.initializers)
        match self._style:
            case "dotted":
                return f"features.{number}.{operation.lower()}"
            case "slashed":
                return f"/net/{operation}_{number}_output_0"
            case "tensorflow":
                return f"sequential/layer_{number}/{operation}:0"
            case _:
                return str(number)

    def _run_pending(self):
        wanted = [output for node in self._pending for output in node.output]
        feeds = {
            name: self._values[name]
            for node in self._pending
            for name in node.input
            if name in self._values
        }
        graph = helper.make_graph(
            self._pending,
            "part",
            [
                helper.make_tensor_value_info(
                    name, helper.np_dtype_to_tensor_dtype(array.dtype), array.shape
                )
                for name, array in feeds.items()
            ],
            [onnx.ValueInfoProto(name=name) for name in wanted],
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", self.operator_set)], ir_version=8
        )
        session = onnxruntime.InferenceSession(model.SerializeToString(), quiet_options())
        self._values.update(zip(wanted, session.run(wanted, feeds), strict=True))
        self._pending = []


def custom_value(node: onnx.NodeProto, inputs: list[np.ndarray]) -> np.ndarray:
    """What the operators of QONNX that random graphs have give."""
    attributes = {entry.name: helper.get_attribute_value(entry) for entry in node.attribute}
    data = inputs[0]
    match node.op_type:
        case "BipolarQuant":
            return np.where(data >= 0, inputs[1], -inputs[1]).astype(np.float32)
        case "MultiThreshold":
            is_last = attributes.get("data_layout", b"NCHW") == b"NHWC"
            axis = data.ndim - 1 if is_last else 1
            shape = [1] * data.ndim
            shape[axis] = inputs[1].shape[0]
            counts = (data >= inputs[1].reshape(shape)).astype(np.float32)
            result = counts * attributes.get("out_scale", 1) + attributes.get("out_bias", 0)
            return result.astype(np.float32)
        case "Quant":
            scale, zero, bits = (float(value.reshape(-1)[0]) for value in inputs[1:4])
            if bits == 1 and attributes["signed"]:
                return np.where(data / scale + zero >= 0, scale, -scale).astype(np.float32)
            low = -(2 ** (bits - 1)) + attributes["narrow"] if attributes["signed"] else 0
            high = 2 ** (bits - 1) - 1 if attributes["signed"] else 2**bits - 1
            level = np.round(np.clip(data / np.float32(scale) + zero, low, high))
            return ((level - zero) * scale).astype(np.float32)
        case _:
            raise ValueError(f"no value for {node.op_type}")
