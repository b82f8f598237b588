#!/bin/sh
# Installs Chromium with Debian's package manager, and Playwright from PyPI into build/screenshots-python,
# where they are missing, for scripts/screenshots.py.
set -eu
cd "$(dirname "$0")/.."

python=build/screenshots-python/bin/python3
if ! "$python" -c "import playwright" 2>/dev/null; then
  echo "installing: playwright into build/screenshots-python"
  python3 -m venv build/screenshots-python
  "$python" -m pip install -q playwright
fi

for program in chromium chromium-browser google-chrome; do
  if command -v "$program" >/dev/null 2>&1; then exit 0; fi
done
echo "installing: chromium"
if [ "$(id -u)" -eq 0 ]; then sudo=""; else sudo="sudo"; fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q
$sudo apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core
