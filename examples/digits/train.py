"""Train a binarized network on scikit-learn's digits; write net.json, images.npy and labels.npy.

    pip install ./python scikit-learn
    python examples/digits/train.py

The held-out images are chosen first and used once, for the last line of output. The input threshold
is chosen on a validation part of the training images. One thread does all the arithmetic, so that
sums have one order and a repeated run writes the same bytes.
"""

from pathlib import Path

import numpy as np
from binary_mlp import EPSILON, BinaryMLP
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_limits

import bnnhw

HIDDEN = (256, 128)
THRESHOLDS = (4, 6, 8, 10)
EPOCHS = 400
BATCH = 64
LEARNING_RATE = 0.03
FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Select, train, write, and measure on the held-out images."""
    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    held_out = every_fifth(labels, np.random.default_rng(1))
    threshold = best_threshold(images[~held_out], labels[~held_out])
    print(f"training on {np.sum(~held_out)} images, pixel >= {threshold}", flush=True)
    mlp = fit(images[~held_out], labels[~held_out], threshold, report=True)

    network = as_network(mlp, threshold)
    network.save(FOLDER / "net.json")
    np.save(FOLDER / "images.npy", images[held_out])
    np.save(FOLDER / "labels.npy", labels[held_out])
    right = int(np.sum(bnnhw.run(network, images[held_out])["class"] == labels[held_out]))
    total = int(np.sum(held_out))
    print(f"held-out accuracy {right} of {total} = {right / total:.2%}")


def every_fifth(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a mask of one fifth of the images of each class, chosen at random."""
    mask = np.zeros(len(labels), bool)
    for label in range(10):
        mask[rng.permutation(np.flatnonzero(labels == label))[::5]] = True
    return mask


def best_threshold(images: np.ndarray, labels: np.ndarray) -> int:
    """Return the input threshold with the best accuracy on a validation part."""
    validation = every_fifth(labels, np.random.default_rng(2))
    accuracies = {}
    for threshold in THRESHOLDS:
        mlp = fit(images[~validation], labels[~validation], threshold)
        scores = mlp.scores(signs(images[validation], threshold))
        accuracies[threshold] = np.mean(scores.argmax(axis=1) == labels[validation])
        print(f"pixel >= {threshold}: validation {accuracies[threshold]:.2%}", flush=True)
    return max(accuracies, key=accuracies.get)


def fit(images: np.ndarray, labels: np.ndarray, threshold: int, report: bool = False) -> BinaryMLP:
    """Train for EPOCHS passes over slightly warped images, the rate falling along a cosine."""
    rng = np.random.default_rng(0)
    mlp = BinaryMLP((64, *HIDDEN, 10), rng)
    for epoch in range(EPOCHS):
        rate = LEARNING_RATE * (1 + np.cos(np.pi * epoch / EPOCHS)) / 2
        inputs = signs(warped(images, rng), threshold)
        order = rng.permutation(len(images))
        for start in range(0, len(images) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            mlp.train(inputs[batch], labels[batch], rate)
        if report and (epoch + 1) % 50 == 0:
            scores = mlp.scores(signs(images, threshold))
            accuracy = np.mean(scores.argmax(axis=1) == labels)
            print(f"epoch {epoch + 1}: training {accuracy:.2%}", flush=True)
    return mlp


def signs(images: np.ndarray, threshold: int) -> np.ndarray:
    """Return one row of +1 and -1 for each image."""
    rows = images.reshape(len(images), -1)
    return np.where(rows >= threshold, np.float32(1), np.float32(-1))


def warped(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the images slightly turned, scaled, sheared and moved, with bilinear interpolation."""
    angle, shear, *zooms = rng.normal(0, [[0.06], [0.06], [0.04], [0.04]], (4, len(images)))
    moves = rng.normal(0, 0.2, (2, len(images), 1, 1))
    sine, cosine, shear = (v[:, None, None] for v in (np.sin(angle), np.cos(angle), shear))
    zoom_x, zoom_y = np.exp(zooms)[:, :, None, None]
    y, x = np.mgrid[0:8, 0:8] - 3.5
    padding = 2
    source_x = (cosine * x - sine * y) * zoom_x + shear * y + moves[0] + 3.5 + padding
    source_y = (sine * x + cosine * y) * zoom_y + moves[1] + 3.5 + padding
    padded = np.pad(images.astype(float), ((0, 0), (padding, padding), (padding, padding)))
    return bilinear(padded, source_y, source_x)


def bilinear(images: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return each image's value at its own real coordinates, which are clipped to the image."""
    last = images.shape[1] - 1
    y, x = np.clip(y, 0, last - 1e-6), np.clip(x, 0, last - 1e-6)
    row, column = y.astype(int), x.astype(int)
    down, right = y - row, x - column
    image = np.arange(len(images))[:, None, None]
    above = images[image, row, column] * (1 - right) + images[image, row, column + 1] * right
    below = (
        images[image, row + 1, column] * (1 - right) + images[image, row + 1, column + 1] * right
    )
    return above * (1 - down) + below * down


def as_network(mlp: BinaryMLP, threshold: int) -> bnnhw.Network:
    """Return the trained network with its batch normalizations as they are, not folded."""
    network = bnnhw.Network(
        "digits",
        shape=(8, 8, 1),
        type="uint8",
        threshold=threshold,
        input_name="image",
        description="Handwritten digits of 8x8 pixels, 0...16; trained by examples/digits/train.py",
        classes=[str(digit) for digit in range(10)],
    )
    for index, normalization in enumerate(mlp.normalizations):
        network.binary_dense(f"fc{index}", mlp.weights[index] >= 0)
        network.batch_norm(
            f"bn{index}",
            gamma=normalization.gamma,
            beta=normalization.beta,
            mean=normalization.mean,
            variance=normalization.variance,
            epsilon=EPSILON,
        )
        network.sign(f"act{index}")
    network.binary_dense(f"fc{len(HIDDEN)}", mlp.weights[-1] >= 0)
    network.argmax("class")
    return network


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
