#!/usr/bin/env python3
"""Computes FracBNN's convolutions and gates from given activations, as its reference does.

usage: fracbnn_reference.py FOLDER IMAGES FRAMES CODES VALUES

FOLDER is the shared folder with ref_fracbnn.py, CODES has the two-bit activations of all convolutions
of FRAMES images, one after another, a byte for each. VALUES becomes an archive of integers
(frame, y, x, channel): `conv1`, which depends on the images alone; and for each convolution <name>_m
and <name>_l, the sums of the high and of the low bits, and <name>_gate, those low sums that count.
"""

import sys

import numpy as np

folder, images, frames, codes, values = sys.argv[1:]
frames = int(frames)
sys.path.insert(0, folder)

from ref_fracbnn import FracBNN, conv3, encode

net = FracBNN(f"{folder}/fracbnn_cifar10.npz")
codes = np.fromfile(codes, np.uint8)


def sums(bits, name, stride):
    """Of values -1 and +1, as integers."""
    result, shape = conv3(bits.astype(np.float32) * 2 - 1, net.W(name), stride)
    return np.rint(result).astype(np.int64).reshape(*shape, -1)


result = {"conv1": sums(encode(np.load(images)["x"][:frames]), "conv1", 1)}
size, channels = 32, 16
for layer in (1, 2, 3):
    for block in range(3):
        for half in (1, 2):
            name = f"layer{layer}_{block}_conv{half}"
            stride = 2 if layer > 1 and block == 0 and half == 1 else 1
            code, codes = np.split(codes, [frames * size * size * channels])
            code = code.reshape(frames, size, size, channels)
            if stride == 2:
                size, channels = size // 2, channels * 2
            _, gate, m, l = net.pgconv(code, name, stride)
            key = f"layer{layer}_{block}_{half}"
            result[f"{key}_m"] = np.rint(m).astype(np.int64)
            result[f"{key}_l"] = np.rint(l).astype(np.int64)
            result[f"{key}_gate"] = np.where(gate, np.rint(l), 0).astype(np.int64)
assert not codes.size
np.savez(values, **result)
