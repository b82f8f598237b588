"""Reference models and parameter sets of the RTL library, for run_unit_tests.py and lint.py.

A model takes the parameters of a unit and a random generator and returns a Case: what goes in, what
must come out, and the latency and interval that the unit's header promises. UNITS has for every
unit its model and parameter sets; folds of 1, uneven folds and non-powers of two are among them.
"""

from . import elements, ends, engine, engine_memory, joins, maps, matrices, matrix_vector
from . import streams, weights
from .case import Case

UNITS = {
    **streams.UNITS,
    **weights.UNITS,
    **joins.UNITS,
    **matrices.UNITS,
    **matrix_vector.UNITS,
    **maps.UNITS,
    **elements.UNITS,
    **ends.UNITS,
    **engine.UNITS,
    **engine_memory.UNITS,
}

__all__ = ["UNITS", "Case"]
