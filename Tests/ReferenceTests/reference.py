#!/usr/bin/env python3
"""Computes every layer of networks from the definitions in docs/network-format.md, in plain NumPy.

usage: reference.py FOLDER

Each folder in FOLDER holds a `network.json` and a `frames.bin` with one byte per element of the
input; each gets a `values.npz` with one int64 array (frame, y, x, channel) for the input and every
layer, under its name:

    bits          +1 or -1
    integers      as they are
    batch_norm    the exact sign of each real: -1, 0 or 1
    argmax        the index, as the only channel

It shares no code with the compiler or with the Python package, takes shortcuts nowhere, and checks
nothing: it is for documents that a reader has accepted.
"""

import json
import sys
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path

import numpy as np


def encoded(document, frames):
    """The input's values for bytes as they are stored, (frame, y, x, channel)."""
    shape = document["shape"]
    height, width, channels = [(1, 1, *shape), (*shape, 1), shape][len(shape) - 1]
    stored = frames.reshape(-1, height, width, channels).astype(np.int64)
    pixels = stored
    if document["type"] == "int8":
        pixels = np.where(stored < 128, stored, stored - 256)
    encoding = document.get("encoding", {"kind": "identity"})
    if encoding["kind"] == "threshold":
        return np.where(pixels >= encoding["at"], 1, -1)
    if encoding["kind"] == "thermometer":
        levels = [np.where(pixels >= level, 1, -1) for level in encoding["at"]]
        return np.stack(levels, axis=4).reshape(*pixels.shape[:3], -1)
    if encoding["kind"] == "table":
        return np.array(encoding["values"], np.int64)[stored]
    return 2 * pixels - 1 if document["type"] == "bit" else pixels


def weights(rows, columns):
    """The rows of hexadecimal digits as +1 and -1; column j is bit j mod 8 of byte j // 8."""
    return np.array([
        [1 if bytes.fromhex(row)[j // 8] >> (j % 8) & 1 else -1 for j in range(columns)]
        for row in rows
    ], np.int64)


def per_channel(value, x):
    """One value for each channel of x."""
    return value if isinstance(value, list) else [value] * x.shape[3]


def pair(value):
    return value if isinstance(value, list) else [value, value]


def sides(value):
    """Top, bottom, left, right."""
    if not isinstance(value, list):
        return [value] * 4
    return value if len(value) == 4 else [value[0], value[0], value[1], value[1]]


def binary_dense(layer, x):
    flat = x.reshape(len(x), -1)
    w = weights(layer["weights"], flat.shape[1])
    return (flat[:, None, :] * w[None, :, :]).sum(axis=2)[:, None, None, :]


def windows(layer, height, width, stride):
    """For each window and tap: the window's y and x, the tap's ky and kx, and where the tap lies in
    a padded map of this height and width."""
    (ky, kx), (sy, sx) = pair(layer["kernel"]), pair(stride)
    dy, dx = pair(layer.get("dilation", 1))
    for y in range((height - ((ky - 1) * dy + 1)) // sy + 1):
        for x in range((width - ((kx - 1) * dx + 1)) // sx + 1):
            for i in range(ky):
                for j in range(kx):
                    yield (y, x), (i, j), (y * sy + i * dy, x * sx + j * dx)


def padding_pixel(value, y, x):
    """What an added pixel of the padded map is."""
    if value == "odd_even":
        return 1 if (y + x) % 2 == 1 else -1
    return {"-1": -1, "+1": 1, "0": 0}[value]


def binary_conv(layer, x):
    kernel, seen = pair(layer["kernel"]), x.shape[3] // layer.get("groups", 1)
    return conv(layer, x, weights(layer["weights"], kernel[0] * kernel[1] * seen))


def conv(layer, x, w):
    """Windows times rows of weights in the order (ky, kx, channel of the group)."""
    frames, height, width, channels = x.shape
    top, bottom, left, right = sides(layer.get("padding", 0))
    padded = np.zeros((frames, top + height + bottom, left + width + right, channels), np.int64)
    for py in range(padded.shape[1]):
        for px in range(padded.shape[2]):
            if top <= py < top + height and left <= px < left + width:
                padded[:, py, px] = x[:, py - top, px - left]
            else:
                padded[:, py, px] = padding_pixel(layer["padding_value"], py, px)

    filters, groups = layer["filters"], layer.get("groups", 1)
    kernel, seen = pair(layer["kernel"]), channels // groups
    w = w.reshape(filters, kernel[0], kernel[1], seen)
    # channel[n][c] is the channel of the map that filter n sees as its channel c.
    channel = np.array([
        [n // (filters // groups) * seen + c for c in range(seen)] for n in range(filters)])
    sums = {}
    taps = windows(layer, padded.shape[1], padded.shape[2], layer.get("stride", 1))
    for window, (ky, kx), (py, px) in taps:
        products = w[None, :, ky, kx, :] * padded[:, py, px][:, channel]
        sums[window] = sums.get(window, 0) + products.sum(axis=2)
    return as_map(sums)


def integer_dense(layer, x):
    flat = x.reshape(len(x), -1)
    w = np.array(layer["weights"], np.int64)
    return (flat[:, None, :] * w[None, :, :]).sum(axis=2)[:, None, None, :]


def integer_conv(layer, x):
    return conv(layer, x, np.array(layer["weights"], np.int64))


def max_pool(layer, x):
    height, width = x.shape[1:3]
    top, bottom, left, right = sides(layer.get("padding", 0))
    largest = {}
    stride = layer.get("stride", layer["kernel"])
    for window, _, (py, px) in windows(layer, top + height + bottom, left + width + right, stride):
        if top <= py < top + height and left <= px < left + width:
            pixel = x[:, py - top, px - left]
            largest[window] = np.maximum(largest.get(window, pixel), pixel)
    return as_map(largest)


def sum_pool(layer, x):
    height, width = x.shape[1:3]
    top, bottom, left, right = sides(layer.get("padding", 0))
    sums = {}
    stride = layer.get("stride", layer["kernel"])
    for window, _, (py, px) in windows(layer, top + height + bottom, left + width + right, stride):
        inside = top <= py < top + height and left <= px < left + width
        sums.setdefault(window, np.zeros((len(x), x.shape[3]), np.int64))
        if inside:
            sums[window] = sums[window] + x[:, py - top, px - left]
    return as_map(sums)


def as_map(pixels):
    """(frame, channel) for each (y, x), as (frame, y, x, channel)."""
    height, width = (max(place[axis] for place in pixels) + 1 for axis in (0, 1))
    return np.stack([
        np.stack([pixels[y, x] for x in range(width)], axis=1) for y in range(height)], axis=1)


def signum(value):
    return (value > 0) - (value < 0)


@cache
def sign_of_batch_norm(x, gamma, beta, mean, variance, epsilon):
    """The sign of gamma * (x - mean) / s + beta with s = sqrt(variance + epsilon).

    It is that of p + beta * s with p = gamma * (x - mean), as s > 0. p > -beta * s if and only if
    p * |p| > -beta * |beta| * s * s, because t * |t| rises with t; all of that is rational.
    """
    p = Fraction(gamma) * (x - Fraction(mean))
    beta = Fraction(beta)
    return signum(p * abs(p) + beta * abs(beta) * (Fraction(variance) + Fraction(epsilon)))


def batch_norm(layer, x):
    keys = [("gamma", 1), ("beta", 0), ("mean", None), ("variance", None)]
    channels = [per_channel(layer.get(key, default), x) for key, default in keys]
    result = np.empty_like(x)
    for place, value in np.ndenumerate(x):
        numbers = [float(channel[place[3]]) for channel in channels]
        result[place] = sign_of_batch_norm(int(value), *numbers, float(layer["epsilon"]))
    return result


def sign(layer, x):
    return np.where(x > 0, 1, np.where(x < 0, -1, layer.get("zero", 1)))


def threshold(layer, x):
    result = np.empty_like(x)
    senses = per_channel(layer.get("sense", ">="), x)
    for c, bound in enumerate(per_channel(layer["thresholds"], x)):
        holds = x[..., c] >= bound if senses[c] == ">=" else x[..., c] <= bound
        result[..., c] = np.where(holds, 1, -1)
    return result


def scale_bias(layer, x):
    unit = 2 ** layer.get("fraction_bits", 8)

    def fixed(key, default):
        values = per_channel(layer.get(key, default), x)
        return np.array([round(Fraction(float(value)) * unit) for value in values], np.int64)

    return x * fixed("scale", 1) + fixed("bias", 0)


def add(_, x, y):
    return x + y


def concat(_, x, y):
    return np.concatenate([x, y], axis=3)


def requantize(layer, x):
    unit = 2 ** layer.get("shift", 0)
    y = np.empty_like(x)
    for place, value in np.ndenumerate(x):
        quotient = Fraction(int(value), unit)
        y[place] = {
            "floor": floor(quotient),
            "half_up": floor(quotient + Fraction(1, 2)),
            "half_even": round(quotient),
        }[layer.get("rounding", "half_up")]
    y = np.minimum(y, layer.get("maximum", y))
    return np.maximum(y, layer.get("minimum", y))


def prelu(layer, x):
    unit = 2 ** layer.get("fraction_bits", 8)
    y = np.empty_like(x)
    for c, slope in enumerate(per_channel(layer["slope"], x)):
        factor = round(Fraction(float(slope)) * unit)
        y[..., c] = np.where(x[..., c] >= 0, x[..., c] * unit, x[..., c] * factor)
    return y


def multi_threshold(layer, x):
    lists, senses = layer["thresholds"], per_channel(layer.get("sense", ">="), x)
    if not isinstance(lists[0], list):
        lists = [lists] * x.shape[3]
    result = np.zeros_like(x)
    for c, bounds in enumerate(lists):
        for bound in bounds:
            result[..., c] += x[..., c] >= bound if senses[c] == ">=" else x[..., c] <= bound
    return result


def bit_plane(layer, x):
    return np.where(np.floor_divide(x, 2 ** layer["bit"]) % 2 == 1, 1, -1)


def gated_add(layer, a, b):
    y = a.copy()
    senses = per_channel(layer.get("sense", ">="), a)
    for c, bound in enumerate(per_channel(layer["thresholds"], a)):
        is_open = a[..., c] >= bound if senses[c] == ">=" else a[..., c] <= bound
        y[..., c] += np.where(is_open, b[..., c], 0)
    return y


def select(layer, x):
    return x[..., layer["channels"]]


def argmax(_, x):
    result = np.zeros((*x.shape[:3], 1), np.int64)
    for place in np.ndindex(x.shape[:3]):
        scores = x[place].tolist()
        result[place] = scores.index(max(scores))
    return result


KINDS = {
    kind.__name__: kind
    for kind in (
        binary_dense, binary_conv, integer_dense, integer_conv, max_pool, sum_pool, batch_norm,
        sign, threshold, scale_bias, add, concat, requantize, prelu, multi_threshold,
        bit_plane, gated_add, select, argmax)
}


def evaluate(document, frames):
    """The values of the input and of all layers, by name."""
    name = document["input"].get("name", "input")
    values = {name: encoded(document["input"], frames)}
    waiting = []
    for layer in document["layers"]:
        waiting.append((layer, layer.get("inputs", [name])))
        name = layer["name"]
    while waiting:
        layer, sources = waiting.pop(0)
        if all(source in values for source in sources):
            inputs = [values[source] for source in sources]
            values[layer["name"]] = KINDS[layer["kind"]](layer, *inputs)
        else:
            waiting.append((layer, sources))
    return values


def main():
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        document = json.loads((folder / "network.json").read_text())
        frames = np.fromfile(folder / "frames.bin", np.uint8)
        values = evaluate(document, frames)
        arrays = {name: np.ascontiguousarray(array) for name, array in values.items()}
        np.savez(folder / "values.npz", **arrays)


if __name__ == "__main__":
    main()
