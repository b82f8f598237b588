"""A unit as an FPGA's cells: synthesised by yosys, in the RTL module's clothes.

The netlist has no parameters, but a testbench gives them and means widths by them. So a wrapper has
the name and the header of the RTL module, and an instance of the netlist as its body. The cells'
models are those of yosys. It has none of the block RAMs of xc7 and ecp5 and of ecp5's multipliers:
in these families all memories become LUT-RAM or logic here, and in ecp5 products too. ram_style is
dropped, as no family has every style then. What the RTL leaves unknown at power-up stays unknown,
though cells begin with zero.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ICE40_ZERO = "`define SB_DFF_INIT initial Q = 0;\n"
ICE40_UNKNOWN = "`define SB_DFF_INIT\n"
LIBRARY = Path(__file__).resolve().parent.parent / "rtl-templates"


@dataclass(frozen=True)
class Family:
    synthesis: str
    cells: str
    # Commands after synthesis of units that load no memory.
    without_files: str = ""


FAMILIES = {
    "xc7": Family(
        "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -nowidelut -nobram",
        "xilinx/cells_sim.v",
        # Elsewhere yosys itself leaves RAM unknown.
        without_files="""
            setparam -set INIT_A 64'bx -set INIT_B 64'bx t:RAM32M t:RAM64M
            setparam -set INIT_C 64'bx -set INIT_D 64'bx t:RAM32M t:RAM64M
            setparam -set INIT 512'bx t:RAM*X1S t:RAM*X1D
        """,
    ),
    "ecp5": Family("synth_ecp5 -nowidelut -nobram -nodsp", "ecp5/cells_sim.v"),
    "ice40": Family("synth_ice40", "ice40/cells_sim.v"),
}


def sources_of_netlist(unit: str, parameters: dict, family: str, directory: Path) -> list:
    """Options and files for iverilog that define bnn_<unit>, with nothing of the RTL among them."""
    module = f"bnn_{unit}"
    chosen = FAMILIES[family]
    wrapper = directory / f"{module}.v"
    wrapper.write_text(wrapper_text(module))
    netlist = synthesise(module, parameters, chosen, directory)
    # Yosys itself looks for its files beside its program.
    share = Path(shutil.which("yosys")).resolve().parent.parent / "share/yosys"
    original = share / chosen.cells
    cells = directory / "cells.v"
    cells.write_text(original.read_text().replace(ICE40_ZERO, ICE40_UNKNOWN))
    # Cells have inputs that synthesis leaves open; Icarus 11 has no default values of ports.
    options = ["-Wno-portbind", "-DNO_ICE40_DEFAULT_ASSIGNMENTS"]
    return [*options, "-I", original.parent, wrapper, netlist, cells]


def synthesise(module: str, parameters: dict, family: Family, directory: Path) -> Path:
    values = [
        f"-set {name} {value:d}" if isinstance(value, int) else f'-set {name} "{value}"'
        for name, value in parameters.items()
    ]
    has_files = any(name.endswith("File") for name in parameters)
    script = f"""
        read_verilog -sv {LIBRARY}/{module}.sv
        {'chparam' if values else '#'} {' '.join(values)} {module}
        hierarchy -check -libdir {LIBRARY} -top {module}
        rename -top {module}_netlist
        proc
        setattr -unset ram_style -unset rom_style */m:*
        {family.synthesis} -top {module}_netlist
        {'' if has_files else family.without_files}
        write_verilog -noattr netlist.v
    """
    (directory / "netlist.ys").write_text(script)
    command = ["yosys", "-q", "-s", "netlist.ys"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return directory / "netlist.v"


def wrapper_text(module: str) -> str:
    source = (LIBRARY / f"{module}.sv").read_text()
    header = re.search(rf"^module {module} .*?^\);$", source, re.MULTILINE | re.DOTALL).group()
    header = re.sub(r"^( *output) logic", r"\1 wire ", header, flags=re.MULTILINE)
    ports = re.findall(r"^ *(?:input|output) .*?(\w+),?$", header, re.MULTILINE)
    connections = ", ".join(f".{port}({port})" for port in ports)
    return f"{header}\n  {module}_netlist u_netlist ({connections});\nendmodule\n"
