"""The chains of layers that the shared engine is tested with, and its parameters."""

from .engine_program import Chain, Layer, dense

SAME = (1, 1, 1, 1)
CHAINS = [
    (Chain((1, 1, 8), (dense(4),), True), dict(Pe=2, Simd=4, AxiBits=8, BurstBeats=2, TileDepth=8)),
    (
        Chain((1, 1, 9), (dense(5), dense(3)), True),
        dict(Pe=2, Simd=4, AxiBits=32, BurstBeats=4, TileDepth=8),
    ),
    (
        Chain(
            (4, 4, 3), (Layer(5, (3, 3), padding=SAME, pool=(2, 2, 2, 2)), dense(6, 2, 2)), False
        ),
        dict(Pe=2, Simd=2, AxiBits=8, BurstBeats=1, TileDepth=32),
    ),
    (
        Chain(
            (6, 5, 8),
            (
                Layer(16, (3, 3), padding=SAME, padding_value=1),
                Layer(12, (3, 3), padding=(1, 0, 0, 1), padding_value=0, pool=(2, 2, 2, 2)),
                Layer(9, (1, 2), stride=(1, 1)),
                dense(20, 2, 1),
                dense(7),
            ),
            True,
        ),
        dict(Pe=4, Simd=8, AxiBits=16, BurstBeats=8, TileDepth=64),
    ),
    (
        Chain(
            (7, 7, 5),
            (
                Layer(
                    4, (2, 2), (2, 1), dilation=(1, 2), padding=(0, 1, 1, 1), padding_value=0
                ),
                Layer(6, (2, 2), pool=(2, 3, 1, 2)),
            ),
            False,
        ),
        dict(Pe=4, Simd=4, AxiBits=32, BurstBeats=16, TileDepth=32, Stages=2),
    ),
    (
        Chain((2, 2, 32), (Layer(32, (2, 2)), dense(16)), False),
        dict(Pe=8, Simd=16, AxiBits=64, BurstBeats=16, TileDepth=16, Stages=1),
    ),
]
