#!/usr/bin/env python3
"""Writes fold_cases.json: batch_norm + sign decided with Python's exact fractions.

Each case holds the parameters of one channel, the number of synapses N, the sign of zero, and one
character per x = -N .. N: '1' where sign(gamma*(x-mean)/sqrt(variance+epsilon)+beta) is +1.
"""
import json
import math
import random
from fractions import Fraction
from pathlib import Path


def exact_sign(x, gamma, beta, mean, variance, epsilon):
    """-1, 0 or 1; compares x with the root of y, squared where a square root is in the way."""
    gamma, beta, mean = Fraction(gamma), Fraction(beta), Fraction(mean)
    v = Fraction(variance) + Fraction(epsilon)
    if gamma == 0:
        return (beta > 0) - (beta < 0)
    # y > 0  <=>  (x - mean) > -beta/gamma * sqrt(v) for gamma > 0, < for gamma < 0
    left, factor = Fraction(x) - mean, -beta / gamma
    right_squared = factor * factor * v * ((factor > 0) - (factor < 0))
    left_squared = left * left * ((left > 0) - (left < 0))
    order = (left_squared > right_squared) - (left_squared < right_squared)
    return order if gamma > 0 else -order


def cases(rng):
    for _ in range(300):
        yield (rng.gauss(0, 1), rng.gauss(0, 2), rng.gauss(0, 6), rng.expovariate(0.1), 1e-5)
    for gamma in (0.0, -0.0):
        for beta in (1.0, -1.0, 0.0):
            yield (gamma, beta, 3.0, 2.0, 1e-3)
    for gamma in (1.5, -1.5):
        for mean in (0.0, 4.0, -3.0, 100.0, -100.0):
            yield (gamma, 0.0, mean, 1.0, 1e-5)
        for steps in (0, 1, -1):
            # variance + epsilon = 4, so the root is x = 2 - beta/gamma*2 exactly, or a hair off it
            beta = gamma * 2.5
            for _ in range(abs(steps)):
                beta = math.nextafter(beta, math.inf * steps)
            yield (gamma, beta, 2.0, 3.75, 0.25)
            mean = 3.0
            for _ in range(abs(steps)):
                mean = math.nextafter(mean, math.inf * steps)
            yield (gamma, 0.0, mean, 1.0, 1e-5)
        yield (gamma * 1e300, 1e-300, 1.0, 0.0, 1e-300)
        yield (gamma * 5e-324, -5e-324, 0.5, 1e300, 1e-5)
        yield (gamma, 1e308, 0.0, 1e-12, 1e-12)
        yield (gamma, -1e308, 0.0, 1e-12, 1e-12)


def main():
    rng = random.Random(2016)
    rows = []
    for index, (gamma, beta, mean, variance, epsilon) in enumerate(cases(rng)):
        synapses = rng.randrange(1, 33)
        zero = 1 if index % 2 else -1
        signs = [exact_sign(x, gamma, beta, mean, variance, epsilon) or zero
                 for x in range(-synapses, synapses + 1)]
        rows.append({
            "gamma": gamma, "beta": beta, "mean": mean, "variance": variance, "epsilon": epsilon,
            "synapses": synapses, "zero": zero,
            "expected": "".join("1" if sign > 0 else "0" for sign in signs)})
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
    Path(__file__).with_name("fold_cases.json").write_text(text)


if __name__ == "__main__":
    main()
