#!/bin/sh
# Exports networks from Brevitas, PyTorch and Larq and compares their imports with ONNX Runtime and
# qonnx. Installs the frameworks from PyPI into build/exporters and build/keras, some gigabytes.
set -eu
cd "$(dirname "$0")/.."

scripts=Tests/ONNXImporterTests/Reference
out="$PWD/build/exports"

[ -x build/exporters/bin/python3 ] || python3 -m venv build/exporters
build/exporters/bin/pip install -q torch brevitas onnx onnxoptimizer onnxruntime onnxscript qonnx
build/exporters/bin/python3 $scripts/exports.py "$out" --torch

[ -x build/keras/bin/python3 ] || python3 -m venv build/keras
build/keras/bin/pip install -q larq onnxruntime tensorflow-cpu tf-keras tf2onnx
build/keras/bin/python3 $scripts/exports.py "$out" --keras

swift build --build-tests
BNN_HW_EXPORTS="$out" swift test --skip-build --disable-xctest --filter ExportTests
