"""What BMXNet's ResNet-18 computes, by the reference beside the repository.

    bmxnet_reference.py SHARED IMAGES COUNT STEM OUT

SHARED is the folder of ref_bmxnet.py. For the first COUNT images of the archive IMAGES, OUT gets `stem`,
the bits of the real stem, and under its name every layer of the body as it follows from the bits in STEM,
a byte for each: sums of +1 and -1, and bits.
"""

import sys
from pathlib import Path

import numpy as np


def norm(network, x, name, has_gamma=True):
    """The batch norm of a name, in real numbers."""
    a = {key: network.a[f"float.{name}_{key}"].astype(np.float64)
         for key in ("moving_mean", "moving_var", "gamma", "beta")}
    gamma = a["gamma"] if has_gamma else 1
    return (x - a["moving_mean"]) / np.sqrt(a["moving_var"] + 2e-5) * gamma + a["beta"]


def stem(network, im2, pixels):
    centred = pixels.astype(np.float64) - [123.68, 116.779, 103.939]
    windows = im2(norm(network, centred, "bn_data", has_gamma=False), 3, 1, 1, 0.0)
    weights = network.a["float.conv0_weight"].astype(np.float64)
    sums = windows @ weights.transpose(2, 3, 1, 0).reshape(27, 64)
    return (norm(network, sums, "stage1_unit1_bn1") >= 0).astype(np.uint8)


def body(network, im2, xnor_popcount, bits):
    """Popcounts and bits of every layer, and how many terms a popcount has."""
    values, terms = {"stage1_unit1_bn1": bits}, {}
    for layer in network.js["layers"]:
        name = layer["name"]
        if layer["op"] == "binconv":
            rows = network.a[f"{name}.W"]
            x = im2(values[layer["input"]], layer["kernel"], layer["stride"], layer["pad"], 1)
            counts = xnor_popcount(x.reshape(-1, x.shape[-1]), rows)
            values[name], terms[name] = counts.reshape(*x.shape[:3], -1), rows.shape[1]
        elif layer["op"] == "add":
            left, right = layer["inputs"]
            values[name] = values[left] + values[right]
            terms[name] = terms[left] + terms[right]
        elif layer["op"] == "threshold":
            x, bound = values[layer["input"]], network.a[f"{name}.T"]
            is_rising = network.a[f"{name}.sense"] > 0
            values[name] = np.where(is_rising, x >= bound, x <= bound).astype(np.uint8)
    return values, terms


def head(network, values):
    x = np.maximum(norm(network, values["_plus7"], "bn1"), 0).mean((1, 2))
    weights, bias = (network.a[f"float.fc1_{key}"].astype(np.float64) for key in ("weight", "bias"))
    return x @ weights.T + bias


def main():
    shared, images, count, given, out = sys.argv[1:]
    sys.path.insert(0, shared)
    import ref
    import ref_bmxnet

    network = ref_bmxnet.ResNet18()
    pixels = np.load(images)["x"][: int(count)]
    real = stem(network, ref_bmxnet.im2, pixels)
    # This file repeats the reference, which gives scores only: they must be the same.
    values, _ = body(network, ref_bmxnet.im2, ref.xnor_popcount, real)
    assert np.array_equal(head(network, values), network.run(pixels))

    bits = np.fromfile(Path(given), np.uint8).reshape(real.shape)
    values, terms = body(network, ref_bmxnet.im2, ref.xnor_popcount, bits)
    arrays = {
        name.removeprefix("_"): 2 * value.astype(np.int64) - terms[name]
        if name in terms else value.astype(np.int64)
        for name, value in values.items()
    }
    np.savez(out, stem=real.astype(np.int64), **arrays)


if __name__ == "__main__":
    main()
