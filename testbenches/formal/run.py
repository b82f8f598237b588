#!/usr/bin/env python3
"""Proves the handshakes of the RTL library, and that the proofs can fail.

run.py [--jobs N] [UNIT ...]
For every unit and parameter set, the properties of formal_stream.sv:
  bmc    no violation in the first cycles                     yosys-smtbmc, z3
  cover  three vectors come out, and MaxHeld is really held   yosys-smtbmc, z3
  proof  no violation ever                                    yosys-abc, pdr (unbounded)
and for every mutant of a unit, a library file with one text replaced:
  kill   bmc finds a violation
"""

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent.parent / "rtl-templates"
BMC_CYCLES = 14


@dataclass(frozen=True)
class Setting:
    unit: str
    parameters: dict

    def __str__(self) -> str:
        return " ".join([self.unit, *(f"{n}={v}" for n, v in self.parameters.items())])


@dataclass(frozen=True)
class Mutant:
    """`old` becomes `new` in the library file of the unit."""

    name: str
    setting: Setting
    old: str
    new: str


REGISTER = Setting("stream_register", dict(Width=2))
FIFO = Setting("stream_fifo", dict(Width=2, Depth=3, MaxHeld=3))
NARROWER = Setting("width_converter", dict(Elements=8, InLanes=4, OutLanes=2, MaxHeld=1))
WIDER = Setting("width_converter", dict(Elements=8, InLanes=2, OutLanes=4, MaxHeld=1))
UNEVEN_WIDER = Setting("width_converter", dict(Elements=5, InLanes=2, OutLanes=4, MaxHeld=1))
UNEVEN_NARROWER = Setting("width_converter", dict(Elements=5, InLanes=4, OutLanes=2, MaxHeld=1))
REPLAY = Setting("replay_buffer", dict(Width=2, Words=2, Replays=2, MaxHeld=2))
AXIS_OUTPUT = Setting("axis_output", dict(Elements=3, Lanes=2, VectorsPerFrame=2, MaxHeld=1))
ARGMAX = Setting("argmax", dict(Elements=3, Lanes=2, MaxHeld=2))
MVU = Setting("mvu", dict(Rows=3, Cols=3, Pe=2, Simd=2, MaxHeld=3))

SETTINGS = [
    REGISTER,
    Setting("stream_fifo", dict(Width=2, Depth=1, MaxHeld=1)),
    Setting("stream_fifo", dict(Width=2, Depth=2, MaxHeld=2)),
    FIFO,
    Setting("stream_fifo", dict(Width=1, Depth=4, MaxHeld=4)),
    NARROWER,
    WIDER,
    UNEVEN_NARROWER,
    UNEVEN_WIDER,
    Setting("width_converter", dict(Elements=3, InLanes=1, OutLanes=4, MaxHeld=1)),
    Setting("width_converter", dict(Elements=3, InLanes=4, OutLanes=1, MaxHeld=1)),
    Setting("replay_buffer", dict(Width=2, Words=1, Replays=2, MaxHeld=2)),
    REPLAY,
    Setting("replay_buffer", dict(Width=1, Words=3, Replays=3, MaxHeld=2)),
    Setting("binarizer", dict(Lanes=2, Elements=3, MaxHeld=1)),
    Setting("axis_input", dict(Lanes=2, Elements=3, MaxHeld=1)),
    AXIS_OUTPUT,
    Setting("axis_output", dict(Elements=1, Lanes=1, VectorsPerFrame=1, MaxHeld=2)),
    ARGMAX,
    Setting("argmax", dict(Elements=2, Lanes=2, MaxHeld=3)),
    MVU,
    Setting("mvu", dict(Rows=2, Cols=3, Pe=2, Simd=3, MaxHeld=3)),
    Setting("mvu", dict(Rows=2, Cols=3, Pe=2, Simd=2, Scores=1, MaxHeld=2)),
]

MUTANTS = [
    Mutant("skid beat lost", REGISTER, "in_ready_o ? in_data_i : skid_q", "in_data_i"),
    Mutant("beat lost", REGISTER, "in_valid_i || !in_ready_o", "in_valid_i"),
    Mutant("beat sent twice", REGISTER, "advance || (in_ready_o", "(in_ready_o"),
    Mutant("payload changes", REGISTER, "if (advance) out_data_o", "if (in_ready_o) out_data_o"),
    Mutant("beat lost", FIFO, "in_ready_o  = !(addresses_meet && filling_q)", "in_ready_o = 1'b1"),
    Mutant(
        "beat sent twice",
        FIFO,
        "out_valid_o = !addresses_meet || filling_q",
        "out_valid_o = 1'b1",
    ),
    Mutant("full or empty confused", FIFO, "if (push != pop)", "if (push)"),
    Mutant("part lost", NARROWER, "register_ready && part_is_last", "register_ready"),
    Mutant("part sent twice", NARROWER, "part_is_last ? '0 :", "part_is_last ? index_q :"),
    Mutant("part lost", WIDER, "part_valid && !move", "1'b0"),
    Mutant("part sent twice", WIDER, "part_valid && !move", "part_valid && !out_ready_i"),
    Mutant("pad lanes kept", UNEVEN_WIDER, "{ElementBits{lanes_used[l]}}", "{ElementBits{1'b1}}"),
    Mutant("stale parts", UNEVEN_WIDER, "if (Uneven && p > 0", "if (1'b0 && p > 0"),
    Mutant(
        "pad beat sent",
        UNEVEN_NARROWER,
        "index_is_last || (Uneven && beat_is_last)",
        "index_is_last",
    ),
    Mutant("word lost", REPLAY, "in_ready_o  = !full_q", "in_ready_o = 1'b1"),
    Mutant("word sent too early", REPLAY, "(write_index != read_index)", "1'b1"),
    Mutant("vector lost", REPLAY, "(full_q || (vector_written && slots_differ))", "full_q"),
    Mutant("vector sent twice", REPLAY, "if (vector_done) read_slot_q", "if (1'b0) read_slot_q"),
    Mutant("last on every vector", AXIS_OUTPUT, "beat_is_last && vector_is_last", "beat_is_last"),
    Mutant("last on every beat", AXIS_OUTPUT, "beat_is_last && vector_is_last", "vector_is_last"),
    Mutant(
        "beat lost",
        AXIS_OUTPUT,
        ".in_valid_i (in_valid_i)",
        ".in_valid_i (in_valid_i && !beat_is_last)",
    ),
    Mutant(
        "beat sent twice",
        AXIS_OUTPUT,
        ".in_valid_i (in_valid_i)",
        ".in_valid_i (in_valid_i || out_last_o)",
    ),
    Mutant(
        "index lost",
        ARGMAX,
        "beat_valid_q <= in_valid_i",
        "beat_valid_q <= in_valid_i && out_ready_i",
    ),
    Mutant("index sent twice", ARGMAX, "beat_valid_q && beat_last_q)", "beat_valid_q)"),
    Mutant("last maximum", ARGMAX, "beat_value_q > best_value_q", "beat_value_q >= best_value_q"),
    Mutant("beat lost", MVU, "count_valid_q <= x_valid", "count_valid_q <= x_valid && out_ready_i"),
    Mutant(
        "beat added twice",
        MVU,
        "else if (enable) count_valid_q <= x_valid",
        "else if (x_valid) count_valid_q <= 1'b1",
    ),
    Mutant("stall ignored", MVU, "if (enable) count_q <= count", "count_q <= count"),
    Mutant("weights one beat late", MVU, ".addr_i(address_d)", ".addr_i(address_q)"),
]


def run(command: list, directory: Path) -> str:
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True)
    return done.stdout + done.stderr


def write_matrix(parameters: dict, directory: Path) -> None:
    """weights.hex and thresholds.hex for formal_mvu.sv; padding as bnn_mvu wants it."""
    rows, cols, pe, simd = (parameters[name] for name in ("Rows", "Cols", "Pe", "Simd"))
    random = Random("matrix")
    bits = cols.bit_length() + 1
    synapse_fold, neuron_fold = -(-cols // simd), -(-rows // pe)
    weights, thresholds = [], []
    for n in range(neuron_fold):
        for s in range(synapse_fold):
            lanes = [
                n * pe + p >= rows or s * simd + i >= cols or random.getrandbits(1)
                for p in range(pe)
                for i in range(simd)
            ]
            weights.append(sum(bool(lane) << i for i, lane in enumerate(lanes)))
        levels = [random.randint(1, cols) if n * pe + p < rows else cols + 1 for p in range(pe)]
        thresholds.append(sum((-t % (1 << bits)) << (p * bits) for p, t in enumerate(levels)))
    for name, words in (("weights", weights), ("thresholds", thresholds)):
        (directory / f"{name}.hex").write_text("".join(f"{word:x}\n" for word in words))


def translate(setting: Setting, mutant: Mutant | None, directory: Path) -> str | None:
    """Writes model.smt2 and model.aig; returns the error, if there is one."""
    if setting.unit == "mvu":
        write_matrix(setting.parameters, directory)
    for source in sorted(LIBRARY.glob("*.sv")):
        text = source.read_text()
        if mutant and source.stem == f"bnn_{setting.unit}":
            if mutant.old not in text:
                return f"'{mutant.old}' is not in {source.name}"
            text = text.replace(mutant.old, mutant.new)
        (directory / source.name).write_text(text)
    top = f"formal_{setting.unit}"
    values = " ".join(f"-set {name} {value}" for name, value in setting.parameters.items())
    script = f"""
        read_verilog -formal -sv {HERE}/formal_stream.sv {HERE}/{top}.sv
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
        cover = smtbmc(directory, "-c", "-t", "40")
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
        bmc = smtbmc(directory, "-t", str(BMC_CYCLES))
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
