"""Strict reading of network documents: what the compiler would refuse raises ValueError here."""

import json
from dataclasses import MISSING, dataclass, fields
from graphlib import CycleError, TopologicalSorter
from math import prod
from pathlib import Path

import numpy as np

from bnnhw.errors import about
from bnnhw.layers import KINDS, BinaryConv, BinaryDense, IntegerConv, IntegerDense, Layer
from bnnhw.network import Network
from bnnhw.packing import integer_rows, unpack_rows
from bnnhw.tensor import MAXIMUM_ELEMENTS
from bnnhw.values import integer
from bnnhw.window import Window


def load(path: str | Path) -> Network:
    """Read a network document; its layers come out sorted so that each follows the one it reads."""
    with about(str(path)):
        document = json.loads(
            Path(path).read_bytes(),
            object_pairs_hook=_unique,
            parse_int=_integer,
            parse_constant=_refuse_constant,
        )
        return _network(document)


def _unique(pairs: list[tuple]) -> dict:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"key '{twice}' is given twice")
    for key, value in pairs:
        items = value if isinstance(value, list) else [value]
        if any(item is None or isinstance(item, bool) for item in items):
            raise ValueError(f"'{key}' has true, false or null, which no key takes")
    return members


def _integer(digits: str) -> int | float:
    """Whole numbers past 64 bits can only be meant as reals."""
    return int(digits) if len(digits) < 19 else float(digits)


def _refuse_constant(word: str):
    raise ValueError(f"found {word}, but expected a finite number")


@dataclass(frozen=True)
class _Declaration:
    """A layer as the document says it, before the types of its inputs are known."""

    name: str
    sources: list[str]
    kind: type[Layer]
    attributes: dict


def _network(document) -> Network:
    members = _members(
        document,
        "the document",
        required=("format", "version", "name", "input", "layers"),
        optional=("description", "classes", "output"),
    )
    format_, version = members["format"], members["version"]
    if (format_, version) != ("bnn-hw-network", 1) or not isinstance(version, int):
        raise ValueError(
            f"format {format_!r} version {version!r} is unknown, "
            "but expected 'bnn-hw-network' version 1"
        )
    network = Network(
        members["name"],
        description=members.get("description"),
        classes=_typed(members["classes"], list, "classes") if "classes" in members else None,
        **_input(members["input"]),
    )
    declarations = _declarations(members["layers"], network.input.name)
    for declaration in _sorted(declarations):
        _add(declaration, network)
    network.output = members.get("output", declarations[-1].name)
    network.check()
    return network


def _input(node) -> dict:
    """Return the arguments of `Network` that the `input` object gives."""
    members = _members(node, "input", ("shape", "type"), ("name", "encoding"))
    type_ = _typed(members["type"], str, "type")
    arguments = {
        "shape": _typed(members["shape"], list, "shape"),
        "type": type_,
        "input_name": members.get("name", "input"),
    }
    if "encoding" in members:
        arguments |= _encoding(members["encoding"], type_)
    return arguments


def _encoding(node, type_: str) -> dict:
    kind = _typed(node, dict, "encoding").get("kind")
    if kind == "threshold":
        return {"threshold": _members(node, "encoding", ("kind", "at"))["at"]}
    if kind == "thermometer":
        return {"thermometer": _members(node, "encoding", ("kind", "at"))["at"]}
    if kind == "table":
        return {"table": _members(node, "encoding", ("kind", "values"))["values"]}
    if kind == "identity":
        _members(node, "encoding", ("kind",))
        return {"integers": type_ != "bit"}
    raise ValueError(
        f"'encoding.kind' is {kind!r}, but expected identity, threshold, thermometer or table"
    )


def _declarations(nodes, input_name: str) -> list[_Declaration]:
    declarations: list[_Declaration] = []
    previous = input_name
    for index, node in enumerate(_typed(nodes, list, "layers")):
        declarations.append(_declaration(node, f"layers[{index}]", previous))
        previous = declarations[-1].name
    if not declarations:
        raise ValueError("'layers' is empty")
    return declarations


_SHAPE_KEYS = {
    BinaryDense: ["units"],
    BinaryConv: ["filters", "kernel"],
    IntegerDense: ["units"],
    IntegerConv: ["filters", "kernel"],
}
"""Keys that the builder does not take: there the shape of the weights says it."""


def _declaration(node, what: str, previous: str) -> _Declaration:
    kind = KINDS.get(_typed(_typed(node, dict, what).get("kind"), str, f"{what}.kind"))
    if kind is None:
        raise ValueError(f"'{what}.kind' is {node['kind']!r}, but expected {', '.join(KINDS)}")
    given = [field for field in fields(kind) if field.init]
    required = [field.name for field in given if field.default is MISSING]
    required += _SHAPE_KEYS.get(kind, [])
    optional = [field.name for field in given if field.default is not MISSING]
    attributes = _members(node, what, ("name", "kind", *required), ("inputs", *optional))
    del attributes["kind"]
    name = _typed(attributes.pop("name"), str, f"{what}.name")
    inputs = _typed(attributes.pop("inputs", [previous]), list, f"{what}.inputs")
    for index, source in enumerate(inputs):
        _typed(source, str, f"{what}.inputs[{index}]")
    return _Declaration(name, inputs, kind, attributes)


def _sorted(declarations: list[_Declaration]) -> list[_Declaration]:
    """Return the layers so that each follows those that it reads, else in the order of the document."""
    by_name = {declaration.name: declaration for declaration in declarations}
    if len(by_name) < len(declarations):
        names = [declaration.name for declaration in declarations]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"layer '{twice}': the name is taken")
    sources = {name: declaration.sources for name, declaration in by_name.items()}
    sorter = TopologicalSorter(sources)
    try:
        sorter.prepare()
    except CycleError as error:
        raise ValueError(f"layers read each other: {', '.join(error.args[1])}") from None
    places = {name: index for index, name in enumerate(by_name)}
    ready: list[str] = []
    order: list[str] = []
    while sorter.is_active():
        ready += sorter.get_ready()
        # The first of the document; names that are no layers, the input among them, come before.
        ready.sort(key=lambda name: places.get(name, -1))
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return [by_name[name] for name in order if name in by_name]


def _add(declaration: _Declaration, network: Network) -> None:
    attributes = declaration.attributes
    with about(f"layer '{declaration.name}'"):
        if declaration.kind in (BinaryDense, IntegerDense):
            columns = network.type_of(declaration.sources[0]).elements
            attributes["weights"] = _weights(declaration, "units", (columns,))
        elif declaration.kind in (BinaryConv, IntegerConv):
            shape = _filter_shape(attributes, network.type_of(declaration.sources[0]).channels)
            attributes["weights"] = _weights(declaration, "filters", shape)
    network.add(declaration.name, declaration.kind, declaration.sources, **attributes)


def _filter_shape(attributes: dict, channels: int) -> tuple[int, int, int]:
    """Return (kernel height, kernel width, channels of a group); takes the kernel out."""
    kernel = Window(attributes.pop("kernel")).kernel
    groups = integer(attributes.get("groups", 1), "groups", 1, MAXIMUM_ELEMENTS)
    if channels % groups:
        raise ValueError(f"{groups} groups do not divide the {channels} channels of the input")
    return *kernel, channels // groups


def _weights(declaration: _Declaration, count_key: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return as many weights of a shape as the count says, which is taken from the attributes."""
    attributes = declaration.attributes
    rows = _typed(attributes["weights"], list, "weights")
    count = integer(attributes.pop(count_key), count_key, 1, MAXIMUM_ELEMENTS)
    if len(rows) != count:
        raise ValueError(f"'weights' has {len(rows)} rows, but '{count_key}' is {count}")
    unpack = integer_rows if declaration.kind in (IntegerDense, IntegerConv) else unpack_rows
    return unpack(rows, prod(shape)).reshape(count, *shape)


def _members(node, what: str, required, optional=()) -> dict:
    """Return a copy of an object that has all the required keys and no unknown one."""
    _typed(node, dict, what)
    for key in required:
        if key not in node:
            raise ValueError(f"key '{key}' is missing in '{what}'")
    for key in node:
        if key not in required and key not in optional:
            raise ValueError(f"key '{key}' is unknown in '{what}'")
    return dict(node)


def _typed(value, type_: type, what: str):
    if not isinstance(value, type_):
        raise ValueError(f"'{what}' is {value!r}, but expected {_TYPE_NAMES[type_]}")
    return value


_TYPE_NAMES = {dict: "an object", list: "an array", str: "a string"}
