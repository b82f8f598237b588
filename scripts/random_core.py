"""Documents with random weights, and what `bnn-hw` makes of them."""

import json
import subprocess
import tempfile
from pathlib import Path


def packed(row: int, columns: int) -> str:
    """Return a row of weights as a document has it; bit i is column i, and 1 is +1."""
    return row.to_bytes((columns + 7) // 8, "little").hex()


def document(name: str, shape: list[int], layers: list[dict]) -> dict:
    """Return a network whose input is of ±1."""
    return {
        "format": "bnn-hw-network",
        "version": 1,
        "name": name,
        "input": {"shape": shape, "type": "bit"},
        "layers": layers,
    }


def estimated(program: Path, network: dict, folding: dict) -> tuple[dict, dict]:
    """Return what `generate` and `estimate` print of a network, for xc7, as JSON."""
    run = {"check": True, "capture_output": True, "text": True}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "net.json").write_text(json.dumps(network))
        (folder / "folding.json").write_text(json.dumps(folding))
        core = folder / "core"
        command = [program, "generate", folder / "net.json", "--folding", folder / "folding.json"]
        made = subprocess.run([*command, "-o", core, "--json"], **run).stdout
        report = subprocess.run([program, "estimate", core, "--json"], **run).stdout
    return json.loads(made), json.loads(report)
