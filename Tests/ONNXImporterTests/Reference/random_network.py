"""Puts the parts of a random binarized network together as an ONNX graph.

Constants are chosen with the values of the frames at hand: every boundary of a binarizer lies in a
gap between values that occur, or exactly on one where float32 computes without rounding.
"""

import numpy as np

from network_parts.bends import Bends
from network_parts.binarizers import Binarizers
from network_parts.ends import Ends
from network_parts.layers import Layers
from network_parts.pixels import Pixels
from network_parts.pools import Pools
from network_parts.steps import Steps


class RandomNetwork(Pixels, Layers, Steps, Pools, Bends, Binarizers, Ends):
    """One random graph with the names and boundaries that a case needs."""

    def __init__(self, rng: np.random.Generator, frames: int):
        """Draws all of it."""
        super().__init__(rng, frames)
        self.pixels = self._draw()

    def _draw(self) -> np.ndarray:
        has_maps = self._happens(0.65)
        pixels = self._pixels(has_maps)
        flow = self._enter(pixels)
        is_binarized = flow.is_binary
        if has_maps:
            blocks = int(self.rng.integers(1, 4))
            for _ in range(blocks):
                flow = self._block(self._convolution(self._to(flow, "NCHW")))
                is_binarized = True
            flow = self._vote(flow)
            if self._happens(0.2):
                self._is_last = True
                flow = self._global_average(self._convolution(self._to(flow, "NCHW")))
                self._end(self._flatten(flow))
                return pixels
        flow = self._flatten(flow)
        hidden = int(self.rng.integers(0 if is_binarized else 1, 3))
        for _ in range(hidden):
            flow = self._block(self._dense(flow, int(self.rng.integers(4, 25))))
        self._is_last = True
        self._end(self._dense(flow, int(self.rng.integers(2, 11))))
        return pixels
