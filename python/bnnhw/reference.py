"""Evaluation of networks in NumPy, to compare other implementations with."""

from pathlib import Path

import numpy as np

from bnnhw.network import Network
from bnnhw.reader import load


def run(network: Network | str | Path, images: np.ndarray) -> dict[str, np.ndarray]:
    """Evaluate a network, or the document at a path, on images; return every layer's output.

    `images` are integers or booleans of shape (frames, ...) with the input's elements per frame.
    The result maps the names of the input and of the layers to arrays: feature maps of shape
    (frames, height, width, channels), and from `binary_dense` on (frames, channels):

    bits          bool, True = +1
    integers      int64
    batch_norm    float64, rounded in its magnitude but exact in its sign
    argmax        int64 without the last axis
    """
    if not isinstance(network, Network):
        network = load(network)
    network.check()
    values = {network.input.name: network.input.encode(images)}
    for node in network.layers:
        values[node.name] = node.layer.evaluate(*(values[source] for source in node.sources))
    return values
