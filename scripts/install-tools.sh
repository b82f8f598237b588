#!/bin/sh
# Installs what bnn-hw needs and this machine lacks, with Debian's package manager.
#   scripts/install-tools.sh          what generating, simulating and estimating need
#   scripts/install-tools.sh test     and what the tests need
set -eu

packages=""

need() { # need COMMAND PACKAGE
  command -v "$1" >/dev/null 2>&1 || packages="$packages $2"
}

need_python() { # need_python MODULE PACKAGE
  python3 -c "import $1" 2>/dev/null || packages="$packages $2"
}

need verilator verilator
need g++ g++
need make make
need yosys yosys
need ccache ccache
[ -e /usr/include/zlib.h ] || packages="$packages zlib1g-dev"

if [ "${1:-}" = test ]; then
  need iverilog iverilog
  need z3 z3
  need nextpnr-ice40 nextpnr-ice40
  need python3 python3
  need_python numpy python3-numpy
  need_python pytest python3-pytest
  need_python jsonschema python3-jsonschema
  need_python ensurepip python3-venv
fi

if [ -n "$packages" ]; then
  echo "installing:$packages"
  if [ "$(id -u)" -eq 0 ]; then sudo=""; else sudo="sudo"; fi
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -q
  # shellcheck disable=SC2086
  $sudo apt-get install -q -y --no-install-recommends $packages
fi

command -v swift >/dev/null 2>&1 || {
  echo "swift is not in PATH; install a Swift 6.2 or newer toolchain from https://swift.org/install" >&2
  exit 3
}
