#!/bin/sh
# Installs ONNX, ONNX Runtime and qonnx from PyPI into build/onnx, for the importer's tests, unless the
# system's Python has them. Without a network the tests that need them are skipped.
set -u
cd "$(dirname "$0")/.."

python="${BNN_HW_PYTHON:-build/onnx/bin/python3}"
for candidate in "$python" python3; do
  "$candidate" -c "import onnx, onnxruntime, qonnx" 2>/dev/null && exit 0
done

echo "installing: onnx onnxruntime qonnx into build/onnx"
if python3 -m venv build/onnx && build/onnx/bin/pip install -q onnx onnxruntime qonnx; then
  exit 0
fi
echo "note: onnx could not be installed; its tests will be skipped" >&2
