"""Network documents as text: one key per line, one row of weights per line, arrays wrapped."""

import json
import os
from pathlib import Path

_WIDTH = 100
_INDENT = "  "


def write(document: dict, path: str | Path) -> None:
    """Write a document to a temporary file beside `path`, then rename it."""
    path = Path(path)
    data = (_lines(document, "", "") + "\n").encode()
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _lines(value, margin: str, key: str) -> str:
    """Return JSON text whose first line follows `"key": ` and whose others start with `margin`."""
    if isinstance(value, dict):
        members = [
            f"{json.dumps(name)}: {_lines(member, margin + _INDENT, name)}"
            for name, member in value.items()
        ]
        return _block("{", members, "}", margin)
    if isinstance(value, list) and value:
        if key in ("layers", "weights"):
            return _block("[", [_lines(item, margin + _INDENT, "") for item in value], "]", margin)
        return _array([_scalar(item) for item in value], margin, key)
    return _scalar(value)


def _block(opening: str, items: list[str], closing: str, margin: str) -> str:
    inner = ",\n".join(margin + _INDENT + item for item in items)
    return f"{opening}\n{inner}\n{margin}{closing}"


def _array(items: list[str], margin: str, key: str) -> str:
    """Return the items on the key's line if they fit there, else on as few lines as they need."""
    whole = f"[{', '.join(items)}]"
    if len(f'{margin}"{key}": {whole},') <= _WIDTH:
        return whole
    lines = [items[0]]
    for item in items[1:]:
        if len(f"{margin}{_INDENT}{lines[-1]}, {item},") <= _WIDTH:
            lines[-1] += f", {item}"
        else:
            lines.append(item)
    return _block("[", lines, "]", margin)


def _scalar(value) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
