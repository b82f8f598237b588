"""What a reference model of a unit returns, and how it packs values into beats."""

from dataclasses import dataclass, field
from random import Random

VECTORS = 12


@dataclass
class Case:
    beats_in: list[int]
    beats_out: list[int]
    latency: int
    interval: int
    memories: dict[str, list[int]] = field(default_factory=dict)
    # Of a unit with a second input stream.
    beats_in_b: list[int] = field(default_factory=list)
    # Parameters of the testbench alone; lists are memories.
    bench: dict[str, int | list[int]] = field(default_factory=dict)


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)


def pack(values: list[int], bits: int) -> int:
    """Value 0 in the low bits, each in two's complement."""
    return sum((value & ((1 << bits) - 1)) << (i * bits) for i, value in enumerate(values))


def beats(elements: list[int], lanes: int, bits: int, pad=lambda: 0) -> list[int]:
    """A vector as beats; `pad` makes the values of the pad lanes."""
    padded = elements + [pad() for _ in range(-len(elements) % lanes)]
    return [pack(padded[i : i + lanes], bits) for i in range(0, len(padded), lanes)]


def signed(random: Random, bits: int) -> int:
    """Extremes are frequent."""
    low, high = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
    return random.choice([low, high, random.randint(low, high), random.randint(low, high)])


def sets(names: str, *rows: tuple) -> list[dict]:
    return [dict(zip(names.split(), row)) for row in rows]
