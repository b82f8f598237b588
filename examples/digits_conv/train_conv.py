"""Train a binarized convolutional network on scikit-learn's digits; write its document and images.

    pip install ./python scikit-learn
    python examples/digits_conv/train_conv.py

The held-out images are those of examples/digits: chosen first and used once, for the last line of
output. What the first layer sees, pixels or bits, is chosen on a validation part of the training
images. One thread does all the arithmetic, so that a repeated run writes the same bytes.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "digits"))

from binary_cnn import BinaryCNN, Stage
from binary_mlp import EPSILON
from train import every_fifth, warped

import bnnhw

FILTERS = (16, 32, 32)
POOLS = (False, True, True)
THRESHOLDS = (None, 6, 8)
"""Of the first layer's input; None leaves the pixels as they are."""
EPOCHS = 200
BATCH = 64
LEARNING_RATE = 0.03
FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Select, train, write, and measure on the held-out images."""
    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    held_out = every_fifth(labels, np.random.default_rng(1))
    threshold = best_threshold(images[~held_out], labels[~held_out])
    print(f"training on {np.sum(~held_out)} images, {described(threshold)}", flush=True)
    cnn = fit(images[~held_out], labels[~held_out], threshold, report=True)

    network = as_network(cnn, threshold)
    network.save(FOLDER / "net.json")
    np.save(FOLDER / "images.npy", images[held_out])
    np.save(FOLDER / "labels.npy", labels[held_out])
    right = int(np.sum(bnnhw.run(network, images[held_out])["class"] == labels[held_out]))
    total = int(np.sum(held_out))
    print(f"held-out accuracy {right} of {total} = {right / total:.2%}")


def best_threshold(images: np.ndarray, labels: np.ndarray) -> int | None:
    """Return the input threshold with the best accuracy on a validation part."""
    validation = every_fifth(labels, np.random.default_rng(2))
    accuracies = {}
    for threshold in THRESHOLDS:
        cnn = fit(images[~validation], labels[~validation], threshold)
        scores = cnn.scores(maps(images[validation], threshold))
        accuracies[threshold] = np.mean(scores.argmax(axis=1) == labels[validation])
        print(f"{described(threshold)}: validation {accuracies[threshold]:.2%}", flush=True)
    return max(accuracies, key=accuracies.get)


def fit(
    images: np.ndarray, labels: np.ndarray, threshold: int | None, report: bool = False
) -> BinaryCNN:
    """Train for EPOCHS passes over slightly warped images, the rate falling along a cosine."""
    rng = np.random.default_rng(0)
    cnn = BinaryCNN(8, FILTERS, POOLS, 10, rng)
    for epoch in range(EPOCHS):
        rate = LEARNING_RATE * (1 + np.cos(np.pi * epoch / EPOCHS)) / 2
        inputs = maps(warped(images, rng), threshold)
        order = rng.permutation(len(images))
        for start in range(0, len(images) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            cnn.train(inputs[batch], labels[batch], rate)
        if report and (epoch + 1) % 50 == 0:
            scores = cnn.scores(maps(images, threshold))
            accuracy = np.mean(scores.argmax(axis=1) == labels)
            print(f"epoch {epoch + 1}: training {accuracy:.2%}", flush=True)
    return cnn


def described(threshold: int | None) -> str:
    """Return what the first layer sees."""
    return "pixels" if threshold is None else f"pixel >= {threshold}"


def maps(images: np.ndarray, threshold: int | None) -> np.ndarray:
    """Return maps of one channel: whole pixel values, or +1 and -1."""
    if threshold is None:
        values = np.rint(images).astype(np.float32)
    else:
        values = np.where(images >= threshold, np.float32(1), np.float32(-1))
    return values[..., None]


def as_network(cnn: BinaryCNN, threshold: int | None) -> bnnhw.Network:
    """Return the trained network with its batch normalizations as they are, not folded."""
    network = bnnhw.Network(
        "digits_conv",
        shape=(8, 8, 1),
        type="uint8",
        threshold=threshold,
        integers=threshold is None,
        input_name="image",
        description="Handwritten digits of 8x8 pixels, 0...16; "
        "trained by examples/digits_conv/train_conv.py",
        classes=[str(digit) for digit in range(10)],
    )
    for index, stage in enumerate(cnn.stages):
        add_stage(network, index, stage)
    network.binary_dense(f"fc{len(cnn.stages)}", cnn.last >= 0)
    network.argmax("class")
    return network


def add_stage(network: bnnhw.Network, index: int, stage: Stage) -> None:
    """Add convolution, batch normalization, sign and, if the stage has it, the pool."""
    normalization = stage.normalization
    filters = stage.weights.reshape(len(stage.weights), 3, 3, -1) >= 0
    network.binary_conv(f"conv{index}", filters, padding=1, padding_value="0")
    network.batch_norm(
        f"bn{index}",
        gamma=normalization.gamma,
        beta=normalization.beta,
        mean=normalization.mean,
        variance=normalization.variance,
        epsilon=EPSILON,
    )
    network.sign(f"act{index}")
    if stage.pools:
        network.max_pool(f"pool{index}", 2)


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
