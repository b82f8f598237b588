"""Memories that are only read, and the order in which weights are read."""

from random import Random

from .case import Case, ceil_div, pack, sets


def rom(random: Random, Width: int, Depth: int, Style: str = "auto") -> Case:
    words = [random.getrandbits(Width) for _ in range(Depth)]
    addresses = [random.randrange(Depth) for _ in range(100)]
    return Case(addresses, [words[a] for a in addresses], 1, 1, {"File": words})


def weight_memory(random: Random, Width: int, Depth: int, Style: str, Writable: bool) -> Case:
    address_bits = max(1, (Depth - 1).bit_length())
    parts = ceil_div(Width, 32)
    part_bits = (parts - 1).bit_length()
    words = [random.getrandbits(Width) for _ in range(Depth)]
    case = Case([], [], 1, 1, {"File": list(words)})
    for _ in range(150):
        read, target = random.randrange(Depth), random.randrange(Depth)
        part, data = random.randrange(parts), random.getrandbits(32)
        write = target != read and random.getrandbits(1)
        # Bits above the word are some other unit's business.
        above = random.getrandbits(32 - part_bits - address_bits) << (part_bits + address_bits)
        address = above | target << part_bits | part
        beat = write << 64 | address << 32 | data
        case.beats_in.append(beat << address_bits | read)
        case.beats_out.append(words[read])
        if write and Writable:
            kept = words[target] & ~(0xFFFFFFFF << 32 * part)
            words[target] = (kept | data << 32 * part) & ((1 << Width) - 1)
    return case


def weight_sequence(
    random: Random, Width: int, Depth: int, Style: str, Writable: bool, Base: int
) -> Case:
    address_bits = max(1, (Depth - 1).bit_length())
    parts = ceil_div(Width, 32)
    part_bits = (parts - 1).bit_length()
    span = 1 << ((Depth - 1).bit_length() + part_bits)
    words = [random.getrandbits(Width) for _ in range(Depth)]
    case = Case([], [], 0, 1, {"File": list(words)})
    # Writes come before the first step, the last one of them to the word that is read first.
    for target in [*random.choices(range(Depth), k=30), 0]:
        part, data = random.randrange(parts), random.getrandbits(32)
        # Now and then somebody else's address.
        base = random.choice([Base, Base, Base ^ span])
        case.beats_in.append(1 << 64 | base + (target << part_bits | part) << 32 | data)
        if Writable and base == Base:
            kept = words[target] & ~(0xFFFFFFFF << 32 * part)
            words[target] = (kept | data << 32 * part) & ((1 << Width) - 1)
    case.beats_in.append(0)
    case.latency = len(case.beats_in)
    for step in range(3 * Depth + 1):
        case.beats_in.append(1 << 65)
        case.beats_out.append(step % Depth << Width | words[step % Depth])
    return case


def kernel_sequence(
    random: Random, Lanes: int, Words: int, Taps: int, Passes: int, IndexBits: int, Style: str
) -> Case:
    kernels = [random.getrandbits(Taps) for _ in range(1 << IndexBits)]
    indices = [
        [[random.randrange(len(kernels)) for _ in range(Lanes)] for _ in range(Words)]
        for _ in range(Passes)
    ]
    words = [
        pack([kernels[index] >> tap & 1 for index in word], 1)
        for one_pass in indices
        for tap in range(Taps)
        for word in one_pass
    ]
    # Round again, and a part of it once more.
    out = words * 2 + words[: len(words) // 2]
    memory = [pack(word, IndexBits) for one_pass in indices for word in one_pass]
    return Case([0] * len(out), out, 0, 1, {"IndexFile": memory, "KernelFile": kernels})


UNITS = {
    "rom": (
        rom,
        sets(
            "Width Depth Style",
            *[(8, 1, "auto"), (33, 2, "auto"), (5, 16, "distributed"), (12, 33, "block")],
        ),
    ),
    "weight_memory": (
        weight_memory,
        sets(
            "Width Depth Style Writable",
            *[(8, 2, "auto", False), (33, 5, "auto", True), (12, 33, "distributed", True)],
            *[(100, 16, "block", True), (5, 1, "auto", True), (5, 1, "auto", False)],
        ),
    ),
    "weight_sequence": (
        weight_sequence,
        sets(
            "Width Depth Style Writable Base",
            *[(8, 2, "auto", False, 0), (33, 5, "auto", True, 16), (5, 1, "auto", True, 3)],
            *[(12, 33, "distributed", True, 64), (100, 16, "block", True, 128)],
            *[(5, 1, "auto", False, 0)],
        ),
    ),
    "kernel_sequence": (
        kernel_sequence,
        sets(
            "Lanes Words Taps Passes IndexBits Style",
            *[(4, 2, 9, 3, 2, "auto"), (5, 1, 9, 1, 1, "auto"), (3, 3, 4, 2, 3, "distributed")],
            *[(1, 1, 1, 1, 1, "auto"), (2, 5, 25, 1, 4, "block"), (7, 4, 3, 5, 5, "distributed")],
            *[(9, 1, 2, 4, 6, "block")],
        ),
    ),
}
