"""The handshakes of bnn_engine in front of tb_axi_memory, cycle by cycle."""

from .case import ceil_div
from .engine_program import Program

DELAY = 32
"""Cycles from an address to its first beat: tb_axi_memory's default."""


class Memory:
    """tb_axi_memory without stalls: what comes in each cycle."""

    def __init__(self):
        self.due, self.beat, self.cycle = [], 0, 0

    def valid(self) -> bool:
        return bool(self.due) and self.due[0][0] <= self.cycle

    def step(self, burst: int | None) -> None:
        if self.valid():
            self.beat += 1
            if self.beat == self.due[0][1]:
                self.due.pop(0)
                self.beat = 0
        if burst:
            self.due.append((self.cycle + DELAY, burst))
        self.cycle += 1


class Cycles:
    """The handshakes of bnn_engine, cycle by cycle."""

    def __init__(self, program: Program, p: dict):
        self.word_beats = ceil_div(p["Pe"] * p["Simd"], p["AxiBits"])
        self.start_words = ceil_div(p["AccBits"], p["Simd"])
        self.p, self.program, self.memory = p, program, Memory()
        self.asking, self.burst = False, 0
        self.room = p["TileDepth"] * self.word_beats
        self.bank = self.held = self.unread = 0
        self.phase, self.count, self.layer, self.fold, self.beat = "prepare", 0, 0, 0, 0
        self.arrived, self.map_ready = 0, False
        self.pipe = [0] * (p["Stages"] + 3)
        self.emitted = [False, False]
        self.freeing = False
        self.held_out = 0

    def in_ready(self) -> bool:
        return not self.map_ready

    def out_valid(self) -> bool:
        return self.held_out > 0

    def step(self, in_valid: bool, out_ready: bool) -> None:
        p, program = self.p, self.program
        enable = self.held_out < 2
        # The sequence.
        is_emission = self.layer == len(program.fold_beats)
        can_read = enable and (self.unread > 0 or is_emission)
        read = release = rewind = done = result = emit = False
        if self.phase == "prepare":
            if enable and (self.layer > 0 or self.map_ready):
                self.count += 1
                if self.count == p["Stages"] + 2:
                    self.phase, self.count = "start", 0
        elif self.phase == "start":
            if can_read:
                read = release = not is_emission
                self.count += 1
                if self.count == self.start_words:
                    self.phase, self.count, self.beat = "run", 0, 0
        elif can_read:
            read = not is_emission
            per_pass = program.out_words if is_emission else program.fold_beats[self.layer]
            passes = 1 if is_emission else program.passes[self.layer]
            self.beat += 1
            pass_ends = self.beat % per_pass == 0
            release = self.beat > per_pass * (passes - 1)
            rewind = pass_ends and not release
            emit = is_emission
            is_last = self.layer + 1 == p["Layers"]
            result = not is_emission and p["Scores"] and is_last and pass_ends
            if self.beat == per_pass * passes:
                self.phase, self.fold = "prepare", self.fold + 1
                if self.fold == program.counts[self.layer][7]:
                    self.fold = 0
                    done = self.layer == 0
                    self.layer = (self.layer + 1) % p["Layers"]
        # The output register, from the state before.
        pushed = self.emitted[1] if not p["Scores"] else self.pipe[-1]
        taken = self.held_out > 0 and out_ready
        self.held_out += (enable and bool(pushed)) - taken
        if enable:
            self.pipe = [result] + self.pipe[:-1]
            self.emitted = [emit, self.emitted[0]]
        # The input map.
        push = in_valid and not self.map_ready
        self.arrived += push
        if done:
            self.map_ready = False
        if push and self.arrived == p["InWords"]:
            self.arrived, self.map_ready = 0, True
        # The weights.
        bursts = ceil_div(p["ImageBeats"], p["BurstBeats"])
        is_last = self.burst == bursts - 1
        length = p["ImageBeats"] - (bursts - 1) * p["BurstBeats"] if is_last else p["BurstBeats"]
        promise = not self.asking and self.room >= length
        written = False
        if self.memory.valid():
            self.bank += 1
            written = self.bank == self.word_beats
            self.bank %= self.word_beats
        self.memory.step(length if self.asking else None)
        if self.asking:
            self.burst = (self.burst + 1) % bursts
        self.asking = promise
        freed = enable and self.freeing
        released = read and release
        if enable:
            self.freeing = released
        self.room += (self.word_beats if freed else 0) - (length if promise else 0)
        self.held += written - released
        self.unread = self.held if read and rewind else self.unread + written - read


def frame_times(program: Program, parameters: dict, out_beats: int) -> tuple[int, int]:
    """Latency and interval as the testbench measures them, of two frames."""
    cycles = Cycles(program, parameters)
    cycle = taken = given = 0
    ends = []
    first_out = None
    while len(ends) < 2:
        valid = cycle > 0 and given < 2 * parameters["InWords"]
        if cycles.out_valid():
            first_out = cycle if first_out is None else first_out
            taken += 1
            if taken % out_beats == 0:
                ends.append(cycle)
        given += valid and cycles.in_ready()
        cycles.step(valid, True)
        cycle += 1
        assert cycle < 1 << 20, "the engine stands still"
    return first_out - 1, ends[1] - ends[0]
