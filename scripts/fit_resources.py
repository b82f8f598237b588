#!/usr/bin/env python3
"""Fits the resource models to units that yosys mapped, and says how good they are.

fit_resources.py generate [--bnn-hw FILE]            random networks, into build/resources
fit_resources.py measure FAMILY [DESIGN ...]         maps their units; takes minutes to hours
fit_resources.py fit                                 writes FittedCoefficients.swift
fit_resources.py errors [--bnn-hw FILE] [FAMILY ...] prints the error table of docs/estimation.md

The coefficients are a least-squares fit over units, none below zero, small units
counting for more than their LUTs, and drawn towards a plain guess where few units tell.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import nnls

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "python"))

import unit_synthesis
from training_networks import Maker

OUT = ROOT / "build/resources"
CELLS = OUT / "cells"
TARGET = ROOT / "Sources/HDLGen/Resources/FittedCoefficients.swift"
FAMILIES = ["xc7", "xcup", "ecp5", "ice40", "gowin"]
SEEDS = range(24)
NETS = ["tfc_w1a1_mnist", "lfc_w1a1_mnist", "cnv_w1a1_cifar10"]

GUESS = {
    "streamRegisters": 3, "partEnables": 1, "memoryBanks": 0.5, "counters": 1, "deepTables6": 1.2,
    "matrixControls": 6, "replayControls": 4, "borderControls": 6, "windowControls": 8,
    "windowLevelBits": 2, "windowAddressBits": 2, "paddingControls": 6, "poolControls": 2,
    "argMaxControls": 2, "constantAdderBits": 0.2, "maskedBits": 0.3, "paddedBits": 0.2,
    "wrapBits": 0.3, "selections6": 1, "constantTermBits": 1,
    "longTermBits": 1.9, "summedBits": 2, "productBits": 1.2, "countingAdders": 2, "deepTables4": 1.1,
}
GUESS_CARRY = {"adderBits": 0.25, "accumulatorBits": 0.25, "constantAdderBits": 0.25,
               "signedTermBits": 0.25, "constantTermBits": 0.25, "serialBits": 0.25}


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def generate(program: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS:
        document, folding = Maker(seed).write(OUT)
        run(program, "generate", document, "--folding", folding, "-o", OUT / f"train_{seed}")
    for name in NETS:
        document = ROOT / f"build/nets/{name}.net.json"
        if document.exists():
            folding = document.with_name(f"{name}.folding.json")
            run(program, "generate", document, "--folding", folding, "-o", OUT / name)


def designs(family: str, pattern: str = "train_*") -> list[Path]:
    """Return the generated directories whose units were all measured."""
    found = (d.parent for d in OUT.glob(f"{pattern}/manifest.json"))
    return [d for d in sorted(found) if cells(d, family) is not None]


def cells(directory: Path, family: str) -> list[dict[str, int]] | None:
    return unit_synthesis.known(directory, family, CELLS)


def prediction(program: str, directory: Path, family: str) -> dict:
    return json.loads(
        run(program, "estimate", directory, "--quick", "--family", family, "--json"))


def units(program: str, family: str) -> list[tuple[dict[str, int], float, float, float]]:
    """Return the parts of each measured unit, the LUTs and carry cells to explain, and all LUTs."""
    rows = []
    other = "4" if family in ("xc7", "xcup") else "6"
    for directory in designs(family):
        said = prediction(program, directory, family)["units"]
        manifest = json.loads((directory / "manifest.json").read_text())
        for unit, model, mapped in zip(manifest["units"], said, cells(directory, family)):
            parts = {p: n for p, n in model["parts"].items() if not p.endswith(other)}
            cost = unit_synthesis.resources(mapped, family)
            tables = unit["inventory"].get("popcounts", {}).get("tables", 0)
            counted = tables if family in ("xc7", "xcup") else 0
            rows.append((parts, cost["lut"] - counted, cost["carry"], cost["lut"]))
    return rows


def fit(program: str) -> None:
    lines = ["// Written by scripts/fit_resources.py; see docs/estimation.md.", "",
             "extension ResourceCoefficients {"]
    for family in FAMILIES:
        own = units(program, family)
        # Both have the same LUTs; their carry cells differ.
        alike = own + (units(program, "xc7") if family == "xcup" else [])
        lut = solve([u[0] for u in alike], [u[1] for u in alike], [u[3] for u in alike], GUESS, 1)
        carry = solve([u[0] for u in own], [u[2] for u in own], [u[3] for u in own], GUESS_CARRY, 0)
        lines += [f"  /// Of {len(alike)} units.", f"  static let {family} = Self("]
        lines += swift("lut", lut, ",") + swift("carry", carry, ")")
        if family != FAMILIES[-1]:
            lines.append("")
    TARGET.write_text("\n".join([*lines, "}", ""]))


def swift(name: str, values: dict[str, float], end: str) -> list[str]:
    rows = [f"      .{part}: {value:.3f}," for part, value in sorted(values.items())]
    return [f"    {name}: [", *rows, f"    ]{end}"]


def solve(
    parts: list[dict[str, int]], wanted: list[float], sizes: list[float], guess: dict[str, float],
    other: float,
) -> dict[str, float]:
    """Return the coefficient of each part, not below zero."""
    names = sorted({name for unit in parts for name in unit})
    weight = np.maximum(sizes, 10) ** -0.75
    matrix = np.array([[unit.get(name, 0) for name in names] for unit in parts]) * weight[:, None]
    # A guess counts like a small unit.
    pull = np.diag([0.1 if n.endswith("Controls") else 0.5 for n in names])
    start = np.array([guess.get(name, other) for name in names])
    target = np.array(wanted) * weight
    kept = np.ones(len(parts), bool)
    for _ in range(3):
        solution, _ = nnls(np.vstack([matrix[kept], pull]),
                           np.concatenate([target[kept], pull @ start]))
        # The few units that yosys maps far worse than their like would spoil the others.
        kept = np.abs(matrix @ solution - target) < (0.5 * np.array(sizes) + 3) * weight
    return {n: round(float(v), 3) for n, v in zip(names, solution) if v >= 0.0005}


def errors(program: str, families: list[str]) -> None:
    print("| family | design | LUT + LUTRAM | model | error | FF | model | RAMB36 | model |")
    print("| --- | --- " + "| --: " * 7 + "|")
    summary = []
    for family in families:
        rows = []
        for directory in designs(family, "*"):
            said = prediction(program, directory, family)["total"]
            real = unit_synthesis.total(cells(directory, family), family)
            luts, model = real["lut"] + real["lutram"], said["lut"] + said["lutram"]
            rows.append(100 * model / luts - 100)
            print(
                f"| {family} | {directory.name} | {luts} | {model} | {rows[-1]:+.1f} %"
                f" | {real['ff']} | {said['ff']} | {real['bram36']:.3g} | {said['bram36']:.3g} |")
        if rows:
            sizes = np.abs(rows)
            summary.append(f"| {family} | {len(rows)} | {np.median(sizes):.1f} % |"
                           f" {np.percentile(sizes, 90):.1f} % | {sizes.max():.1f} % |")
    print("\n| family | designs | median error | 90 % are within | worst |")
    print("| --- | --: | --: | --: | --: |\n" + "\n".join(summary))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bnn-hw", default=ROOT / ".build/release/bnn-hw")
    parser.add_argument("step", choices=["generate", "measure", "fit", "errors"])
    parser.add_argument("arguments", nargs="*")
    options = parser.parse_args()
    match options.step:
        case "generate":
            generate(options.bnn_hw)
        case "measure":
            family, *seeds = options.arguments
            for name in seeds or [f"train_{seed}" for seed in SEEDS]:
                unit_synthesis.measure(OUT / name, family, CELLS)
        case "fit":
            fit(options.bnn_hw)
        case "errors":
            errors(options.bnn_hw, options.arguments or FAMILIES)


if __name__ == "__main__":
    main()
