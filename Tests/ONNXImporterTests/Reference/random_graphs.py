"""Random legal ONNX, QONNX and FINN graphs of binarized networks, with what they compute.

    random_graphs.py SEED COUNT OUT_DIR

writes case_0 to case_(COUNT-1), three files each; README.md has their format.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import onnx

from case_files import as_input, write_case
from network_parts.drawing import MARGIN, RedrawError, by_channel
from random_network import RandomNetwork
from tracing import trace

FRAMES = 16
ATTEMPTS = 200


def main() -> None:
    """Writes the cases and prints which operators and features they have."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("directory", type=Path)
    arguments = parser.parse_args()
    operators, features, redrawn = Counter(), Counter(), 0
    for index in range(arguments.count):
        attempts, model, found = write_random_case(arguments.seed, index, arguments.directory)
        redrawn += attempts
        operators.update({f"{node.domain or 'onnx'}.{node.op_type}" for node in model.graph.node})
        features.update(found)
    print(f"{arguments.count} graphs, {redrawn} drawn again")
    print("graphs with operator: " + _listed(operators))
    print("graphs with feature: " + _listed(features))


def write_random_case(
    seed: int, index: int, directory: Path
) -> tuple[int, onnx.ModelProto, set[str]]:
    """Draws until all decisions are safe; gives how often that was in vain, the model, features."""
    for attempt in range(ATTEMPTS):
        rng = np.random.default_rng([seed, index, attempt])
        try:
            network = RandomNetwork(rng, FRAMES)
            model, values = _checked(network, rng)
        except RedrawError:
            continue
        write_case(
            directory,
            f"case_{index}",
            model,
            network.pixels,
            layout=network.input_layout,
            input_scale=network.input_scale,
            binarized=network.binarized,
            scores=network.scores,
            classes=network.classes,
            values=values,
            notes={"dialect": str(network.dialect), "features": sorted(network.features)},
        )
        return attempt, model, network.features | {str(network.dialect)}
    raise RuntimeError(f"no case in {ATTEMPTS} attempts for seed {seed}, index {index}")


def _checked(network, rng) -> tuple[onnx.ModelProto, dict[str, np.ndarray]]:
    """The model with its traced values, if no rounding could decide any of them."""
    lists_initializers = rng.random() < 0.15
    options = {
        "inputs_list_initializers": lists_initializers,
        "ir_version": 3 if lists_initializers and rng.random() < 0.3 else int(rng.integers(4, 10)),
    }
    builder = network.builder
    model = builder.model(network.outputs, batch=network.batch, **options)
    if network.dialect == "finn" and network.input_scale == 1 and rng.random() < 0.6:
        _annotate(model, builder.input[0], "UINT8")
        network.features.add("annotated_input")
    runnable = model
    if network.dialect == "onnx":
        onnx.checker.check_model(model, full_check=True)
    else:
        runnable = builder.model(network.outputs, batch="N", **options)
    names = {*network.binarized, network.scores, *(check.name for check in network.checks)}
    names |= {network.classes} - {None}
    names -= {builder.input[0]}
    frames = as_input(network.pixels, network.input_scale)
    values = trace(runnable, frames, sorted(names))
    values[builder.input[0]] = frames
    for check in network.checks:
        _check_margin(check, by_channel(values[check.name], check.layout))
    for name in network.binarized:
        if len(np.unique(values[name])) != 2:
            raise RedrawError
    _check_scores(values[network.scores].reshape(FRAMES, -1))
    return model, values


def _annotate(model, name, type_name) -> None:
    """FINN's note of the type of a value."""
    entry = onnx.StringStringEntryProto(key="finn_datatype", value=type_name)
    model.graph.quantization_annotation.add(tensor_name=name, quant_parameter_tensor_names=[entry])


def _check_margin(check, rows) -> None:
    distances = np.abs(rows.astype(np.float64) - check.boundary)
    reach = np.maximum(distances.max(axis=0), np.abs(check.boundary))
    if np.any(distances.max(axis=0) == 0) and not check.is_exact:
        raise RedrawError
    is_near = distances < MARGIN * reach
    if check.is_exact:
        is_near &= distances > 0
    if is_near.any():
        raise RedrawError


def _check_scores(scores) -> None:
    """The largest of each frame stands out, but for those that are exactly equal to it."""
    distances = scores.max(axis=1, keepdims=True) - scores
    reach = np.abs(scores).max(axis=1, keepdims=True)
    if ((distances > 0) & (distances < MARGIN * reach)).any() or not np.isfinite(scores).all():
        raise RedrawError


def _listed(counts) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


if __name__ == "__main__":
    main()
