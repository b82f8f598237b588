#!/usr/bin/env python3
"""Draw held-out digits with the class that the network gave each, as an SVG.

    bnn-hw infer examples/digits/net.json --images examples/digits/images.npy --predictions FILE
    draw_digits.py --predictions FILE --out docs/images/digits.svg

The first digits of the file, in its order. A wrong class is framed and stands as wrong≠right.
Each digit has a ground of its own, so that it can be read on white and on black pages.
"""

import argparse
from pathlib import Path

import numpy as np

DIGITS = Path(__file__).resolve().parents[1] / "examples" / "digits"
COLUMNS, ROWS = 20, 6
PIXEL = 4
TILE = 8 * PIXEL
STEP_X, STEP_Y = TILE + 10, TILE + 26
MARGIN = 5
STYLE = (
    "text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:#6e7781;text-anchor:middle}"
    "text.wrong{fill:#e5343d;font-weight:bold}"
    "rect{fill:#f6f8fa}"
    "rect.wrong{stroke:#e5343d;stroke-width:3}"
    "path{fill:#0a3069;shape-rendering:crispEdges}"
)


def main() -> None:
    """Draw the first digits of the example."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--predictions", type=Path, required=True, help="a class on each line")
    parser.add_argument("--out", type=Path, required=True, help="the SVG file to write")
    options = parser.parse_args()
    images, labels = np.load(DIGITS / "images.npy"), np.load(DIGITS / "labels.npy")
    classes = [int(line) for line in options.predictions.read_text().split()]
    if len(classes) != len(labels):
        parser.error(f"{len(classes)} predictions, but {len(labels)} images")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(drawing(images, labels, classes))


def drawing(images: np.ndarray, labels: np.ndarray, classes: list[int]) -> str:
    """Return the whole picture."""
    shown = COLUMNS * ROWS
    wrong = sum(label != given for label, given in zip(labels, classes, strict=True))
    width, height = COLUMNS * STEP_X, ROWS * STEP_Y
    title = f"{shown} of {len(labels)} held-out digits and their classes; {wrong} of all are wrong"
    tiles = [
        tile(images[i], int(labels[i]), classes[i], i % COLUMNS * STEP_X, i // COLUMNS * STEP_Y)
        for i in range(shown)
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
    return "\n".join(
        [head, f"<title>{title}</title>", f"<style>{STYLE}</style>", *tiles, "</svg>\n"]
    )


def tile(image: np.ndarray, label: int, given: int, x: int, y: int) -> str:
    """Return one digit, its class below it."""
    mark = "" if label == given else ' class="wrong"'
    text = f"{given}" if label == given else f"{given}≠{label}"
    ink = "".join(layer(image, level) for level in range(1, 17))
    return (
        f'<g transform="translate({x + MARGIN} {y + MARGIN})">'
        f'<rect{mark} width="{TILE}" height="{TILE}" rx="3"/>'
        f'<g transform="scale({PIXEL})">{ink}</g>'
        f'<text{mark} x="{TILE // 2}" y="{TILE + 15}">{text}</text></g>'
    )


def layer(image: np.ndarray, level: int) -> str:
    """Return the pixels of one grey level, 1 to 16, as one path."""
    squares = "".join(f"M{column} {row}h1v1h-1z" for row, column in np.argwhere(image == level))
    return f'<path opacity="{level / 16:.2g}" d="{squares}"/>' if squares else ""


if __name__ == "__main__":
    main()
