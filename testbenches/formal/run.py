#!/usr/bin/env python3
"""Proves the handshakes of the RTL library, and that the proofs can fail.

run.py [--jobs N] [UNIT ...]
For every unit and parameter set of cases.py and joins.py, the properties of formal_stream.sv or
formal_join.sv and its own:
  bmc    no violation in the first cycles                     yosys-smtbmc, z3
  cover  vectors come out, and MaxHeld is really held         yosys-smtbmc, z3
  proof  no violation ever                                    yosys-abc, pdr (unbounded)
and for every mutant of a unit, a library file with one text replaced:
  kill   bmc finds a violation
"""

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import cases
import joins
from cases import BMC_CYCLES, COVER_CYCLES, Mutant, Setting

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent.parent / "rtl-templates"
SETTINGS = cases.SETTINGS + joins.SETTINGS
MUTANTS = cases.MUTANTS + joins.MUTANTS


def run(command: list, directory: Path) -> str:
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True)
    return done.stdout + done.stderr


def write_matrix(parameters: dict, directory: Path) -> None:
    """weights.hex and thresholds.hex for formal_mvu.sv; padding as bnn_mvu wants it."""
    rows, cols, pe, simd = (parameters[name] for name in ("Rows", "Cols", "Pe", "Simd"))
    random = Random("matrix")
    weight_bits = parameters.get("WeightBits", 1)
    bits = parameters.get("AccBits", cols.bit_length() + 1)
    synapse_fold, neuron_fold = -(-cols // simd), -(-rows // pe)
    left, right, top, bottom = (parameters.get(s, 0) for s in ("Left", "Right", "Top", "Bottom"))
    weights, thresholds = [], []
    for n in range(neuron_fold):
        for s in range(synapse_fold):
            padding = 1 if weight_bits == 1 else 0
            lanes = [
                padding
                if n * pe + p >= rows or s * simd + i >= cols
                else random.getrandbits(weight_bits)
                for p in range(pe)
                for i in range(simd)
            ]
            weights.append(sum(lane << (i * weight_bits) for i, lane in enumerate(lanes)))
    for n in list(range(neuron_fold)) * ((left + 1 + right) * (top + 1 + bottom)):
        never = cols + 1 if weight_bits == 1 else 1
        levels = [random.randint(1, cols) if n * pe + p < rows else never for p in range(pe)]
        thresholds.append(sum((-t % (1 << bits)) << (p * bits) for p, t in enumerate(levels)))
    files = {"weights": weights, "thresholds": thresholds}
    if "IndexBits" in parameters:
        files |= indexed(parameters, random)
    for name, words in files.items():
        (directory / f"{name}.hex").write_text("".join(f"{word:x}\n" for word in words))


def indexed(parameters: dict, random: Random) -> dict[str, list[int]]:
    """Weights of few kernels, and what they are looked up in; rows and columns fill all lanes."""
    taps, bits = parameters["Taps"], parameters["IndexBits"]
    lanes = parameters["Pe"] * parameters["Simd"]
    words = parameters["Cols"] // taps // parameters["Simd"]
    kernels = random.sample(range(1 << taps), 1 << bits)
    weights, indices = [], []
    for _ in range(parameters["Rows"] // parameters["Pe"]):
        chosen = [[random.getrandbits(bits) for _ in range(lanes)] for _ in range(words)]
        indices += [sum(index << (l * bits) for l, index in enumerate(word)) for word in chosen]
        for tap in range(taps):
            for word in chosen:
                weights.append(sum((kernels[k] >> tap & 1) << l for l, k in enumerate(word)))
    return {"weights": weights, "indices": indices, "kernels": kernels}


def write_table(parameters: dict, directory: Path) -> None:
    """words.hex for formal_pixel_table.sv, of its default widths."""
    random = Random("table")
    words = [random.getrandbits(3) for _ in range(4)]
    (directory / "words.hex").write_text("".join(f"{word:x}\n" for word in words))


def write_coefficients(parameters: dict, directory: Path) -> None:
    """words.hex for formal_scale_bias.sv, of its default widths; pad lanes are zero."""
    random = Random("coefficients")
    elements, lanes = parameters["Elements"], parameters["Lanes"]
    bits = 7 if parameters.get("Bent") else 5
    text = ""
    for first in range(0, elements, lanes):
        used = range(min(lanes, elements - first))
        text += f"{sum(random.getrandbits(bits) << (lane * bits) for lane in used):x}\n"
    (directory / "words.hex").write_text(text)


def write_rules(parameters: dict, directory: Path) -> None:
    """rules.hex for formal_gated_add.sv: thresholds 0, 1 .. on both sides, every other inverted."""
    elements, lanes = parameters["Elements"], parameters["Lanes"]
    bits = parameters["ABits"] + 2
    rules = [
        -(e // 2) % (1 << (bits - 1)) | (e % 2) << (bits - 1) for e in range(1, elements + 1)
    ]
    words = [
        sum(rule << (lane * bits) for lane, rule in enumerate(rules[first : first + lanes]))
        for first in range(0, elements, lanes)
    ]
    (directory / "rules.hex").write_text("".join(f"{word:x}\n" for word in words))


def write_program(parameters: dict, directory: Path) -> None:
    """program.hex for formal_engine.sv: one pixel of one word of four lanes, all used."""
    ones = (1, 43), (1, 45), (1, 47), (15, 51)
    (directory / "program.hex").write_text(f"{sum(value << bit for value, bit in ones):x}\n")


MEMORIES = {
    "engine": write_program,
    "gated_add": write_rules,
    "mvu": write_matrix,
    "pixel_table": write_table,
    "scale_bias": write_coefficients,
}


def translate(setting: Setting, mutant: Mutant | None, directory: Path) -> str | None:
    """Writes model.smt2 and model.aig; returns the error, if there is one."""
    if setting.unit in MEMORIES:
        MEMORIES[setting.unit](setting.parameters, directory)
    for source in sorted(LIBRARY.glob("*.sv")):
        text = source.read_text()
        if mutant and source.stem == mutant.source:
            if mutant.old not in text:
                return f"'{mutant.old}' is not in {source.name}"
            text = text.replace(mutant.old, mutant.new)
        (directory / source.name).write_text(text)
    top = f"formal_{setting.unit}"
    values = " ".join(f"-set {name} {value}" for name, value in setting.parameters.items())
    script = f"""
        read_verilog -formal -sv {HERE}/formal_stream.sv {HERE}/formal_join.sv {HERE}/{top}.sv
        chparam {values} {top}
        hierarchy -libdir . -top {top}
        prep -flatten -top {top}
        memory_map; opt -full; async2sync; dffunmap; opt_clean
        write_smt2 -wires model.smt2
        chformal -cover -remove
        techmap; opt -fast; setundef -undriven -anyseq; setundef -anyseq
        dffunmap; aigmap; opt_clean
        write_aiger -I -B -zinit model.aig
    """
    (directory / "model.ys").write_text(script)
    output = run(["yosys", "-q", "-s", "model.ys"], directory)
    return output if not (directory / "model.aig").exists() else None


def smtbmc(directory: Path, *options: str) -> str:
    command = ["yosys-smtbmc", "-s", "z3", "--unroll", "--noprogress", *options, "model.smt2"]
    return run(command, directory)


def check_setting(setting: Setting) -> list[tuple[str, str | None]]:
    """Name and error of every proof of the setting."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        error = translate(setting, None, directory)
        if error:
            return [(f"{setting} translation", error)]
        bmc = smtbmc(directory, "-t", str(BMC_CYCLES))
        cover = smtbmc(directory, "-c", "-t", str(COVER_CYCLES))
        proof = run(["yosys-abc", "-c", "read_aiger model.aig; fold; strash; pdr"], directory)
        return [
            (f"bmc   {setting}", None if "Status: PASSED" in bmc else bmc),
            (f"cover {setting}", None if "Status: PASSED" in cover else cover),
            (f"proof {setting}", None if "Property proved" in proof else proof),
        ]


def check_mutant(mutant: Mutant) -> list[tuple[str, str | None]]:
    line = f"kill  {mutant.setting}: {mutant.name}"
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        error = translate(mutant.setting, mutant, directory)
        if error:
            return [(line, error)]
        bmc = smtbmc(directory, "-t", str(mutant.cycles))
        return [(line, None if "Status: FAILED" in bmc else "survived:\n" + bmc)]


def main() -> int:
    units = sorted({setting.unit for setting in SETTINGS})
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("units", nargs="*", metavar="UNIT", choices=[[], *units])
    options = arguments.parse_args()

    chosen = options.units or units
    passed = failed = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        jobs = [pool.submit(check_setting, s) for s in SETTINGS if s.unit in chosen]
        jobs += [pool.submit(check_mutant, m) for m in MUTANTS if m.setting.unit in chosen]
        for job in jobs:
            for line, error in job.result():
                passed += error is None
                failed += error is not None
                print("FAIL" if error else "ok  ", line, *([error] if error else []), flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
