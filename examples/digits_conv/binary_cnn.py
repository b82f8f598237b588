"""A convolutional network of +1/-1 weights and activations, trained in plain NumPy.

Stage: binary 3x3 convolution that keeps the size, batch normalization, sign and, in some stages, a
2x2 max-pool. Last layer: binary weights on the flattened map. The straight-through estimator, Adam
and the batch normalization are those of examples/digits/binary_mlp.py.
"""

from dataclasses import dataclass

import numpy as np
from binary_mlp import Adam, Normalization, binary

KERNEL = 3


@dataclass
class Stage:
    """One convolution and what follows it.

    `weights` has one row for each filter, columns in the order (ky, kx, channel). The pool takes
    the largest activation before its sign, which is the largest sign, so that slopes pass through
    the largest activation alone.
    """

    weights: np.ndarray
    normalization: Normalization
    pools: bool

    def forward(self, maps: np.ndarray, training: bool) -> tuple[np.ndarray, tuple]:
        """Return the signs (frames, height, width, filters) and what `backward` needs."""
        windows = gathered(maps)
        sums = windows @ binary(self.weights).T
        mean, deviation = self.normalization.moments(sums, training)
        normalized = (sums - mean) / deviation
        activations = self.normalization.gamma * normalized + self.normalization.beta
        activations = activations.reshape(*maps.shape[:3], -1)
        largest = pooled(activations) if self.pools else activations
        return binary(largest), (windows, normalized, deviation, activations, largest)

    def backward(self, slope: np.ndarray, step: tuple) -> tuple[list[np.ndarray], np.ndarray]:
        """Return the gradients of weights, gamma and beta, and the slope by the stage's input."""
        windows, normalized, deviation, activations, largest = step
        slope = slope * (np.abs(largest) <= 1)
        if self.pools:
            slope = unpooled(slope, activations, largest)
        slope = slope.reshape(normalized.shape)
        gamma, beta = (slope * normalized).sum(axis=0), slope.sum(axis=0)
        slope = slope * self.normalization.gamma
        common = slope.mean(axis=0) + normalized * (slope * normalized).mean(axis=0)
        slope = (slope - common) / deviation
        weights = slope.T @ windows
        return [weights, gamma, beta], scattered(
            slope @ binary(self.weights), activations.shape[:3]
        )


class BinaryCNN:
    """Stages of `filters` filters each, a pool in those that `pools` says, and the classes."""

    def __init__(
        self,
        size: int,
        filters: tuple[int, ...],
        pools: tuple[bool, ...],
        classes: int,
        rng: np.random.Generator,
    ):
        """Draw the weights for square maps of one channel; one gamma in eight starts negative."""
        self.stages = []
        channels = 1
        for count, pool in zip(filters, pools, strict=True):
            self.stages.append(
                Stage(_draw(count, KERNEL**2 * channels, rng), _norm(count, rng), pool)
            )
            channels = count
        inputs = (size >> sum(pools)) ** 2 * channels
        self.last = _draw(classes, inputs, rng)
        # Sums have a deviation near sqrt(inputs); the softmax wants scores of a few units.
        self._temperature = np.float32(2.4 / np.sqrt(inputs))
        parameters = [self.last]
        for stage in self.stages:
            parameters += [stage.weights, stage.normalization.gamma, stage.normalization.beta]
        self._adam = Adam(parameters)

    def scores(self, maps: np.ndarray) -> np.ndarray:
        """Return the sums of the last layer, with the moving statistics."""
        for stage in self.stages:
            maps, _ = stage.forward(maps, training=False)
        return maps.reshape(len(maps), -1) @ binary(self.last).T

    def train(self, maps: np.ndarray, labels: np.ndarray, rate: float) -> None:
        """Take one step on a batch, minimizing the cross-entropy of the softmax."""
        steps = []
        for stage in self.stages:
            maps, step = stage.forward(maps, training=True)
            steps.append(step)
        rows = maps.reshape(len(maps), -1)
        slope = self._slope(rows @ binary(self.last).T, labels)
        gradients = [slope.T @ rows]
        slope = (slope @ binary(self.last)).reshape(maps.shape)
        for stage, step in zip(reversed(self.stages), reversed(steps), strict=True):
            own, slope = stage.backward(slope, step)
            gradients[1:1] = own
        self._adam.step(gradients, rate)
        for weights in [self.last, *(stage.weights for stage in self.stages)]:
            np.clip(weights, -1, 1, out=weights)

    def _slope(self, scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return the derivative of the mean cross-entropy by each score."""
        scaled = scores * self._temperature
        shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        shares[np.arange(len(labels)), labels] -= 1
        return shares * self._temperature / np.float32(len(labels))


def gathered(maps: np.ndarray) -> np.ndarray:
    """Return one row for each window, columns in the order (ky, kx, channel), 0 outside the map."""
    _, height, width, channels = maps.shape
    padded = np.pad(maps, ((0, 0), (1, 1), (1, 1), (0, 0)))
    taps = [padded[:, y : y + height, x : x + width] for y in range(KERNEL) for x in range(KERNEL)]
    return np.concatenate(taps, axis=3).reshape(-1, KERNEL**2 * channels)


def scattered(rows: np.ndarray, pixels: tuple[int, int, int]) -> np.ndarray:
    """Return maps in which every element sums what its windows say of it; undoes `gathered`."""
    frames, height, width = pixels
    taps = rows.reshape(frames, height, width, KERNEL**2, -1)
    padded = np.zeros((frames, height + 2, width + 2, taps.shape[-1]), np.float32)
    for tap in range(KERNEL**2):
        y, x = divmod(tap, KERNEL)
        padded[:, y : y + height, x : x + width] += taps[:, :, :, tap]
    return padded[:, 1:-1, 1:-1]


def pooled(maps: np.ndarray) -> np.ndarray:
    """Return the largest of each 2x2 pixels."""
    frames, height, width, channels = maps.shape
    return maps.reshape(frames, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4))


def unpooled(slope: np.ndarray, maps: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """Return the slope by each element of the maps: that of the pool, shared by the largest."""
    wide = largest.repeat(2, axis=1).repeat(2, axis=2)
    wins = (maps == wide).astype(np.float32)
    frames, height, width, channels = slope.shape
    counts = wins.reshape(frames, height, 2, width, 2, channels).sum(axis=(2, 4))
    return wins * (slope / counts).repeat(2, axis=1).repeat(2, axis=2)


def _draw(rows: int, columns: int, rng: np.random.Generator) -> np.ndarray:
    return rng.uniform(-0.5, 0.5, (rows, columns)).astype(np.float32)


def _norm(channels: int, rng: np.random.Generator) -> Normalization:
    return Normalization(
        gamma=np.where(rng.random(channels) < 1 / 8, -1, 1).astype(np.float32),
        beta=np.zeros(channels, np.float32),
        mean=np.zeros(channels, np.float32),
        variance=np.ones(channels, np.float32),
    )
