"""The parameter sets that run.py proves, and the mutants that its proofs must kill."""

from dataclasses import dataclass

BMC_CYCLES = 14
COVER_CYCLES = 50


@dataclass(frozen=True)
class Setting:
    unit: str
    parameters: dict

    def __str__(self) -> str:
        return " ".join([self.unit, *(f"{n}={v}" for n, v in self.parameters.items())])


@dataclass(frozen=True)
class Mutant:
    """`old` becomes `new` in a library file, the unit's unless named; dead within `cycles`."""

    name: str
    setting: Setting
    old: str
    new: str
    cycles: int = BMC_CYCLES
    part: str | None = None

    @property
    def source(self) -> str:
        return f"bnn_{self.part or self.setting.unit}"


ENGINE = Setting("engine", dict(MaxHeld=3))
READER = Setting("axi_reader", dict(DataBits=8, Beats=5, BurstBeats=2, RoomBeats=6, FreeBeats=2))
LONG_READER = Setting(
    "axi_reader", dict(DataBits=16, Beats=4, BurstBeats=4, RoomBeats=9, FreeBeats=1)
)
REGISTER = Setting("stream_register", dict(Width=2))
FIFO = Setting("stream_fifo", dict(Width=2, Depth=3, MaxHeld=3))
BLOCK_FIFO = Setting("stream_fifo", dict(Width=2, Depth=3, Style='"block"', MaxHeld=4, MaxWait=2))
NARROWER = Setting("width_converter", dict(Elements=8, InLanes=4, OutLanes=2, MaxHeld=1))
WIDER = Setting("width_converter", dict(Elements=8, InLanes=2, OutLanes=4, MaxHeld=1))
UNEVEN_WIDER = Setting("width_converter", dict(Elements=5, InLanes=2, OutLanes=4, MaxHeld=1))
UNEVEN_NARROWER = Setting("width_converter", dict(Elements=5, InLanes=4, OutLanes=2, MaxHeld=1))
REPLAY = Setting("replay_buffer", dict(Width=2, Words=2, Replays=2, MaxHeld=2))
AXIS_OUTPUT = Setting("axis_output", dict(Elements=3, Lanes=2, VectorsPerFrame=2, MaxHeld=1))
ARGMAX = Setting("argmax", dict(Elements=3, Lanes=2, MaxHeld=2))
MVU = Setting("mvu", dict(Rows=3, Cols=3, Pe=2, Simd=2, MaxHeld=3))
BORDERS = Setting(
    "mvu",
    dict(Rows=2, Cols=3, Pe=2, Simd=3, Pixels=2, OutWidth=4, Left=1, Right=1)
    | dict(OutHeight=2, Top=1, MaxHeld=1),
)
FEW_KERNELS = Setting("mvu", dict(Rows=2, Cols=4, Pe=1, Simd=1, Taps=2, IndexBits=1, MaxHeld=3))
PIXEL_TABLE = Setting("pixel_table", dict(Lanes=2, Elements=3, MaxHeld=1))
SCALE_BIAS = Setting("scale_bias", dict(Lanes=2, Elements=3, MaxHeld=2))
BENT = Setting("scale_bias", dict(Lanes=2, Elements=3, Bent=1, MaxHeld=2))
FRAMED = Setting("padding", dict(InWidth=2, InHeight=1, Value=2, MaxHeld=1))
PADDED_WORDS = Setting(
    "padding",
    dict(Elements=3, Lanes=2, InWidth=1, InHeight=2, Left=0, Bottom=0, Value=1, MaxHeld=1),
)
MAXIMUM = Setting("reduce", dict(Op='"max"', InBits=2, Taps=3, MaxHeld=2))
SIGNED_MAXIMUM = Setting("reduce", dict(Op='"max"', InBits=2, Signed=1, Taps=2, MaxHeld=2))
ANY = Setting("reduce", dict(Op='"or"', Lanes=2, InBits=1, Taps=2, MaxHeld=2))
INTERLEAVED = Setting("reduce", dict(Op='"or"', InBits=1, Taps=2, Words=2, MaxHeld=2))
BIT_SUM = Setting("reduce", dict(Op='"sum"', InBits=1, OutBits=3, Taps=3, MaxHeld=2))
SIGNED_SUM = Setting("reduce", dict(Op='"sum"', InBits=2, Signed=1, OutBits=3, MaxHeld=2))


def windows(
    size: tuple[int, int], kernel: tuple[int, int], depth: int, held: int, **others: int
) -> Setting:
    """A kernel that slides over a map; both by height and width."""
    sizes = dict(InHeight=size[0], InWidth=size[1], KernelHeight=kernel[0], KernelWidth=kernel[1])
    return Setting("sliding_window", {**sizes, **others, "Depth": depth, "MaxHeld": held})


# From STRIDED to SIDE_BY_SIDE the ring is as small as can be. The more frames it takes until one
# starts at word 0 of the ring again, the more states a proof has to visit: Depth is chosen for few.
OVERLAPPING = windows((3, 3), (2, 2), 6, 1)
LEFT_OVER = windows((3, 3), (2, 2), 8, 2, StrideY=2, StrideX=2)
STRIDED = windows((2, 3), (2, 1), 4, 1, StrideX=2)
LEFT_OVER_COLUMN = windows((3, 3), (1, 2), 2, 1, StrideX=2)
SIDE_BY_SIDE = windows((2, 2), (2, 1), 4, 2, Replays=2, Pixels=2)
GROUPED = windows((2, 2), (1, 2), 8, 2, Words=2, Groups=2)
DILATED = windows((3, 2), (2, 1), 6, 2, DilationY=2)

SETTINGS = [
    ENGINE,
    READER,
    LONG_READER,
    REGISTER,
    Setting("stream_fifo", dict(Width=2, Depth=1, MaxHeld=1)),
    Setting("stream_fifo", dict(Width=2, Depth=2, MaxHeld=2)),
    FIFO,
    Setting("stream_fifo", dict(Width=1, Depth=4, MaxHeld=4)),
    Setting("stream_fifo", dict(Width=2, Depth=1, Style='"block"', MaxHeld=2, MaxWait=2)),
    BLOCK_FIFO,
    NARROWER,
    WIDER,
    UNEVEN_NARROWER,
    UNEVEN_WIDER,
    Setting("width_converter", dict(Elements=3, InLanes=1, OutLanes=4, MaxHeld=1)),
    Setting("width_converter", dict(Elements=3, InLanes=4, OutLanes=1, MaxHeld=1)),
    Setting("replay_buffer", dict(Width=2, Words=1, Replays=2, MaxHeld=2)),
    REPLAY,
    Setting("replay_buffer", dict(Width=1, Words=3, Replays=3, MaxHeld=2)),
    Setting("binarizer", dict(Lanes=2, Elements=3, MaxHeld=1)),
    Setting("axis_input", dict(Lanes=2, Elements=3, MaxHeld=1)),
    AXIS_OUTPUT,
    Setting("axis_output", dict(Elements=1, Lanes=1, VectorsPerFrame=1, MaxHeld=2)),
    ARGMAX,
    Setting("argmax", dict(Elements=2, Lanes=2, MaxHeld=3)),
    MVU,
    BORDERS,
    Setting("mvu", dict(Rows=2, Cols=3, Pe=2, Simd=3, MaxHeld=3)),
    Setting("mvu", dict(Rows=2, Cols=3, Pe=2, Simd=2, Scores=1, MaxHeld=2)),
    Setting("mvu", dict(Rows=2, Cols=2, Pe=2, Simd=2, Stages=1, MaxHeld=4)),
    Setting("mvu", dict(Rows=3, Cols=3, Pe=2, Simd=2, WeightBits=2, AccBits=5, MaxHeld=3)),
    Setting(
        "mvu", dict(Rows=2, Cols=3, Pe=2, Simd=2, Scores=1, WeightBits=3, AccBits=5, MaxHeld=2)
    ),
    FEW_KERNELS,
    PIXEL_TABLE,
    Setting("pixel_table", dict(Lanes=1, Elements=1, MaxHeld=2)),
    SCALE_BIAS,
    Setting("scale_bias", dict(Lanes=1, Elements=1, MaxHeld=4)),
    BENT,
    FRAMED,
    PADDED_WORDS,
    Setting("padding", dict(Top=0, Bottom=0, Left=0, Right=0, InWidth=1, MaxHeld=2)),
    MAXIMUM,
    SIGNED_MAXIMUM,
    ANY,
    Setting("reduce", dict(Op='"and"', InBits=1, Taps=1, MaxHeld=3)),
    INTERLEAVED,
    BIT_SUM,
    SIGNED_SUM,
    OVERLAPPING,
    LEFT_OVER,
    STRIDED,
    LEFT_OVER_COLUMN,
    SIDE_BY_SIDE,
    GROUPED,
    DILATED,
]

MUTANTS = [
    Mutant(
        "score too early",
        ENGINE,
        "= valid[Stages+3] && add_last",
        "= valid[Stages+2] && add_last",
        22,
    ),
    Mutant("map overwritten", ENGINE, "!map_ready_q", "1'b1", 22, "engine_maps"),
    Mutant("map read twice", ENGINE, "&& !map_done_i", "", 22, "engine_maps"),
    Mutant("start value missed", ENGINE, "(enable && start_q[1])", "(enable && start_q[0])", 22),
    Mutant("address changes", READER, "if (promise)", "if (promise || arvalid_o)"),
    Mutant("too much promised", READER, "room_q >= length", "room_q + 1'b1 >= length"),
    Mutant("crosses 4 KiB", LONG_READER, "base_i & ~WithinBurst", "base_i"),
    Mutant("error forgotten", READER, "error_o || (rvalid_i", "(rvalid_i"),
    Mutant("room lost", READER, "(free_i ? RoomBits'(FreeBeats) : '0)", "'0"),
    Mutant("burst too long", READER, "8'(LastBeats - 1)", "8'(BurstBeats - 1)"),
    Mutant("skid beat lost", REGISTER, "in_ready_o ? in_data_i : skid_q", "in_data_i"),
    Mutant("beat lost", REGISTER, "in_valid_i || !in_ready_o", "in_valid_i"),
    Mutant("beat sent twice", REGISTER, "advance || (in_ready_o", "(in_ready_o"),
    Mutant("payload changes", REGISTER, "if (advance) out_data_o", "if (in_ready_o) out_data_o"),
    Mutant("beat lost", FIFO, "in_ready_o = !(addresses_meet && filling_q)", "in_ready_o = 1'b1"),
    Mutant(
        "beat sent twice",
        FIFO,
        "holds_beat = !addresses_meet || filling_q",
        "holds_beat = 1'b1",
    ),
    Mutant("full or empty confused", FIFO, "if (push != pop)", "if (push)"),
    Mutant("beat lost", BLOCK_FIFO, "pop = holds_beat && enable", "pop = holds_beat"),
    Mutant(
        "beat sent twice",
        BLOCK_FIFO,
        "else if (enable) out_valid_o <= holds_beat",
        "else if (holds_beat) out_valid_o <= 1'b1",
    ),
    Mutant("part lost", NARROWER, "register_ready && part_is_last", "register_ready"),
    Mutant("part sent twice", NARROWER, "part_is_last ? '0 :", "part_is_last ? index_q :"),
    Mutant("part lost", WIDER, "part_valid && !move", "1'b0"),
    Mutant("part sent twice", WIDER, "part_valid && !move", "part_valid && !out_ready_i"),
    Mutant("pad lanes kept", UNEVEN_WIDER, "{ElementBits{lanes_used[l]}}", "{ElementBits{1'b1}}"),
    Mutant("stale parts", UNEVEN_WIDER, "if (Uneven && p > 0", "if (1'b0 && p > 0"),
    Mutant(
        "pad beat sent",
        UNEVEN_NARROWER,
        "index_is_last || (Uneven && beat_is_last)",
        "index_is_last",
    ),
    Mutant("word lost", REPLAY, "in_ready_o  = !full_q", "in_ready_o = 1'b1"),
    Mutant("word sent too early", REPLAY, "(write_index != read_index)", "1'b1"),
    Mutant("vector lost", REPLAY, "(full_q || (vector_written && slots_differ))", "full_q"),
    Mutant("vector sent twice", REPLAY, "if (vector_done) read_slot_q", "if (1'b0) read_slot_q"),
    Mutant("last on every vector", AXIS_OUTPUT, "beat_is_last && vector_is_last", "beat_is_last"),
    Mutant("last on every beat", AXIS_OUTPUT, "beat_is_last && vector_is_last", "vector_is_last"),
    Mutant(
        "beat lost",
        AXIS_OUTPUT,
        ".in_valid_i (in_valid_i)",
        ".in_valid_i (in_valid_i && !beat_is_last)",
    ),
    Mutant(
        "beat sent twice",
        AXIS_OUTPUT,
        ".in_valid_i (in_valid_i)",
        ".in_valid_i (in_valid_i || out_last_o)",
    ),
    Mutant(
        "index lost",
        ARGMAX,
        "beat_valid_q <= in_valid_i",
        "beat_valid_q <= in_valid_i && out_ready_i",
    ),
    Mutant("index sent twice", ARGMAX, "beat_valid_q && beat_last_q)", "beat_valid_q)"),
    Mutant("last maximum", ARGMAX, "beat_value_q > best_value_q", "beat_value_q >= best_value_q"),
    Mutant(
        "beat lost",
        MVU,
        "stage_valid = {stage_valid_q, x_valid}",
        "stage_valid = {stage_valid_q, x_valid && out_ready_i}",
    ),
    Mutant(
        "beat added twice",
        MVU,
        "else if (enable) stage_valid_q <= stage_valid[Stages:0]",
        "else if (x_valid) stage_valid_q <= '1",
    ),
    Mutant("stall ignored", MVU, ".enable_i   (enable)", ".enable_i   (1'b1)"),
    Mutant("border of another pixel", BORDERS, "preload[Lane*AccBits", "preload[p*AccBits"),
    Mutant(
        "weights one beat late",
        MVU,
        ".addr_i         (address_d)",
        ".addr_i         (address_q)",
        part="weight_sequence",
    ),
    Mutant("tap stands still", FEW_KERNELS, "kernel[tap]", "kernel[0]", part="kernel_sequence"),
    Mutant(
        "indices read once", FEW_KERNELS, "AddressBits'(1 - Words)", "1'b1", part="kernel_sequence"
    ),
    Mutant(
        "beat lost",
        PIXEL_TABLE,
        ".in_valid_i (in_valid_i)",
        ".in_valid_i (in_valid_i && !unused_last)",
    ),
    Mutant(
        "vector end missed",
        PIXEL_TABLE,
        ".step_i (in_valid_i && in_ready_o)",
        ".step_i (in_valid_i)",
    ),
    Mutant("pad lanes kept", PIXEL_TABLE, "{OutBits{lanes_used[l]}}", "{OutBits{1'b1}}"),
    Mutant("lane 0 everywhere", PIXEL_TABLE, "in_data_i[l*InBits+:InBits]", "in_data_i[0+:InBits]"),
    Mutant(
        "beat lost",
        SCALE_BIAS,
        "element_valid_q <= in_valid_i",
        "element_valid_q <= in_valid_i && out_ready_i",
    ),
    Mutant(
        "beat sent twice",
        SCALE_BIAS,
        "product_valid_q <= element_valid_q",
        "product_valid_q <= element_valid_q || product_valid_q",
    ),
    Mutant("stall ignored", SCALE_BIAS, "end else if (enable) begin", "end else begin"),
    Mutant(
        "coefficients one beat late",
        SCALE_BIAS,
        ".step_i (in_valid_i && enable)",
        ".step_i (element_valid_q && enable)",
    ),
    Mutant("one slope for all", BENT, "element_q[ElementBits-1] ?", "1'b0 ?"),
    Mutant("slope of the next element", BENT, "element_q[ElementBits-1] ?", "in_data_i[l] ?"),
    Mutant("bias one beat early", SCALE_BIAS, "OutBits'(bias_q)", "OutBits'(bias)"),
    Mutant("pixel lost", FRAMED, "in_ready_o = is_inside && ready", "in_ready_o = ready"),
    Mutant("missing pixel sent", FRAMED, "!is_inside || in_valid_i", "1'b1"),
    Mutant("border waits for a pixel", FRAMED, "!is_inside || in_valid_i", "in_valid_i"),
    Mutant("left border too wide", FRAMED, "column >= Left &&", "column > Left &&"),
    Mutant("lower border too low", FRAMED, "row < Top + InHeight", "row <= Top + InHeight"),
    Mutant("stripes", FRAMED, "(x[0] ^ y[0])", "x[0]"),
    Mutant("pad lanes filled", PADDED_WORDS, "{lanes_used[l]}", "{1'b1}"),
    Mutant(
        "next column at every word",
        PADDED_WORDS,
        ".step_i (move && word_is_last)",
        ".step_i (move)",
    ),
    Mutant(
        "beat lost",
        MAXIMUM,
        "beat_valid_q <= in_valid_i",
        "beat_valid_q <= in_valid_i && out_ready_i",
    ),
    Mutant(
        "beat taken twice",
        MAXIMUM,
        "else if (enable) beat_valid_q <= in_valid_i",
        "else if (in_valid_i) beat_valid_q <= 1'b1",
    ),
    Mutant("stall ignored", MAXIMUM, "if (enable) beat_q <= in_data_i", "beat_q <= in_data_i"),
    Mutant("one out for each in", MAXIMUM, "beat_valid_q && tap_is_last", "beat_valid_q"),
    Mutant("last result kept", MAXIMUM, "tap_is_first || larger", "larger"),
    Mutant("sign ignored", SIGNED_MAXIMUM, "InBits'(Signed) << (InBits - 1)", "'0"),
    Mutant("words not kept apart", INTERLEAVED, "so_far_q[word]", "so_far_q[0]"),
    Mutant("and for or", ANY, "(so_far | element)", "(so_far & element)"),
    Mutant(
        "first tap left out",
        BIT_SUM,
        "OutBits'(-Taps) : so_far",
        "OutBits'(-Taps - 1) : so_far",
    ),
    Mutant("sign not extended", SIGNED_SUM, "Signed && element[InBits-1]", "1'b0"),
    Mutant("word overwritten", OVERLAPPING, "level_q != LevelBits'(Depth - Span)", "1'b1"),
    Mutant("window read too early", OVERLAPPING, "!level_q[LevelBits-1] && enable", "enable"),
    Mutant("stall ignored", OVERLAPPING, "out_ready_i || !out_valid_o", "1'b1"),
    Mutant(
        "word sent twice",
        OVERLAPPING,
        "else if (enable) out_valid_o <= read",
        "else if (read) out_valid_o <= 1'b1",
    ),
    Mutant("ring not wrapped", OVERLAPPING, "WrapsItself || read_wrapped[AddressBits]", "1'b1"),
    Mutant(
        "next row too near",
        OVERLAPPING,
        "turns[l]) window_step = LevelBits'(distance(WindowLoop, l))",
        "turns[l]) window_step = LevelBits'(distance(WindowLoop, 5))",
        cycles=18,
    ),
    Mutant(
        "leftover rows kept",
        LEFT_OVER,
        "256'(InHeight * InWidth * Words)",
        "256'(OutHeight * StrideY * InWidth * Words)",
        cycles=18,
    ),
    Mutant(
        "leftover column kept",
        LEFT_OVER_COLUMN,
        "256'(StrideY * InWidth * Words)",
        "256'(StrideY * Steps * StrideX * Words)",
    ),
    Mutant("stride ignored", STRIDED, "256'(Pixels * StrideX * Words)", "256'(Pixels * Words)"),
    Mutant(
        "copies not rotated",
        SIDE_BY_SIDE,
        ".Start((Depth - p * StrideX * Words % Depth) % Depth)",
        ".Start(0)",
    ),
    Mutant("no replays", SIDE_BY_SIDE, "256'(Replays) <<", "256'(1) <<"),
    Mutant("first group only", GROUPED, "256'(GroupWords) << 4", "256'(0) << 4"),
    Mutant(
        "dilation ignored",
        DILATED,
        "256'(DilationY * InWidth * Words)",
        "256'(InWidth * Words)",
    ),
]
