"""Runs an ONNX graph with an executor that is not ours and returns what its values are.

Graphs of ONNX's own operators run in ONNX Runtime with all graph optimizations off; graphs with
operators of QONNX, Brevitas or FINN run in qonnx, node by node.
"""

import copy
import warnings
from functools import cache, partial

import numpy as np
import onnx
import onnxruntime
from onnx import helper

IR_VERSION = 8
STANDARD_DOMAINS = {"", "ai.onnx"}


def executor(model: onnx.ModelProto) -> str:
    """Name and version of what `trace` runs the model with."""
    if needs_qonnx(model):
        from importlib.metadata import version

        return f"qonnx {version('qonnx')}"
    return f"onnxruntime {onnxruntime.__version__}"


def needs_qonnx(model: onnx.ModelProto) -> bool:
    """Whether a node is of no standard operator set."""
    return any(node.domain not in STANDARD_DOMAINS for node in model.graph.node)


def data_input(model: onnx.ModelProto) -> onnx.ValueInfoProto:
    """The input that no initializer gives."""
    given = {tensor.name for tensor in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in given]
    if len(inputs) != 1:
        raise ValueError(f"{len(inputs)} inputs, but expected one")
    return inputs[0]


def depending_on_input(model: onnx.ModelProto) -> list[str]:
    """Values that the input decides, in the order of the nodes."""
    reached = {data_input(model).name}
    names = []
    for node in model.graph.node:
        if node.op_type != "Shape" and reached.intersection(node.input):
            outputs = [name for name in node.output if name]
            reached.update(outputs)
            names += outputs
    return names


def trace(
    model: onnx.ModelProto, frames: np.ndarray, names: list[str] | None = None
) -> dict[str, np.ndarray]:
    """The named values (all that depend on the input, if none are named) for a batch of frames.

    A model whose batch is fixed to another size runs for one frame after the other; its results
    are put together along the first axis.
    """
    if names is None:
        names = depending_on_input(model)
    run = _qonnx_runner(model, names) if needs_qonnx(model) else _onnxruntime_runner(model, names)
    batch = data_input(model).type.tensor_type.shape.dim[0]
    if not batch.HasField("dim_value") or batch.dim_value == len(frames):
        return run(frames)
    if batch.dim_value != 1:
        raise ValueError(f"the batch is fixed to {batch.dim_value} frames")
    parts = [run(frames[index : index + 1]) for index in range(len(frames))]
    return {name: np.concatenate([np.atleast_1d(part[name]) for part in parts]) for name in names}


def quiet_options() -> onnxruntime.SessionOptions:
    """One thread, no fused or reordered nodes, errors only."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _onnxruntime_runner(model, names):
    model = copy.deepcopy(model)
    outputs = {value.name for value in model.graph.output}
    model.graph.output.extend(
        onnx.ValueInfoProto(name=name) for name in names if name not in outputs
    )
    session = onnxruntime.InferenceSession(model.SerializeToString(), quiet_options())
    input_name = data_input(model).name

    def run(frames):
        results = session.run(names, {input_name: frames}) if names else []
        return dict(zip(names, results, strict=True))

    return run


def _qonnx_runner(model, names):
    wrapper_of = cache(lambda count: _qonnx_model(model, count))
    input_name = data_input(model).name

    def run(frames):
        from qonnx.core import onnx_exec

        # qonnx makes a model of each node, of a newer IR version than ONNX Runtime may know.
        onnx_exec.qonnx_make_model = partial(helper.make_model, ir_version=IR_VERSION)
        context = onnx_exec.execute_onnx(wrapper_of(len(frames)), {input_name: frames}, True)
        return {name: np.array(context[name]) for name in names}

    return run


def _qonnx_model(model, count):
    """The model with its batch fixed and all shapes known, as qonnx needs it."""
    from qonnx.core.modelwrapper import ModelWrapper
    from qonnx.transformation.infer_shapes import InferShapes

    model = copy.deepcopy(model)
    model.graph.value_info.clear()
    data_input(model).type.tensor_type.shape.dim[0].dim_value = count
    for value in model.graph.output:
        dimensions = value.type.tensor_type.shape.dim
        if len(dimensions) > 0:
            dimensions[0].dim_value = count
    for index, node in enumerate(model.graph.node):
        _inline_constant(model.graph, index, node)
    constants = [node for node in model.graph.node if node.op_type == "Constant"]
    for node in constants:
        model.graph.node.remove(node)
    with warnings.catch_warnings():
        # It says that it renames FINN's domain to its own.
        warnings.simplefilter("ignore", UserWarning)
        return ModelWrapper(model).transform(InferShapes())


def _inline_constant(graph, index, node):
    """qonnx looks for scales and bit widths among initializers only."""
    if node.op_type != "Constant":
        return
    value = helper.get_node_attr_value(node, "value")
    tensor = onnx.TensorProto()
    tensor.CopyFrom(value)
    tensor.name = node.output[0]
    graph.initializer.append(tensor)
