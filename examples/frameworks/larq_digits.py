"""A binarized network of Larq's layers: trained for seconds, then converted."""

import os
from fractions import Fraction
from pathlib import Path

import bnnhw
import numpy as np

os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")  # Larq needs Keras 2

import larq as lq  # noqa: E402
import tensorflow as tf  # noqa: E402

DIGITS = Path(__file__).resolve().parents[1] / "digits"
FIRST = {"kernel_quantizer": "ste_sign", "kernel_constraint": "weight_clip", "use_bias": False}
BINARY = {"input_quantizer": "ste_sign", **FIRST}


def main() -> None:
    """Train on 264 images, convert, and compare on the other 100."""
    tf.keras.utils.set_random_seed(0)
    images, labels = (np.load(DIGITS / f"{name}.npy") for name in ("images", "labels"))
    x = images[..., None] / np.float32(16)
    model = tf.keras.Sequential(
        [
            tf.keras.layers.InputLayer((8, 8, 1)),
            lq.layers.QuantConv2D(24, 3, padding="same", **FIRST),
            tf.keras.layers.MaxPooling2D(2),
            tf.keras.layers.BatchNormalization(momentum=0.9, scale=False),
            lq.layers.QuantConv2D(32, 3, padding="same", pad_values=1.0, **BINARY),
            tf.keras.layers.BatchNormalization(momentum=0.9, scale=False),
            tf.keras.layers.Flatten(),
            lq.layers.QuantDense(10, **BINARY),
            tf.keras.layers.BatchNormalization(momentum=0.9, scale=False),
            tf.keras.layers.Activation("softmax"),
        ]
    )
    model.compile(tf.keras.optimizers.legacy.Adam(0.01), "sparse_categorical_crossentropy")
    model.fit(x[:264], labels[:264], epochs=30, verbose=0)

    network = bnnhw.Network("larq_digits", shape=(8, 8), type="uint8", integers=True)
    bnnhw.from_keras(model, network, scale=Fraction(1, 16))
    network.save("net.json")

    theirs = model.predict(x[264:], verbose=0).argmax(1)
    ours = bnnhw.run("net.json", images[264:])["class"].ravel()
    right = int((ours == labels[264:]).sum())
    print(f"of 100 images, {(ours == theirs).sum()} as in Larq, {right} right")


if __name__ == "__main__":
    main()
