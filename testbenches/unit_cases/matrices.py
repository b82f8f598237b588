"""What the matrix-vector unit is made of: popcounts, sums, PEs, start values."""

from random import Random

from .case import VECTORS, Case, ceil_div, pack, sets, signed


def popcount(random: Random, Width: int, Stages: int = 0) -> Case:
    everything = (1 << Width) - 1
    pairs = [(0, 0), (0, everything), (everything, 0), (everything, everything)]
    pairs += [(random.getrandbits(Width), random.getrandbits(Width)) for _ in range(100)]
    words_in = [w << Width | x for x, w in pairs]
    return Case(words_in, [Width - bin(x ^ w).count("1") for x, w in pairs], Stages, 1)


def wired_counts(random: Random, Rows: int, Cols: int, Stages: int = 0) -> Case:
    case = Case([], [], Stages, 1)
    for _ in range(60):
        x = random.getrandbits(Cols)
        rows = [random.choice([x, random.getrandbits(Cols)]) for _ in range(Rows)]
        case.beats_in.append(pack(rows, Cols) << Cols | x)
        counts = [Cols - bin(x ^ row).count("1") for row in rows]
        case.beats_out.append(pack(counts, Cols.bit_length()))
    return case


def signed_sum(random: Random, Terms: int, InBits: int, Signed: bool) -> Case:
    out_bits = InBits + (Terms - 1).bit_length() + 1
    case = Case([], [], 0, 1)
    for _ in range(100):
        x = [signed(random, InBits) for _ in range(Terms)]
        if not Signed:
            x = [value & ((1 << InBits) - 1) for value in x]
        w = [random.getrandbits(1) for _ in range(Terms)]
        case.beats_in.append(pack(w, 1) << Terms * InBits | pack(x, InBits))
        case.beats_out.append(pack([sum(a if b else -a for a, b in zip(x, w))], out_bits))
    return case


def integers(random: Random, count: int, bits: int, is_signed: bool) -> list[int]:
    """Integers of a stream: +1 and -1 if they have one bit."""
    if bits == 1:
        return [random.choice([1, -1]) for _ in range(count)]
    values = [signed(random, bits) for _ in range(count)]
    return values if is_signed else [value & ((1 << bits) - 1) for value in values]


def codes(values: list[int], bits: int) -> int:
    """Integers of a stream as they are carried."""
    return pack([(value + 1) // 2 for value in values] if bits == 1 else values, bits)


def dot_product(
    random: Random, Terms: int, InBits: int, Signed: bool, WeightBits: int, Hard: bool
) -> Case:
    out_bits = InBits + WeightBits + (Terms - 1).bit_length()
    case = Case([], [], 0, 1)
    for _ in range(200):
        x = integers(random, Terms, InBits, Signed)
        w = [signed(random, WeightBits) for _ in range(Terms)]
        case.beats_in.append(pack(w, WeightBits) << Terms * InBits | codes(x, InBits))
        case.beats_out.append(pack([sum(a * b for a, b in zip(x, w))], out_bits))
    return case


def bit_planes_of(values: list[int], bits: int) -> list[list[int]]:
    """The bits of all values, the highest first."""
    return [[value >> bit & 1 for value in values] for bit in reversed(range(bits))]


def pe(
    random: Random,
    Simd: int,
    InBits: int,
    InSigned: bool,
    BitSerial: bool,
    AccBits: int,
    WeightBits: int = 1,
    Hard: bool = False,
) -> Case:
    if WeightBits > 1:
        return integer_pe(random, Simd, InBits, InSigned, AccBits, WeightBits)
    case = Case([], [], 1, 1)
    for _ in range(VECTORS):
        start = random.getrandbits(AccBits)
        total = start
        for _ in range(3):
            x = [signed(random, InBits) for _ in range(Simd)]
            if not InSigned:
                x = [value & ((1 << InBits) - 1) for value in x]
            w = [random.getrandbits(1) for _ in range(Simd)]
            if BitSerial:
                part = 0
                for n, plane in enumerate(bit_planes_of(x, InBits)):
                    count = sum(a == b for a, b in zip(plane, w))
                    part = 2 * part + (-count if InSigned and n == 0 else count)
                    case.beats_in.append(pack([start], AccBits) << 2 * Simd | pack(plane + w, 1))
                    case.beats_out.append(pack([total + part], AccBits))
                total += part
            else:
                total += sum((a == b) if InBits == 1 else (a if b else -a) for a, b in zip(x, w))
                word = start << Simd | pack(w, 1)
                case.beats_in.append(word << Simd * InBits | pack(x, InBits))
                case.beats_out.append(pack([total], AccBits))
    return case


def integer_pe(
    random: Random, Simd: int, InBits: int, InSigned: bool, AccBits: int, WeightBits: int
) -> Case:
    case = Case([], [], 1, 1)
    for _ in range(VECTORS):
        start = random.getrandbits(AccBits)
        total = start
        for _ in range(3):
            x = integers(random, Simd, InBits, InSigned)
            w = [signed(random, WeightBits) for _ in range(Simd)]
            total += sum(a * b for a, b in zip(x, w))
            word = start << Simd * WeightBits | pack(w, WeightBits)
            case.beats_in.append(word << Simd * InBits | codes(x, InBits))
            case.beats_out.append(pack([total], AccBits))
    return case


def border_classes(
    OutWidth: int, OutHeight: int, Left: int, Right: int, Top: int, Bottom: int
) -> list[int]:
    """The class of every pixel of a frame: rows of classes times rows of pixels."""
    columns = [*range(Left), *[Left] * (OutWidth - Left - Right)]
    columns += range(Left + 1, Left + 1 + Right)
    rows = [*range(Top), *[Top] * (OutHeight - Top - Bottom), *range(Top + 1, Top + 1 + Bottom)]
    return [row * (Left + 1 + Right) + column for row in rows for column in columns]


def neighbours(classes: list[int], pixels: int) -> list[list[int]]:
    """The classes of pixels that go together; without borders they need not divide a frame."""
    if max(classes) == 0:
        return [[0] * pixels] * len(classes)
    return [classes[i : i + pixels] for i in range(0, len(classes), pixels)]


def border_class(random: Random, Pixels: int = 1, **parameters: int) -> Case:
    classes = border_classes(**parameters)
    bits = max(1, max(classes).bit_length())
    words = [pack(ones, bits) for ones in neighbours(classes, Pixels)]
    return Case([0] * len(words) * 3, words * 3, 0, len(words))


def start_values(
    random: Random,
    Width: int,
    Passes: int,
    Writable: bool,
    Base: int = 0,
    OutWidth: int = 1,
    OutHeight: int = 1,
    Pixels: int = 1,
    **sides: int,
) -> Case:
    sides = {"Left": 0, "Right": 0, "Top": 0, "Bottom": 0} | sides
    frame = border_classes(OutWidth, OutHeight, **sides)
    order = [
        [border * Passes + n for border in borders]
        for borders in neighbours(frame, Pixels)
        for n in range(Passes)
    ]
    words = [random.getrandbits(Width) for _ in range(Passes * (max(frame) + 1))]
    parts = ceil_div(Width, 32)
    part_bits = (parts - 1).bit_length()
    span = 1 << ((len(words) - 1).bit_length() + part_bits)
    case = Case([], [], 0, 1, {"File": list(words)})
    for indices in order * ceil_div(60, len(order)):
        target, part, data = (
            random.randrange(len(words)),
            random.randrange(parts),
            random.getrandbits(32),
        )
        # Now and then somebody else's address; never a word that is read.
        base = random.choice([Base, Base, Base ^ span])
        write = target not in indices and random.getrandbits(1)
        address = base + (target << part_bits | part)
        case.beats_in.append(write << 64 | address << 32 | data)
        case.beats_out.append(pack([words[index] for index in indices], Width))
        if write and Writable and base == Base:
            kept = words[target] & ~(0xFFFFFFFF << 32 * part)
            words[target] = (kept | data << 32 * part) & ((1 << Width) - 1)
    return case


UNITS = {
    "popcount": (
        popcount,
        sets("Width", (1,), (2,), (7,), (32,), (100,)) + sets("Width Stages", (1, 1), (9, 3)),
    ),
    "wired_counts": (
        wired_counts,
        sets("Rows Cols", (1, 1), (3, 7), (4, 8), (2, 33))
        + sets("Rows Cols Stages", (1, 1, 1), (3, 7, 2)),
    ),
    "signed_sum": (
        signed_sum,
        sets(
            "Terms InBits Signed",
            *[(1, 8, True), (3, 8, True), (3, 8, False), (9, 2, True), (5, 1, False)],
        ),
    ),
    "dot_product": (
        dot_product,
        sets(
            "Terms InBits Signed WeightBits Hard",
            *[(3, 8, True, 4, False), (3, 8, False, 4, True), (1, 2, False, 2, False)],
            *[(5, 3, True, 6, True), (4, 9, False, 7, False), (2, 16, True, 16, False)],
            *[(1, 2, True, 2, False), (7, 1, False, 5, False), (1, 1, False, 2, True)],
        ),
    ),
    "pe": (
        pe,
        sets(
            "Simd InBits InSigned BitSerial AccBits",
            *[(4, 1, False, False, 8), (1, 1, False, False, 3), (9, 1, False, False, 7)],
            *[(3, 8, True, False, 12), (2, 8, False, False, 11), (5, 4, True, True, 10)],
            *[(3, 8, False, True, 13), (1, 2, True, True, 4)],
        )
        + sets(
            "Simd InBits InSigned BitSerial AccBits WeightBits Hard",
            *[(3, 8, True, False, 17, 4, False), (2, 5, False, False, 9, 6, True)],
            *[(4, 1, False, False, 10, 5, False)],
        ),
    ),
    "start_values": (
        start_values,
        sets(
            "Width Passes Writable Base",
            *[(16, 1, False, 0), (16, 4, False, 0), (7, 3, True, 64), (70, 5, True, 128)],
        )
        + sets(
            "Width Passes Writable OutWidth OutHeight Left Right Top Bottom",
            *[(9, 2, False, 3, 3, 1, 1, 1, 1), (40, 3, True, 2, 2, 1, 0, 0, 1)],
        )
        + sets(
            "Width Passes Writable OutWidth OutHeight Left Right Top Bottom Pixels",
            *[(9, 1, False, 6, 3, 1, 1, 1, 1, 2), (5, 2, False, 4, 2, 2, 1, 0, 1, 2)],
            *[(40, 1, True, 3, 2, 1, 1, 1, 0, 3), (6, 3, False, 1, 1, 0, 0, 0, 0, 2)],
            *[(6, 1, False, 1, 1, 0, 0, 0, 0, 2)],
        ),
    ),
    "border_class": (
        border_class,
        sets(
            "OutWidth OutHeight Left Right Top Bottom",
            *[(4, 4, 1, 1, 1, 1), (5, 3, 2, 0, 0, 1), (1, 3, 0, 0, 1, 1), (2, 2, 1, 1, 1, 1)],
            *[(3, 1, 2, 0, 0, 0)],
        )
        + sets(
            "OutWidth OutHeight Left Right Top Bottom Pixels",
            *[(4, 4, 1, 1, 1, 1, 2), (6, 3, 2, 0, 0, 1, 2), (9, 3, 4, 4, 1, 1, 3)],
            *[(3, 2, 1, 1, 1, 0, 3), (6, 2, 5, 1, 0, 1, 3), (10, 1, 0, 3, 0, 0, 2)],
        ),
    ),
}
