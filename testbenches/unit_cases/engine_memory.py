"""How weights of the shared engine come from external memory: the reader and the tile buffer."""

from random import Random

from .case import Case, sets
from .engine_cycles import DELAY


def axi_reader(
    random: Random, DataBits: int, Beats: int, BurstBeats: int, RoomBeats: int, FreeBeats: int
) -> Case:
    image = [random.getrandbits(DataBits) for _ in range(Beats)]
    bursts = []
    for first in range(0, Beats, BurstBeats):
        address = 0x1000_0000 + first * DataBits // 8
        bursts.append(address << 8 | min(BurstBeats, Beats - first) - 1)
    # The testbench's FIFO takes a cycle; the source is there one cycle after reset.
    is_fast = BurstBeats > 1 and RoomBeats >= DELAY + 2 * BurstBeats + FreeBeats
    case = Case(bursts * 3, image * 3, DELAY + 1, 1 if is_fast else -1)
    case.bench = {"ImageFile": image}
    return case


TILES = {}


def tile_set(tile: int, passes: int, **parameters: int) -> dict:
    """Parameters of bnn_tile_buffer, and how the testbench reads tiles."""
    TILES[tuple(parameters.items())] = (tile, passes)
    return parameters


def tile_buffer(random: Random, **parameters: int) -> Case:
    tile, passes = TILES[tuple(parameters.items())]
    width, banks, bits = (parameters[name] for name in ("Width", "Banks", "DataBits"))
    tiles = [[random.getrandbits(width) for _ in range(tile)] for _ in range(6)]
    beats_in = [
        word >> b * bits & (1 << bits) - 1
        for words in tiles
        for word in words
        for b in range(banks)
    ]
    beats_out = [word for words in tiles for _ in range(passes) for word in words]
    # From a word's first beat on.
    case = Case(beats_in, beats_out, banks - 1 + 3, -1)
    case.bench = {"Tile": tile, "Passes": passes}
    return case


UNITS = {
    "axi_reader": (
        axi_reader,
        sets(
            "DataBits Beats BurstBeats RoomBeats FreeBeats",
            *[(64, 100, 16, 128, 4), (32, 64, 4, 48, 1), (8, 7, 1, 3, 1), (16, 9, 8, 10, 3)],
            *[(128, 300, 256, 512, 3), (32, 5, 16, 64, 64)],
        ),
    ),
    "tile_buffer": (
        tile_buffer,
        [
            tile_set(2, 2, DataBits=8, Banks=2, Width=12, Depth=4),
            tile_set(3, 1, DataBits=8, Banks=1, Width=8, Depth=4),
            tile_set(1, 3, DataBits=4, Banks=3, Width=9, Depth=1),
            tile_set(5, 3, DataBits=16, Banks=1, Width=5, Depth=8),
            tile_set(4, 2, DataBits=4, Banks=4, Width=16, Depth=16),
        ],
    ),
}
