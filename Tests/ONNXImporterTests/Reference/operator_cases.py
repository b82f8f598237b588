"""Models of one node, and the outputs that ONNX Runtime and QONNX compute."""

import math

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from qonnx.custom_op.registry import getCustomOp

QONNX = "qonnx.custom_op.general"


class Cases:
    """Collects cases and writes their models."""

    def __init__(self, directory):
        self.directory = directory
        self.random = np.random.default_rng(20)
        self.cases = []

    def normal(self, *shape):
        return self.random.normal(size=shape).astype(np.float32)

    def eighths(self, *shape):
        """Numbers whose sums and halves are exact, many of them ties."""
        return (self.random.integers(-40, 41, size=shape) / 8).astype(np.float32)

    def add(
        self, family, operator, inputs, opset=17, outputs=1, exact=False, domain="", **attributes
    ):
        """Whole numbers behind the first input are initializers, the other inputs are fed."""
        names = ["" if value is None else f"x{i}" for i, value in enumerate(inputs)]
        results = [f"y{i}" for i in range(outputs)]
        node = helper.make_node(operator, names, results, domain=domain, **attributes)
        fed, initializers = {}, []
        for i, value in enumerate(inputs):
            if value is None:
                continue
            value = np.asarray(value)
            if i > 0 and value.dtype == np.int64:
                initializers.append(numpy_helper.from_array(value, names[i]))
            else:
                fed[names[i]] = value
        graph = helper.make_graph(
            [node], operator,
            [
                helper.make_tensor_value_info(
                    name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
                for name, value in fed.items()
            ],
            [onnx.ValueInfoProto(name=name) for name in results], initializers)
        sets = [helper.make_opsetid("", opset)]
        if domain:
            sets.append(helper.make_opsetid(domain, 1))
        model = helper.make_model(graph, opset_imports=sets, ir_version=8)
        expected = (self.by_qonnx if domain else self.by_runtime)(model, node, fed, initializers)
        self.write(family, operator, model, fed, dict(zip(results, expected, strict=True)), exact)

    @staticmethod
    def by_runtime(model, node, fed, initializers):
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        return session.run(None, fed)

    @staticmethod
    def by_qonnx(model, node, fed, initializers):
        context = dict(fed)
        context.update({tensor.name: numpy_helper.to_array(tensor) for tensor in initializers})
        version = 1 if len(node.input) <= 5 else 2
        getCustomOp(node, onnx_opset_version=version).execute_node(context, model.graph)
        return [context[name] for name in node.output]

    def write(self, family, operator, model, inputs, outputs, exact):
        name = f"{operator}-{len(self.cases)}"
        (self.directory / f"{name}.onnx").write_bytes(model.SerializeToString())

        def tensors(values):
            return {
                name: {"shape": list(value.shape), "values": numbers(value)}
                for name, value in values.items()
            }

        outputs = {name: np.asarray(value) for name, value in outputs.items()}
        self.cases.append({
            "name": name, "family": family, "isExact": exact,
            "inputs": tensors(inputs), "outputs": tensors(outputs),
        })


def numbers(value):
    """A flat list; JSON has no infinities, so they are words."""
    flat = value.astype(np.float64).ravel().tolist()
    return [number if math.isfinite(number) else str(number) for number in flat]


def ints(*values):
    return np.array(values, dtype=np.int64)


def real(value):
    return np.float32(value)
