"""How the objects of frameworks are told from each other, and their pairs of numbers."""


def names(item) -> list[str]:
    """Return what a layer, a quantizer or a function is called, its class first."""
    found = [type(item).__name__, getattr(item, "__name__", None)]
    return [name for name in found if name]


def is_listed(item, wanted: tuple) -> bool:
    """Return whether `wanted` has a layer, quantizer or function, its class or its name."""
    for entry in wanted:
        if isinstance(entry, str):
            found = entry in names(item)
        else:
            found = item is entry or (isinstance(entry, type) and isinstance(item, entry))
        if found:
            return True
    return False


def pair(value) -> list[int]:
    """Return [y, x] of a pair or of one number for both."""
    numbers = list(value) if isinstance(value, tuple | list) else [value]
    return [int(numbers[0]), int(numbers[-1])]
