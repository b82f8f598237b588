"""A multilayer perceptron of +1/-1 weights and activations, trained in plain NumPy.

Hidden layer: binary weights, batch normalization, sign. Last layer: binary weights. Each binary
weight is the sign of a real one that Adam moves. Backwards, the sign of an activation counts as the
identity where the activation lies in -1...1, and that of a weight as the identity everywhere
(straight-through estimator).
"""

from dataclasses import dataclass

import numpy as np

EPSILON = 1e-5
"""Added to the variances of the batch normalization."""
STATISTICS_RATE = 0.05
"""Share of a batch in the moving means and variances."""


def binary(values: np.ndarray) -> np.ndarray:
    """Return +1 where a value is at least 0, else -1."""
    return np.where(values >= 0, np.float32(1), np.float32(-1))


@dataclass
class Normalization:
    """Batch normalization of one hidden layer: two parameters and two moving statistics."""

    gamma: np.ndarray
    beta: np.ndarray
    mean: np.ndarray
    variance: np.ndarray

    def moments(self, sums: np.ndarray, training: bool) -> tuple[np.ndarray, np.ndarray]:
        """Return the batch's mean and deviation in training, else the moving ones."""
        if training:
            mean, variance = sums.mean(axis=0), sums.var(axis=0)
            self.mean += STATISTICS_RATE * (mean - self.mean)
            self.variance += STATISTICS_RATE * (variance - self.variance)
        else:
            mean, variance = self.mean, self.variance
        return mean, np.sqrt(variance + EPSILON)


class Adam:
    """Adam with the usual decay rates; moves the parameters in place."""

    def __init__(self, parameters: list[np.ndarray]):
        """Start with empty moments."""
        self._parameters = parameters
        self._first = [np.zeros_like(parameter) for parameter in parameters]
        self._second = [np.zeros_like(parameter) for parameter in parameters]
        self._steps = 0

    def step(self, gradients: list[np.ndarray], rate: float) -> None:
        """Take one step against the gradients."""
        self._steps += 1
        first_share, second_share = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        for parameter, first, second, gradient in zip(
            self._parameters, self._first, self._second, gradients, strict=True
        ):
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient * gradient - second)
            parameter -= rate * (first / first_share) / (np.sqrt(second / second_share) + 1e-8)


class BinaryMLP:
    """Layers of `sizes[0]` inputs, hidden units, and `sizes[-1]` classes."""

    def __init__(self, sizes: tuple[int, ...], rng: np.random.Generator):
        """Draw the weights; one gamma in eight starts negative, about as often as in large nets."""
        self.weights = [
            rng.uniform(-0.5, 0.5, (units, inputs)).astype(np.float32)
            for inputs, units in zip(sizes, sizes[1:], strict=False)
        ]
        self.normalizations = [
            Normalization(
                gamma=np.where(rng.random(units) < 1 / 8, -1, 1).astype(np.float32),
                beta=np.zeros(units, np.float32),
                mean=np.zeros(units, np.float32),
                variance=np.ones(units, np.float32),
            )
            for units in sizes[1:-1]
        ]
        # Sums have a deviation near sqrt(inputs); the softmax wants scores of a few units.
        self._temperature = np.float32(2.4 / np.sqrt(sizes[-2]))
        gammas = [normalization.gamma for normalization in self.normalizations]
        betas = [normalization.beta for normalization in self.normalizations]
        self._adam = Adam(self.weights + gammas + betas)

    def scores(self, inputs: np.ndarray) -> np.ndarray:
        """Return the sums of the last layer for +1/-1 inputs, with the moving statistics."""
        for weights, normalization in zip(self.weights, self.normalizations, strict=False):
            sums = inputs @ binary(weights).T
            mean, deviation = normalization.moments(sums, training=False)
            inputs = binary(normalization.gamma * (sums - mean) / deviation + normalization.beta)
        return inputs @ binary(self.weights[-1]).T

    def train(self, inputs: np.ndarray, labels: np.ndarray, rate: float) -> None:
        """Take one step on a batch, minimizing the cross-entropy of the softmax."""
        steps = []
        for weights, normalization in zip(self.weights, self.normalizations, strict=False):
            sums = inputs @ binary(weights).T
            mean, deviation = normalization.moments(sums, training=True)
            normalized = (sums - mean) / deviation
            activations = normalization.gamma * normalized + normalization.beta
            steps.append((inputs, normalized, deviation, activations))
            inputs = binary(activations)
        scores = inputs @ binary(self.weights[-1]).T
        self._adam.step(self._gradients(steps, inputs, self._slope(scores, labels)), rate)
        for weights in self.weights:
            np.clip(weights, -1, 1, out=weights)

    def _slope(self, scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return the derivative of the mean cross-entropy by each score."""
        scaled = scores * self._temperature
        shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        shares[np.arange(len(labels)), labels] -= 1
        return shares * self._temperature / np.float32(len(labels))

    def _gradients(self, steps: list[tuple], last: np.ndarray, slope: np.ndarray) -> list:
        """Propagate the slope of the scores back; return gradients in the optimizer's order."""
        weights, gammas, betas = [slope.T @ last], [], []
        slope = slope @ binary(self.weights[-1])
        for layer in reversed(range(len(steps))):
            inputs, normalized, deviation, activations = steps[layer]
            slope = slope * (np.abs(activations) <= 1)
            gammas.insert(0, (slope * normalized).sum(axis=0))
            betas.insert(0, slope.sum(axis=0))
            slope = slope * self.normalizations[layer].gamma
            common = slope.mean(axis=0) + normalized * (slope * normalized).mean(axis=0)
            slope = (slope - common) / deviation
            weights.insert(0, slope.T @ inputs)
            slope = slope @ binary(self.weights[layer])
        return weights + gammas + betas
