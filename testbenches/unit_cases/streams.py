"""Registers, FIFOs, counters, width converters and memories."""

from random import Random

from .case import VECTORS, Case, beats, ceil_div, sets


def counter(random: Random, Count: int, Start: int) -> Case:
    steps = [(Start + i) % Count for i in range(VECTORS * Count)]
    bits = max(1, (Count - 1).bit_length())
    return Case([0] * len(steps), [(i == Count - 1) << bits | i for i in steps], 0, Count)


def vector_end(random: Random, Elements: int, Lanes: int) -> Case:
    one_vector = beats([1] * Elements, Lanes, 1)
    one_vector[-1] |= 1 << Lanes
    return Case([0] * len(one_vector) * VECTORS, one_vector * VECTORS, 0, len(one_vector))


def stream_register(random: Random, Width: int) -> Case:
    words = [random.getrandbits(Width) for _ in range(100)]
    return Case(words, words, 1, 1)


def stream_fifo(random: Random, Width: int, Depth: int, Style: str = "distributed") -> Case:
    words = [random.getrandbits(Width) for _ in range(max(100, 3 * Depth))]
    return Case(words, words, 2 if Style == "block" else 1, 2 if Depth == 1 else 1)


def width_converter(
    random: Random, ElementBits: int, Elements: int, InLanes: int, OutLanes: int
) -> Case:
    narrow_beats = ceil_div(Elements, min(InLanes, OutLanes))
    case = Case([], [], min(ceil_div(OutLanes, InLanes), narrow_beats), narrow_beats)
    for _ in range(VECTORS):
        vector = [random.getrandbits(ElementBits) for _ in range(Elements)]
        garbage = lambda: random.getrandbits(ElementBits)
        case.beats_in += beats(vector, InLanes, ElementBits, garbage)
        case.beats_out += beats(vector, OutLanes, ElementBits)
    return case


def replay_buffer(random: Random, Width: int, Words: int, Replays: int) -> Case:
    case = Case([], [], 1, Words * Replays)
    for _ in range(VECTORS):
        vector = [random.getrandbits(Width) for _ in range(Words)]
        case.beats_in += vector
        case.beats_out += vector * Replays
    return case


def ram(random: Random, Width: int, Depth: int, Style: str = "auto") -> Case:
    """Writes every word first, then random ones; a word is not read as it is written."""
    address_bits = max(1, (Depth - 1).bit_length())
    memory: dict[int, int] = {}
    case = Case([], [], 1, 1)
    for n in range(Depth + 100):
        write = n if n < Depth else random.randrange(Depth)
        read = random.choice([a for a in memory if a != write] or [write])
        data = random.getrandbits(Width)
        case.beats_in.append(data << 2 * address_bits | write << address_bits | read)
        # The first word of a memory has nothing to read but itself, unknown.
        case.beats_out.append(memory.get(read, "x" * ceil_div(Width, 4)))
        memory[write] = data
    return case


def delay(random: Random, Width: int, Cycles: int) -> Case:
    words = [random.getrandbits(Width) for _ in range(50)]
    return Case(words, words, Cycles, 1)


def load_port(random: Random) -> Case:
    case = Case([], [], 1, 2)
    for _ in range(40):
        address, data = random.getrandbits(32), random.getrandbits(32)
        strobes = random.choice([15, 15, 15, random.randrange(15)])
        case.beats_in.append(strobes << 64 | address << 32 | data)
        load = (strobes == 15) << 64 | address >> 2 << 32 | data
        case.beats_out.append((0 if strobes == 15 else 2) << 65 | load)
    return case


UNITS = {
    "load_port": (load_port, [{}]),
    "delay": (delay, sets("Width Cycles", (8, 0), (1, 1), (5, 2), (3, 7))),
    "counter": (
        counter,
        sets("Count Start", (1, 0), (2, 0), (3, 0), (8, 0), (11, 0), (8, 5), (11, 7)),
    ),
    "vector_end": (vector_end, sets("Elements Lanes", (1, 1), (3, 1), (8, 4), (10, 4), (3, 5))),
    "stream_register": (stream_register, sets("Width", (1,), (8,), (65,))),
    "stream_fifo": (
        stream_fifo,
        sets("Width Depth", (8, 1), (8, 2), (5, 3), (1, 4), (9, 7), (8, 32), (3, 100))
        + sets(
            "Width Depth Style",
            *[(8, 1, "block"), (8, 2, "block"), (5, 3, "block"), (64, 512, "block")],
        ),
    ),
    "width_converter": (
        width_converter,
        sets(
            "ElementBits Elements InLanes OutLanes",
            *[(1, 64, 64, 16), (1, 64, 16, 64), (2, 12, 6, 2), (3, 12, 1, 3)],
            *[(1, 10, 4, 2), (1, 9, 4, 2), (2, 10, 2, 4), (2, 9, 2, 4), (1, 17, 12, 4)],
            *[(1, 17, 4, 12), (1, 3, 8, 4), (1, 3, 4, 8), (1, 5, 16, 4), (1, 5, 4, 16)],
            *[(4, 1, 2, 1), (4, 1, 1, 2), (1, 7, 6, 1), (1, 7, 1, 6)],
            *[(1, 30, 16, 30), (2, 10, 10, 4), (1, 10, 16, 30), (1, 10, 11, 4), (3, 5, 3, 8)],
        ),
    ),
    "replay_buffer": (
        replay_buffer,
        sets(
            "Width Words Replays",
            *[(8, 1, 2), (8, 1, 3), (4, 2, 2), (4, 3, 2), (8, 4, 5), (3, 5, 3), (1, 16, 2)],
        ),
    ),
    "ram": (
        ram,
        sets("Width Depth Style", (8, 2, "auto"), (3, 5, "distributed"), (9, 64, "block")),
    ),
}
