#!/usr/bin/env python3
"""Convert the published networks of a local collection into network documents with foldings.

    make_nets.py --shared DIR --out DIR

The shared folder holds <name>.json and <name>.npz in the format `bnn-ref-1`. For each network
<name>.net.json and <name>.folding.json are written to the other.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

import bnnhw

FOLDINGS = {
    "tfc_w1a1_mnist": [(49, 16), (8, 8), (8, 8), (8, 10)],
    "lfc_w1a1_mnist": [(64, 32), (32, 64), (64, 32), (8, 16)],
    "cnv_w1a1_cifar10": [
        (3, 16), (32, 32), (32, 16), (32, 16), (32, 4), (32, 1), (4, 1), (8, 1), (1, 4),
    ],
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
        network = convert(options.shared, name)
        network.save(options.out / f"{name}.net.json")
        text = folding_text(network, folding)
        (options.out / f"{name}.folding.json").write_text(text)
        print(f"make_nets: wrote {name}.net.json and {name}.folding.json")


def convert(folder: Path, name: str) -> bnnhw.Network:
    """Return a network that ends in the sums of its last layer.

    Thresholds behind bits are popcounts there: of n bits, p equal ones give the sum 2p - n, so p >= T
    is the same as sum >= 2T - n. Thresholds on the last layer are left out: the class is the largest
    sum.
    """
    source = json.loads((folder / f"{name}.json").read_text())
    arrays = np.load(folder / f"{name}.npz")
    shape = source["input"]["shape"]
    lut = source["input"].get("lut")
    network = bnnhw.Network(
        name,
        shape=shape if len(shape) == 3 else (*shape, 1),
        type="uint8",
        **({"threshold": 128} if lut is None else {"table": lut}),
        input_name="image",
        description=f"{source['source']}; {source['licence']}",
        classes=source["classes"],
    )
    for index, layer in enumerate(source["layers"]):
        weights = arrays[f"L{index}.W"].astype(bool)
        if layer["kind"] == "conv":
            network.binary_conv(f"conv{index}", weights, kernel=layer["kernel"])
        else:
            network.binary_dense(f"fc{index}", weights)
        if index == len(source["layers"]) - 1:
            break
        thresholds = arrays[f"L{index}.T"].astype(np.int64)
        if layer["input"] == "bits":
            thresholds = 2 * thresholds - weights.shape[1]
        network.threshold(f"act{index}", thresholds)
        if layer.get("pool"):
            network.max_pool(f"pool{index}", kernel=2)
    return network


def folding_text(network: bnnhw.Network, folding: list[tuple[int, int]]) -> str:
    """Return the folding file: one line for each layer with weights; PE is at most its rows."""
    kinds = ("binary_dense", "binary_conv")
    dense = [node for node in network.layers if node.layer.kind in kinds]
    lines = [
        f'  "{node.name}": {{"pe": {min(pe, node.type.channels)}, "simd": {simd}}}'
        for node, (simd, pe) in zip(dense, folding, strict=True)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
