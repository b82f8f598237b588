"""Binarized networks as real exporters write them, with what they compute.

    exports.py OUT_DIR --torch     Brevitas' and plain PyTorch's exports
    exports.py OUT_DIR --keras     Larq's through tf2onnx

The networks have their authors' topologies, random weights and batch normalisations that fit these.
exporters.jsonl says which exporters worked, and in which versions. README.md has the cases' format.
"""

import argparse
import json
import os
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx

from case_files import as_input, write_case
from tracing import depending_on_input, trace

FRAMES = 1000
CALIBRATION_FRAMES = 64
NEGATIVE_GAMMAS = 0.15


def main() -> None:
    """Runs the exporters of one framework."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    framework = parser.add_mutually_exclusive_group(required=True)
    framework.add_argument("--torch", action="store_true")
    framework.add_argument("--keras", action="store_true")
    arguments = parser.parse_args()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    if arguments.torch:
        export_torch(arguments.directory)
    else:
        export_keras(arguments.directory)


class Record:
    """Which exporters worked: OUT_DIR/exporters.jsonl, an object in each line."""

    def __init__(self, directory: Path, packages: list[str]):
        """Versions are those of these packages."""
        self.path = directory / "exporters.jsonl"
        self.versions = {package: version(package) for package in packages}
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        self.entries = {entry["name"]: entry for entry in map(json.loads, lines)}

    def run(self, name: str, exporter: str, work) -> None:
        """Does the work and notes how it went."""
        try:
            work()
            result = "worked"
        except Exception as error:  # noqa: BLE001 -- an exporter that fails is a result, too
            result = f"{type(error).__name__}: {str(error).strip()[:500]}"
        print(f"{name}: {result}", flush=True)
        self.entries[name] = {
            "name": name,
            "exporter": exporter,
            "result": result,
            "versions": self.versions,
        }
        self.path.write_text("".join(f"{json.dumps(entry)}\n" for entry in self.entries.values()))


def normalisation(sums: np.ndarray, epsilon: float, grid: float, rng) -> tuple[np.ndarray, ...]:
    """Gamma, beta, mean and variance for sums (frames × channels).

    No threshold comes close to a multiple of the grid, where the sums lie.
    """
    count = sums.shape[1]
    spread = sums.std(axis=0) + grid
    mean = sums.mean(axis=0) + rng.normal(0, 0.3, count) * spread
    variance = spread**2 * rng.uniform(0.5, 2.0, count)
    gamma = rng.uniform(0.3, 1.7, count)
    gamma[rng.random(count) < NEGATIVE_GAMMAS] *= -1
    mean, variance, gamma = (values.astype(np.float32) for values in (mean, variance, gamma))
    deviation = np.sqrt(variance.astype(np.float64) + epsilon)
    threshold = mean - rng.normal(0, 0.3, count) * deviation / gamma
    threshold = (np.floor(threshold / grid) + rng.uniform(0.25, 0.75, count)) * grid
    beta = (mean - threshold) * gamma / deviation
    return gamma, beta.astype(np.float32), mean, variance


# PyTorch.


def export_torch(directory: Path) -> None:
    """Brevitas' networks by both of PyTorch's exporters, and networks of PyTorch alone."""
    import torch

    torch.set_num_threads(2)
    record = Record(directory, ["torch", "brevitas", "qonnx", "onnx", "onnxruntime", "onnxscript"])
    for name in ("TFC_1W1A", "SFC_1W1A", "LFC_1W1A", "CNV_1W1A"):
        network = brevitas_network(name)
        for style, is_dynamo in (("dynamo", True), ("torchscript", False)):
            record.run(
                f"brevitas_{name.lower()}_{style}",
                f"brevitas.export.export_qonnx(dynamo={is_dynamo})",
                lambda network=network, style=style, is_dynamo=is_dynamo, name=name: write_brevitas(
                    directory, f"brevitas_{name.lower()}_{style}", network, is_dynamo
                ),
            )
    network = plain_network()
    styles = {
        "torchscript_13": {"dynamo": False, "opset_version": 13},
        "torchscript_9": {"dynamo": False, "opset_version": 9},
        "torchscript_17_unfolded": {
            "dynamo": False,
            "opset_version": 17,
            "do_constant_folding": False,
            "training": torch.onnx.TrainingMode.PRESERVE,
        },
        "dynamo_18": {"dynamo": True, "opset_version": 18},
        "dynamo_20_unoptimized": {"dynamo": True, "opset_version": 20, "optimize": False},
    }
    for style, options in styles.items():
        record.run(
            f"torch_{style}",
            f"torch.onnx.export({', '.join(f'{key}={value}' for key, value in options.items())})",
            lambda style=style, options=options: write_plain(
                directory, f"torch_{style}", network, options
            ),
        )


def brevitas_network(name: str):
    """A network of brevitas_examples.bnn_pynq with weights of its own initialisation."""
    import torch
    from brevitas_examples.bnn_pynq.models import model_with_cfg
    from brevitas_examples.bnn_pynq.models.tensor_norm import TensorNorm

    rng = np.random.default_rng(len(name) + ord(name[0]))
    torch.manual_seed(int(rng.integers(1 << 30)))
    network, _ = model_with_cfg(name.lower(), pretrained=False)
    network.eval()
    shape = brevitas_shape(name)
    pixels = rng.integers(0, 256, (CALIBRATION_FRAMES, *shape)).astype(np.float32) / 255
    first_grid = 2.0**-7 if name.startswith("CNV") else 1.0
    normalise(network, torch.from_numpy(pixels), first_grid, rng)
    for module in network.modules():
        if isinstance(module, TensorNorm):
            module.running_mean.fill_(float(rng.normal(0, 2)))
            module.running_var.fill_(float(rng.uniform(200, 900)))
            module.weight.data.fill_(float(rng.uniform(0.5, 2)))
            module.bias.data.fill_(float(rng.normal(0, 1)))
    return network


def brevitas_shape(name: str) -> tuple[int, int, int]:
    """The images of CIFAR-10 or MNIST."""
    return (3, 32, 32) if name.lower().find("cnv") >= 0 else (1, 28, 28)


def normalise(network, frames, first_grid: float, rng) -> None:
    """Draws the statistics of one batch normalisation after the other, each for its own sums."""
    import torch

    grid = first_grid
    norms = [module for module in network.modules() if hasattr(module, "running_var")]
    for norm in norms:
        if not isinstance(norm, torch.nn.modules.batchnorm._BatchNorm):
            continue
        seen = []
        hook = norm.register_forward_pre_hook(lambda _, inputs, seen=seen: seen.append(inputs[0]))
        with torch.no_grad():
            network(frames)
        hook.remove()
        sums = np.moveaxis(seen[0].double().numpy(), 1, -1)
        values = normalisation(sums.reshape(-1, sums.shape[-1]), norm.eps, grid, rng)
        places = (norm.weight.data, norm.bias.data, norm.running_mean, norm.running_var)
        for place, value in zip(places, values, strict=True):
            place.copy_(torch.from_numpy(value))
        grid = 1.0


def write_brevitas(directory, name, network, is_dynamo) -> None:
    """Exports for one frame, and once more for all frames to run them at once."""
    shape = brevitas_shape(name)
    pixels = np.random.default_rng(5).integers(0, 256, (FRAMES, *shape)).astype(np.uint8)
    model = exported_by_brevitas(directory, network, 1, shape, is_dynamo)
    whole = exported_by_brevitas(directory, network, FRAMES, shape, is_dynamo)
    names = depending_on_input(model)
    if names != depending_on_input(whole):
        raise ValueError("the names of values depend on the batch")
    values = trace(whole, as_input(pixels, 1 / 255), names)
    check_against_torch(network, as_input(pixels, 1 / 255), values[model.graph.output[0].name])
    write_case(
        directory,
        name,
        model,
        pixels,
        layout="NCHW",
        input_scale=1 / 255,
        scores=model.graph.output[0].name,
        values=values,
    )


def exported_by_brevitas(directory, network, batch, shape, is_dynamo) -> onnx.ModelProto:
    """The model that export_qonnx writes for a batch."""
    import torch
    from brevitas.export import export_qonnx

    path = directory / "exported.tmp.onnx"
    frames = torch.rand(batch, *shape)
    export_qonnx(network, args=frames, export_path=str(path), dynamo=is_dynamo)
    model = onnx.load(path)
    for file in directory.glob("exported.tmp.onnx*"):
        file.unlink()
    return model


def plain_network():
    """Convolutions and dense layers of PyTorch alone, binarized by where and by sign."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Binarize(nn.Module):
        def forward(self, x):
            return torch.where(x >= 0, 1.0, -1.0)

    class HardSign(nn.Module):
        def forward(self, x):
            return torch.sign(functional.hardtanh(x))

    class BinaryConv(nn.Conv2d):
        def forward(self, x):
            weights = torch.where(self.weight >= 0, 1.0, -1.0)
            return functional.conv2d(x, weights, None, self.stride, self.padding)

    class BinaryLinear(nn.Linear):
        def forward(self, x):
            return functional.linear(x, torch.sign(self.weight), None)

    class Pixels(nn.Module):
        def forward(self, x):
            return x / 255

    torch.manual_seed(7)
    network = nn.Sequential(
        Pixels(),
        BinaryConv(3, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        Binarize(),
        BinaryConv(16, 24, 3, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(24),
        HardSign(),
        nn.MaxPool2d(2),
        BinaryConv(24, 32, 3, bias=False),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(32),
        nn.PReLU(32),
        Binarize(),
        nn.Flatten(),
        nn.Dropout(0.2),
        BinaryLinear(32, 48, bias=False),
        nn.BatchNorm1d(48),
        Binarize(),
        BinaryLinear(48, 10, bias=False),
    ).eval()
    rng = np.random.default_rng(11)
    pixels = rng.integers(0, 256, (CALIBRATION_FRAMES, 3, 20, 20)).astype(np.float32)
    normalise(network, torch.from_numpy(pixels), 1 / 255, rng)
    return network


def write_plain(directory, name, network, options) -> None:
    """Exports with an open batch and traces 1000 frames."""
    import torch

    pixels = np.random.default_rng(6).integers(0, 256, (FRAMES, 3, 20, 20)).astype(np.uint8)
    path = directory / "exported.tmp.onnx"
    options = dict(options)
    if options["dynamo"]:
        options["dynamic_shapes"] = ({0: torch.export.Dim("batch")},)
    else:
        options["dynamic_axes"] = {"image": {0: "batch"}}
    torch.onnx.export(
        network,
        (torch.zeros(2, 3, 20, 20),),
        str(path),
        input_names=["image"],
        output_names=["scores"],
        **options,
    )
    model = onnx.load(path)
    for file in directory.glob("exported.tmp.onnx*"):
        file.unlink()
    values = trace(model, as_input(pixels, 1.0))
    check_against_torch(network, as_input(pixels, 1.0), values["scores"])
    write_case(directory, name, model, pixels, layout="NCHW", scores="scores", values=values)


def check_against_torch(network, frames, scores) -> None:
    """The framework itself computes the same scores."""
    import torch

    with torch.no_grad():
        own = np.concatenate(
            [network(part).numpy() for part in torch.from_numpy(frames).split(100)]
        )
    check_scores(own, scores)


def check_scores(own: np.ndarray, traced: np.ndarray) -> None:
    """Refuses a case of which framework and executor make something else."""
    different = ~np.isclose(own, traced.reshape(own.shape), rtol=1e-4, atol=1e-3).all(axis=1)
    if different.any():
        raise ValueError(f"{int(different.sum())} frames have other scores in the framework")


# Keras.


def export_keras(directory: Path) -> None:
    """Larq's layers through tf2onnx."""
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    packages = ["tensorflow", "tf_keras", "larq", "tf2onnx", "onnx", "onnxruntime"]
    record = Record(directory, packages)
    networks = {"conv": larq_convolutions, "pool": larq_pools, "dense": larq_dense}
    for name, make in networks.items():
        for operator_set in (11, 13, 18):
            record.run(
                f"larq_{name}_{operator_set}",
                f"tf2onnx.convert.from_keras(opset={operator_set})",
                lambda make=make, name=name, operator_set=operator_set: write_keras(
                    directory, f"larq_{name}_{operator_set}", make, operator_set
                ),
            )


def larq_options() -> dict:
    """How a Larq layer binarizes its weights."""
    return {
        "kernel_quantizer": "ste_sign",
        "kernel_constraint": "weight_clip",
        "use_bias": False,
    }


def larq_convolutions():
    """Padding with 1 and with 0, and a softmax; pixels are divided by 127.5 less 1."""
    import larq
    import tensorflow as tf

    keras, layers, options = tf.keras, larq.layers, larq_options()
    binary = {"input_quantizer": "ste_sign", **options}
    network = keras.Sequential(
        [
            keras.Input((14, 14, 1), name="image"),
            keras.layers.Rescaling(1 / 127.5, -1),
            layers.QuantConv2D(16, 3, padding="valid", **options),
            keras.layers.MaxPool2D(2),
            keras.layers.BatchNormalization(scale=True),
            layers.QuantConv2D(16, 3, padding="same", pad_values=1.0, **binary),
            keras.layers.BatchNormalization(),
            layers.QuantConv2D(16, 3, padding="same", strides=2, **binary),
            keras.layers.BatchNormalization(),
            keras.layers.Flatten(),
            layers.QuantDense(32, **binary),
            keras.layers.BatchNormalization(),
            layers.QuantDense(10, **binary),
            keras.layers.Activation("softmax"),
        ]
    )
    return network, 1 / 255


def larq_pools():
    """A depthwise convolution, an overlapping pool and a global average; plain pixels."""
    import larq
    import tensorflow as tf

    keras, layers, options = tf.keras, larq.layers, larq_options()
    binary = {"input_quantizer": "ste_sign", **options}
    depthwise = {
        "input_quantizer": "ste_sign",
        "depthwise_quantizer": "ste_sign",
        "depthwise_constraint": "weight_clip",
        "use_bias": False,
    }
    network = keras.Sequential(
        [
            keras.Input((16, 12, 3), name="image"),
            layers.QuantConv2D(12, 3, padding="valid", **options),
            keras.layers.BatchNormalization(),
            layers.QuantDepthwiseConv2D(3, padding="valid", **depthwise),
            keras.layers.BatchNormalization(),
            layers.QuantConv2D(20, (3, 2), padding="valid", **binary),
            keras.layers.MaxPool2D(3, strides=2, padding="same"),
            keras.layers.BatchNormalization(),
            layers.QuantConv2D(10, 2, padding="same", pad_values=-1.0, **binary),
            keras.layers.GlobalAveragePooling2D(),
        ]
    )
    return network, 1.0


def larq_dense():
    """Larq's multilayer perceptron for MNIST."""
    import larq
    import tensorflow as tf

    keras, layers, options = tf.keras, larq.layers, larq_options()
    binary = {"input_quantizer": "ste_sign", **options}
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            keras.layers.Flatten(),
            layers.QuantDense(64, **options),
            keras.layers.BatchNormalization(scale=False),
            layers.QuantDense(48, **binary),
            keras.layers.BatchNormalization(momentum=0.9),
            layers.QuantDense(10, **binary),
            keras.layers.BatchNormalization(center=False, scale=False, epsilon=1e-3),
        ]
    )
    last = network.layers[-1]
    last.moving_mean.assign(np.full(10, 0.75, np.float32))
    last.moving_variance.assign(np.full(10, 41.5, np.float32))
    return network, 1.0


def write_keras(directory, name, make, operator_set) -> None:
    """Converts, compares with Keras and traces 1000 frames."""
    import tensorflow as tf
    import tf2onnx

    tf.keras.backend.clear_session()
    tf.keras.utils.set_random_seed(3)
    network, grid = make()
    rng = np.random.default_rng(13)
    shape = network.input_shape[1:]
    pixels = rng.integers(0, 256, (FRAMES, *shape)).astype(np.uint8)
    frames = as_input(pixels, 1.0)
    normalise_keras(network, frames[:CALIBRATION_FRAMES], grid, rng)
    model, _ = tf2onnx.convert.from_keras(network, opset=operator_set)
    values = trace(model, frames)
    output = model.graph.output[0].name
    check_scores(network.predict(frames, verbose=0), values[output])
    last = next(node for node in model.graph.node if output in node.output)
    scores = last.input[0] if last.op_type == "Softmax" else output
    write_case(directory, name, model, pixels, layout="NHWC", scores=scores, values=values)


def normalise_keras(network, frames, grid, rng) -> None:
    """Draws the statistics of the hidden batch normalisations, one after the other."""
    import tensorflow as tf

    norms = [
        layer
        for layer in network.layers
        if isinstance(layer, tf.keras.layers.BatchNormalization) and layer.center
    ]
    for norm in norms:
        sums = tf.keras.Model(network.inputs, norm.input).predict(frames, verbose=0)
        rows = sums.reshape(-1, sums.shape[-1]).astype(np.float64)
        gamma, beta, mean, variance = normalisation(rows, norm.epsilon, grid, rng)
        if norm.scale:
            norm.gamma.assign(gamma)
        else:
            beta = beta / gamma
        norm.beta.assign(beta)
        norm.moving_mean.assign(mean)
        norm.moving_variance.assign(variance)
        grid = 1.0


if __name__ == "__main__":
    main()
