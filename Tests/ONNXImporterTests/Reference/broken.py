"""Models that cannot be imported, one for each reason, in as few nodes as possible.

    broken.py OUT_DIR

writes one file for each, named after what is wrong, and index.json with a sentence for each and
what onnx.checker says. All but a few are well-formed.
"""

import argparse
import json
from pathlib import Path

import onnx

from broken_models import (  # noqa: F401 -- each registers its models
    activations,
    axes,
    ends,
    files,
    graphs,
    numbers,
    operators,
    weights,
    windows,
)
from broken_models.sketch import MODELS


def main() -> None:
    """Writes all models and the index."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    directory.mkdir(parents=True, exist_ok=True)
    index = {}
    for name, (reason, serialized) in MODELS.items():
        data = serialized()
        (directory / f"{name}.onnx").write_bytes(data)
        index[name] = {"reason": reason, "checker": _checked(data)}
    (directory / "index.json").write_text(json.dumps(index, indent=1, ensure_ascii=False) + "\n")
    accepted = sum(entry["checker"] == "accepted" for entry in index.values())
    print(f"{len(index)} models, of which onnx.checker accepts {accepted}")


def _checked(data) -> str:
    try:
        onnx.checker.check_model(onnx.load_from_string(data))
    except Exception as error:  # noqa: BLE001 -- whatever a broken file makes it raise
        return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return "accepted"


if __name__ == "__main__":
    main()
