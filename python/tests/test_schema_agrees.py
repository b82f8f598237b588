"""The schema and the Python reader against the compiler, which speaks by the fixtures of its tests.

`Tests/CLITests/Errors/<name>.net.json` is a broken document and `<name>.stderr` the compiler's
exact answer to it, so its ids, keys and choices can be read there.
"""

import json
import re
from pathlib import Path

import pytest

import bnnhw

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((REPOSITORY / "docs/network.schema.json").read_text())
ERRORS = REPOSITORY / "Tests/CLITests/Errors"
NAMES = sorted(path.name.removesuffix(".net.json") for path in ERRORS.glob("*.net.json"))

STRUCTURAL = re.compile(
    r"document\.|key\.|input\.encoding|shape\.rank|graph\.input-count"
    r"|value\.(choice|hex|name|range|variance|zero)"
)
"""Ids of problems that a schema can see: all but those of the text, of sizes and of references."""

NOT_SEEN_BY_A_SCHEMA = {
    "real-overflow": "1e999 is a number in JSON",
    "real-overflow-in-array": "1e400 is a number in JSON",
    "units-float": "2.0 is an integer in JSON Schema",
    "version-float": "1.0 equals 1 in JSON Schema",
}
NOT_SEEN_IN_PYTHON = {
    "graph-duplicate-name": "names that differ in case collide only as files",
    "graph-unused": "a layer without a reader is no mistake for a simulation",
    "conv-zero-padding-of-sums": "a limit of the hardware",
    "hardware-sum-pool-padded-bits": "a limit of the hardware",
    "json-byte-order-mark": "the json module takes it",
    "json-lone-surrogate": "the json module takes it",
    "json-reversed-surrogates": "the json module takes it",
    "json-utf16": "the json module takes it",
    "pool-padded-of-integers": "a limit of the hardware",
}


def answer(name: str) -> str:
    return (ERRORS / f"{name}.stderr").read_text()


def document(name: str):
    """Return the parsed fixture, or None if Python cannot parse it either."""
    try:
        return json.loads((ERRORS / f"{name}.net.json").read_bytes())
    except ValueError:
        return None


def problems(name: str, id_: str) -> list[str]:
    """Return the messages with an id."""
    return re.findall(rf"error\[{re.escape(id_)}\] at \S+: (.*)", answer(name))


def words(message: str) -> set[str]:
    """Return the quoted words after "but expected"."""
    return set(re.findall(r"'(.+?)'", message.split("but expected")[1]))


def is_structural(name: str) -> bool:
    ids = re.findall(r"error\[(.+?)\]", answer(name))
    return any(STRUCTURAL.match(id_) for id_ in ids) and document(name) is not None


@pytest.mark.parametrize(
    "name", filter(is_structural, sorted(set(NAMES) - {*NOT_SEEN_BY_A_SCHEMA}))
)
def test_schema_refuses_what_is_broken_by_structure(name):
    jsonschema = pytest.importorskip("jsonschema")
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document(name))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_SEEN_IN_PYTHON])
def test_python_refuses_what_the_compiler_refuses(name):
    with pytest.raises(ValueError, match=r"."):
        bnnhw.load(ERRORS / f"{name}.net.json")


def test_schema_has_the_keys_of_the_compiler():
    definitions, messages = SCHEMA["$defs"], problems("vocabulary-of-keys", "key.unknown")
    encodings = [
        rule["properties"]["encoding"]
        for rule in definitions["input"]["oneOf"]
        if rule["properties"]["encoding"]["properties"]["kind"]["const"] == "threshold"
    ]
    layers = document("vocabulary-of-keys")["layers"]
    expected = [
        set(definitions["input"]["properties"]),
        set().union(*(encoding["properties"] for encoding in encodings)),
        *(
            set(definitions["layer"]["properties"])
            | set(definitions[layer["kind"]].get("properties", {}))
            for layer in layers
        ),
        set(SCHEMA["properties"]),
    ]
    assert [words(message) for message in messages] == expected


def test_schema_requires_the_keys_that_the_compiler_requires():
    name = "vocabulary-of-required-keys"
    missing = re.findall(r"at (\S+): key '(\w+)' is missing", answer(name))
    definitions = SCHEMA["$defs"]
    expected = {("$", "name")} | {("$.input", key) for key in definitions["input"]["required"]}
    for index, layer in enumerate(document(name)["layers"]):
        keys = (
            {"name"} | set(definitions[layer["kind"]].get("required", []))
            if layer
            else (definitions["layer"]["required"])
        )
        expected |= {(f"$.layers[{index}]", key) for key in keys}
    assert set(missing) == expected
    assert {key for _, key in re.findall(r"at (\S+): key '(\w+)'", answer("format-missing"))} < set(
        SCHEMA["required"]
    )


def test_schema_has_the_choices_of_the_compiler():
    definitions = SCHEMA["$defs"]
    kinds = {
        rule["properties"]["encoding"]["properties"]["kind"]["const"]
        for rule in definitions["input"]["oneOf"]
    }
    expected = {
        "kind-unknown": set(definitions["layer"]["properties"]["kind"]["enum"]),
        "input-type": set(definitions["input"]["properties"]["type"]["enum"]),
        "input-encoding-kind": kinds,
        "conv-padding-value-unknown": set(
            definitions["binary_conv"]["properties"]["padding_value"]["enum"]
        ),
        "requantize-keys": set(definitions["requantize"]["properties"]["rounding"]["enum"]),
        "threshold-sense": set(definitions["sense"]["items"]["enum"]),
    }
    for name, choices in expected.items():
        message = problems(name, "value.choice")[0]
        # The tail of a long list is only counted.
        more = re.search(r" or (\d+) more", message)
        assert words(message) <= choices, name
        assert len(words(message)) + (int(more[1]) if more else 0) == len(choices), name
