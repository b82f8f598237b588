"""Maps the units of generated directories with yosys, as `bnn-hw estimate` does, many in one run.

The libraries of a family are read once for all units of a run: with small units that is most of the
time.
"""

import hashlib
import json
import re
import subprocess
from pathlib import Path

SYNTHESIS = {
    "xc7": "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -nowidelut",
    "xcup": "synth_xilinx -family xcup -flatten -noiopad -noclkbuf -nowidelut",
    "ecp5": "synth_ecp5 -nowidelut",
    "ice40": "synth_ice40",
    "gowin": "synth_gowin -noiopads -nowidelut",
}
"""The commands of `Family.synthesis`."""

LIBRARIES = {
    "xc7": "-specify +/xilinx/cells_sim.v; read_verilog -lib +/xilinx/cells_xtra.v",
    "xcup": "-specify +/xilinx/cells_sim.v; read_verilog -lib +/xilinx/cells_xtra.v",
    "ecp5": "-specify +/ecp5/cells_sim.v +/ecp5/cells_bb.v",
    "ice40": "-D ICE40_HX -specify +/ice40/cells_sim.v",
    "gowin": "-specify +/gowin/cells_sim.v",
}
"""What the commands read first."""

AFTER_LIBRARIES = {"xc7": "prepare", "xcup": "prepare", "ecp5": "coarse", "ice40": "flatten",
                   "gowin": "flatten"}
"""The step of each command that follows its libraries and hierarchy."""


def sources(directory: Path, manifest: dict, family: str) -> list[str]:
    """Return the Verilog that the estimate reads: `Manifest.sources(of:)` in Swift."""
    verilog = [f["path"] for f in manifest["files"] if f["path"].endswith(".sv")]
    stages = any(
        p["name"] == "Stages" and p["value"] != 0 for u in manifest["units"] for p in u["parameters"]
    )
    folders = {"xc7": ["xc7"], "xcup": ["xcup", "xc7"]}.get(family, ["lut6"] if stages else [])
    replaced: dict[str, str] = {}
    for folder in reversed(folders):
        prefix = f"structural/{folder}/"
        for path in verilog:
            if path.startswith(prefix) and "/models/" not in path:
                replaced[path[len(prefix):]] = path
    plain = [p for p in verilog if not p.startswith("structural/") and p[4:] not in replaced]
    return [p for p in plain if Path(p).stem != manifest["top"]] + list(replaced.values())


def needed(directory: Path, files: list[str], module: str) -> list[str]:
    """Return the files of a module and of all that it instantiates."""
    by_name = {Path(f).stem: f for f in files}
    found: set[str] = set()
    open_modules = [module]
    while open_modules:
        name = open_modules.pop()
        if name not in by_name or name in found:
            continue
        found.add(name)
        text = (directory / by_name[name]).read_text()
        open_modules += re.findall(r"^\s*(bnn_\w+) #\(", text, re.MULTILINE)
    return [f for f in files if Path(f).stem in found]


def key(directory: Path, files: list[str], unit: dict, family: str) -> str:
    """Return a hash of all that a unit's cells depend on."""
    digest = hashlib.sha256(SYNTHESIS[family].encode())
    memories = {m["file"]: i for i, m in enumerate(unit["memories"])}
    for parameter in unit["parameters"]:
        value = parameter["value"]
        digest.update(f"{parameter['name']}={memories.get(value, value)};".encode())
    for path in files + list(memories):
        digest.update((directory / path).read_bytes())
    return digest.hexdigest()[:24]


def constant(value: int | str) -> str:
    """Return a value as `chparam` reads it."""
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if value >= 0 else f"32'h{value & 0xFFFFFFFF:x}"


def commands(files: list[str], unit: dict, family: str, name: str) -> str:
    """Return the commands that put a unit aside as one module of a name."""
    settings = " ".join(f"-set {p['name']} {constant(p['value'])}" for p in unit["parameters"])
    module = unit["module"]
    steps = ["design -reset", f"read_verilog -sv {' '.join(files)}"]
    if settings:
        steps.append(f"chparam {settings} {module}")
    steps.append(f"hierarchy -top {module}")
    if family == "ice40":
        steps.append("setattr -unset ram_style -unset rom_style m:*")
    steps += ["proc", "flatten", f"rename -top {name}", f"design -stash {name}"]
    return "\n".join(steps) + "\n"


def script(units: dict[str, str], family: str, statistics: Path) -> str:
    """Return the commands that map units side by side."""
    copies = "".join(f"design -copy-from {name} -as {name} {name}\n" for name in units)
    top = statistics.with_suffix(".sv")
    instances = "".join(f"  (* keep *) {name} u_{name} ();\n" for name in units)
    top.write_text(f"module units;\n{instances}endmodule\n")
    return (
        f"{''.join(units.values())}design -reset\nread_verilog -lib {LIBRARIES[family]}\n{copies}"
        + f"read_verilog -sv {top}\nhierarchy -top units\nsetattr -mod -set keep_hierarchy 1 unit_*\n"
        + f"{SYNTHESIS[family]} -top units -run {AFTER_LIBRARIES[family]}:\n"
        + f"tee -q -o {statistics} stat -json\n"
    )


def measure(directory: Path, family: str, cache: Path) -> list[dict[str, int]]:
    """Return the cells of each unit of a generated directory; known units are not mapped again."""
    cache.mkdir(parents=True, exist_ok=True)
    cache = cache.resolve()
    manifest = json.loads((directory / "manifest.json").read_text())
    files = sources(directory, manifest, family)
    keys, waiting = [], {}
    for unit in manifest["units"]:
        own = needed(directory, files, unit["module"])
        keys.append(key(directory, own, unit, family))
        if not (cache / f"{keys[-1]}.json").exists():
            name = f"unit_{keys[-1]}"
            waiting[name] = commands(own, unit, family, name)
    if waiting:
        statistics = cache / f"{directory.name}-{family}.statistics"
        file = cache / f"{directory.name}-{family}.ys"
        file.write_text(script(waiting, family, statistics))
        subprocess.run(["yosys", "-q", file], cwd=directory, check=True, capture_output=True)
        modules = json.loads(statistics.read_text())["modules"]
        for name in waiting:
            cells = modules[f"\\{name}"]["num_cells_by_type"]
            (cache / f"{name[5:]}.json").write_text(json.dumps(cells))
    return [json.loads((cache / f"{k}.json").read_text()) for k in keys]


def known(directory: Path, family: str, cache: Path) -> list[dict[str, int]] | None:
    """Return the cells of each unit of a generated directory, if all were measured."""
    manifest = json.loads((directory / "manifest.json").read_text())
    files = sources(directory, manifest, family)
    results = [
        cache / f"{key(directory, needed(directory, files, u['module']), u, family)}.json"
        for u in manifest["units"]
    ]
    if not all(r.exists() for r in results):
        return None
    return [json.loads(r.read_text()) for r in results]


XILINX = {
    **{f"LUT{n}": {"lut": 1} for n in range(1, 7)}, "LUT6_2": {"lut": 1},
    "SRL16E": {"lutram": 1}, "SRLC32E": {"lutram": 1}, "RAM32X1D": {"lutram": 2},
    "RAM64X1D": {"lutram": 2}, "RAM32M": {"lutram": 4}, "RAM64M": {"lutram": 4},
    "RAM128X1D": {"lutram": 4}, "RAM32M16": {"lutram": 8}, "RAM64M8": {"lutram": 8},
    "FDRE": {"ff": 1}, "FDSE": {"ff": 1}, "CARRY4": {"carry": 1}, "CARRY8": {"carry": 1},
    "RAMB18E1": {"bram36": 0.5}, "RAMB18E2": {"bram36": 0.5}, "RAMB36E1": {"bram36": 1},
    "RAMB36E2": {"bram36": 1}, "DSP48E1": {"dsp": 1}, "DSP48E2": {"dsp": 1}, "INV": {},
}
COSTS = {
    "xc7": XILINX,
    "xcup": XILINX,
    "ecp5": {
        "LUT4": {"lut": 1}, "CCU2C": {"lut": 2, "carry": 1}, "TRELLIS_DPR16X4": {"lutram": 6},
        "TRELLIS_FF": {"ff": 1}, "DP16KD": {"bram36": 0.5}, "MULT18X18D": {"dsp": 1},
    },
    "ice40": {"SB_LUT4": {"lut": 1}, "SB_CARRY": {"carry": 1}, "SB_RAM40_4K": {"bram36": 1 / 9}},
    "gowin": {
        **{f"LUT{n}": {"lut": 1} for n in range(1, 5)}, "ALU": {"lut": 1, "carry": 1},
        **{f"RAM16SDP{n}": {"lutram": 6} for n in (1, 2, 4)},
        **{name: {"bram36": 0.5} for name in ("SP", "SPX9", "SDP", "SDPX9", "DP", "DPX9")},
    },
}
"""What cells cost, as in `Sources/Estimator/Families`; flip-flops of many names are told by them."""


def resources(cells: dict[str, int], family: str) -> dict[str, float]:
    """Return the sum of the cells' costs."""
    total = dict.fromkeys(("lut", "lutram", "ff", "carry", "bram36", "dsp"), 0)
    for cell, count in cells.items():
        cost = COSTS[family].get(cell, {"ff": 1} if cell.startswith(("SB_DFF", "DFF")) else {})
        for name, amount in cost.items():
            total[name] += amount * count
    return total


def total(units: list[dict[str, int]], family: str) -> dict[str, float]:
    """Return the sum over units."""
    sums = [resources(cells, family) for cells in units]
    return {name: sum(s[name] for s in sums) for name in sums[0]}
