"""Windows over feature maps, padding and reduction."""

from random import Random

from .case import VECTORS, Case, beats, ceil_div, pack, sets, signed


def sliding_window(
    random: Random,
    Width: int,
    Words: int,
    InWidth: int,
    InHeight: int,
    KernelWidth: int,
    KernelHeight: int,
    StrideX: int,
    StrideY: int,
    DilationX: int,
    DilationY: int,
    Groups: int,
    Replays: int,
    Depth: int,
    Pixels: int,
    Style: str = "auto",
) -> Case:
    reach_x, reach_y = (KernelWidth - 1) * DilationX, (KernelHeight - 1) * DilationY
    tops = range(0, InHeight - reach_y, StrideY)
    lefts = [*range(0, InWidth - reach_x, StrideX)]
    group_words = Words // Groups
    span = (reach_y * InWidth + reach_x + 1 + (Pixels - 1) * StrideX) * Words
    case = Case([], [], span + 1, 0)
    frames = 5
    for _ in range(frames):
        pixels = [
            [random.getrandbits(Width) for _ in range(Words)] for _ in range(InWidth * InHeight)
        ]
        case.beats_in += [word for pixel in pixels for word in pixel]
        case.beats_out += [
            pack(
                [pixels[(y + dy) * InWidth + x + dx][word] for x in lefts[first : first + Pixels]],
                Width,
            )
            for y in tops
            for first in range(0, len(lefts), Pixels)
            for group in range(Groups)
            for _ in range(Replays)
            for dy in range(0, reach_y + 1, DilationY)
            for dx in range(0, reach_x + 1, DilationX)
            for word in range(group * group_words, (group + 1) * group_words)
        ]

    # The cycles of the unit, where nothing stalls: windows are known by the place of their first
    # word in the stream.
    frame_words = InWidth * InHeight * Words
    firsts = [
        (f * InHeight * InWidth + y * InWidth + x) * Words
        for f in range(frames)
        for y in tops
        for x in lefts[::Pixels]
    ]
    reads = KernelWidth * KernelHeight * Words * Replays
    written = cycle = 0
    frame_ends = []
    for n, first in enumerate(firsts):
        read = 0
        while read < reads:
            read += written - first >= span
            written += written - first < Depth and written < frames * frame_words
            cycle += 1
        if (n + 1) % (len(firsts) // frames) == 0:
            frame_ends.append(cycle)
    intervals = {b - a for a, b in zip(frame_ends, frame_ends[1:])}
    assert len(intervals) == 1, f"frames end at {frame_ends}"
    case.interval = intervals.pop()
    return case


def padding(
    random: Random,
    ElementBits: int,
    Elements: int,
    Lanes: int,
    InWidth: int,
    InHeight: int,
    Top: int,
    Bottom: int,
    Left: int,
    Right: int,
    Value: int,
) -> Case:
    words = ceil_div(Elements, Lanes)
    out_width, out_height = Left + InWidth + Right, Top + InHeight + Bottom

    def border(x: int, y: int) -> int:
        return [0, -1, -((x + y) % 2), -(1 << (ElementBits - 1))][Value]

    # A border that comes first does not wait for the first input.
    case = Case([], [], 0 if Top or Left else 1, out_width * out_height * words)
    for _ in range(3):
        for y in range(out_height):
            for x in range(out_width):
                inside = Left <= x < Left + InWidth and Top <= y < Top + InHeight
                pixel = [
                    random.getrandbits(ElementBits) if inside else border(x, y)
                    for _ in range(Elements)
                ]
                pixel_beats = beats(pixel, Lanes, ElementBits)
                case.beats_in += pixel_beats if inside else []
                case.beats_out += pixel_beats
    # The border before the next frame's first pixel needs no input.
    for place in range(Top * out_width + Left):
        pixel = [border(place % out_width, place // out_width)] * Elements
        case.beats_out += beats(pixel, Lanes, ElementBits)
    return case


def reduce(
    random: Random,
    Lanes: int,
    InBits: int,
    Signed: bool,
    Taps: int,
    Words: int,
    Op: str,
    OutBits: int,
) -> Case:
    operations = {
        "or": any,
        "and": all,
        "max": max,
        "sum": (lambda bits: 2 * sum(bits) - Taps) if InBits == 1 else sum,
    }
    elements = Words * Lanes
    case = Case([], [], (Taps - 1) * Words + 2, Taps * Words)
    for _ in range(4 * VECTORS):
        # One value in four differs from the others, so that "and" and "or" both occur.
        usual = signed(random, InBits)
        taps = [
            [usual if random.getrandbits(2) else signed(random, InBits) for _ in range(elements)]
            for _ in range(Taps)
        ]
        if not Signed:
            taps = [[value & ((1 << InBits) - 1) for value in tap] for tap in taps]
        case.beats_in += [beat for tap in taps for beat in beats(tap, Lanes, InBits)]
        case.beats_out += beats([int(operations[Op](lane)) for lane in zip(*taps)], Lanes, OutBits)
    return case


UNITS = {
    "sliding_window": (
        sliding_window,
        sets(
            "Width Words InWidth InHeight KernelWidth KernelHeight StrideX StrideY DilationX"
            " DilationY Groups Replays Depth Pixels",
            (4, 1, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 22, 1),
            (3, 2, 5, 4, 3, 3, 1, 1, 1, 1, 1, 2, 64, 1),
            (3, 2, 5, 4, 2, 2, 2, 2, 1, 1, 2, 1, 28, 1),
            (2, 1, 6, 1, 3, 1, 2, 1, 2, 1, 1, 1, 10, 1),
            (2, 1, 3, 3, 1, 1, 2, 2, 1, 1, 1, 1, 2, 1),
            (5, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 4, 54, 1),
            (4, 1, 4, 3, 3, 2, 1, 1, 1, 1, 1, 1, 16, 2),
            (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1),
            (4, 4, 3, 4, 2, 3, 1, 1, 1, 1, 2, 3, 64, 1),
        ),
    ),
    "padding": (
        padding,
        sets(
            "ElementBits Elements Lanes InWidth InHeight Top Bottom Left Right Value",
            *[(1, 4, 4, 3, 3, 1, 1, 1, 1, 0), (1, 5, 2, 2, 3, 1, 0, 0, 2, 1)],
            *[(1, 3, 2, 3, 2, 0, 1, 1, 1, 2), (8, 1, 1, 2, 2, 0, 0, 0, 1, 0)],
            *[(5, 3, 2, 3, 2, 1, 0, 2, 1, 3)],
        ),
    ),
    "reduce": (
        reduce,
        sets(
            "Lanes InBits Signed Taps Words Op OutBits",
            *[(4, 1, False, 4, 1, "or", 1), (3, 1, False, 9, 1, "and", 1)],
            *[(2, 5, True, 4, 1, "max", 5), (2, 5, False, 3, 1, "max", 5)],
            *[(2, 1, False, 4, 1, "sum", 4), (1, 4, True, 6, 1, "sum", 8)],
            *[(2, 1, False, 1, 1, "or", 1), (2, 1, False, 6, 3, "sum", 4)],
            *[(1, 4, True, 4, 2, "max", 4), (3, 3, False, 1, 2, "sum", 3)],
        ),
    ),
}
