#!/usr/bin/env python3
"""Convert the published networks of a local collection into network documents with foldings.

    make_nets.py --shared DIR --out DIR

The shared folder holds <name>.json and <name>.npz in the format `bnn-ref-1`, and BMXNet's ResNet-18 and
FracBNN's network in formats of their own (see bmxnet.py and fracbnn.py). For each network
<name>.net.json and <name>.folding.json are written to the other.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

import bmxnet
import bnnhw
import fracbnn

FOLDINGS = {
    "cnv_w1a1_cifar10": [
        (3, 16),
        (32, 32),
        (32, 16),
        (32, 16),
        (32, 4),
        (32, 1),
        (4, 1),
        (8, 1),
        (1, 4),
    ],
    "tfc_w1a1_mnist": [(49, 16), (8, 8), (8, 8), (8, 10)],
    "lfc_w1a1_mnist": [(64, 32), (32, 64), (64, 32), (8, 16)],
}
"""(SIMD, PE) of each layer in the projects that published the networks."""


def main() -> None:
    """Convert every network that is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder of the networks")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    if not options.shared.is_dir():
        print(f"make_nets: {options.shared} is absent, so no network was converted")
        return
    options.out.mkdir(parents=True, exist_ok=True)
    for name, folding in FOLDINGS.items():
        write(converted(options.shared, name), folding, options.out)
    for module in (bmxnet, fracbnn):
        network = module.converted(options.shared)
        write(network, module.folding(network), options.out)


def write(network: bnnhw.Network, folding: list[tuple[int, int]], folder: Path) -> None:
    """Write a network and its folding."""
    name = network.name
    network.save(folder / f"{name}.net.json")
    (folder / f"{name}.folding.json").write_text(folding_text(network, folding))
    print(f"make_nets: wrote {name}.net.json and {name}.folding.json")


def converted(folder: Path, name: str) -> bnnhw.Network:
    """Return a network that ends in the sums of its last layer.

    Thresholds on the last layer are left out: the class is the largest sum.
    """
    source = json.loads((folder / f"{name}.json").read_text())
    arrays = np.load(folder / f"{name}.npz")
    network = bnnhw.Network(
        name,
        shape=source["input"]["shape"],
        type="uint8",
        **encoding(source["input"]),
        input_name="image",
        description=f"{source['source']}; {source['licence']}",
        classes=source["classes"],
    )
    last = source["layers"][-1]
    for index, layer in enumerate(source["layers"]):
        weights = arrays[f"L{index}.W"].astype(bool)
        add_sums(network, index, layer, weights)
        if layer is last:
            break
        thresholds = arrays[f"L{index}.T"].astype(np.int64)
        network.threshold(f"act{index}", sum_thresholds(thresholds, layer, weights))
        if layer.get("pool"):
            network.max_pool(f"pool{index}", 2)
    return network


def encoding(source: dict) -> dict:
    """Return the argument of `Network` that says what pixels become."""
    return {"table": source["lut"]} if "lut" in source else {"threshold": 128}


def add_sums(network: bnnhw.Network, index: int, layer: dict, weights: np.ndarray) -> None:
    """Add the layer that multiplies: a convolution without padding, or a fully connected one."""
    if layer["kind"] == "conv":
        kernel = *layer["kernel"], layer["in_ch"]
        network.binary_conv(f"conv{index}", weights.reshape(-1, *kernel), stride=layer["stride"])
    else:
        network.binary_dense(f"fc{index}", weights)


def sum_thresholds(thresholds: np.ndarray, layer: dict, weights: np.ndarray) -> np.ndarray:
    """Return the thresholds on sums.

    Those of layers on bits are popcounts there: of n bits, p equal ones give the sum 2p - n, so
    p >= T is the same as sum >= 2T - n. Those of layers on integers are on sums already.
    """
    return 2 * thresholds - weights.shape[1] if layer["input"] == "bits" else thresholds


def folding_text(network: bnnhw.Network, folding: list[tuple[int, int]]) -> str:
    """Return the folding file: one line for each layer with weights; PE is at most its units."""
    matrices = [node for node in network.layers if hasattr(node.layer, "weights")]
    lines = [
        f'  "{node.name}": {{"pe": {min(pe, node.type.channels)}, "simd": {simd}}}'
        for node, (simd, pe) in zip(matrices, folding, strict=True)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
