# bnn-hw: `make demo` shows it working, `make test` tests it, `make check` is what a change must pass.

BNN_HW := .build/release/bnn-hw
SHARED ?= ../shared
DIGITS := examples/digits

.DEFAULT_GOAL := help
.PHONY: help tools test-tools onnx-tools build demo test rtl-test netlist-test check format-check \
        import-check determinism netlist resources screenshots report-picture nets tables compare survey \
        bench exports soak clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

tools: ## install verilator, yosys and the other tools where missing
	@scripts/install-tools.sh

test-tools:
	@scripts/install-tools.sh test
	@scripts/install-onnx.sh

onnx-tools: ## install ONNX and its executors for the importer's tests into build/onnx
	@scripts/install-onnx.sh

build: tools ## build the bnn-hw command
	swift build -c release --product bnn-hw

demo: build ## generate, simulate and estimate the shipped digits network
	$(BNN_HW) generate $(DIGITS)/net.json --pe 16 --simd 32 -o build/digits
	$(BNN_HW) simulate build/digits --layers \
	  --images $(DIGITS)/images.npy --labels $(DIGITS)/labels.npy
	$(BNN_HW) estimate build/digits

test: test-tools rtl-test ## install what is missing and run all tests
	python3 -m pytest -q python/tests
	swift build --build-tests
	swift test --skip-build --disable-xctest

rtl-test: test-tools ## lint, testbenches and formal proofs of the RTL library
	python3 testbenches/lint.py
	python3 testbenches/run_unit_tests.py
	python3 testbenches/run_unit_tests.py --netlist xc7 delay pe
	python3 testbenches/formal/run.py

netlist-test: test-tools ## simulate every unit after synthesis for xc7
	python3 testbenches/run_unit_tests.py --netlist xc7

check: test-tools format-check import-check test netlist-test determinism netlist resources ## all that a change must pass

format-check:
	swift format lint --strict --recursive Package.swift Sources Tests

import-check:
	swift build --explicit-target-dependency-import-check error

determinism: build
	@rm -rf build/twice-1 build/twice-2
	@$(BNN_HW) generate $(DIGITS)/net.json -o build/twice-1 >/dev/null
	@$(BNN_HW) generate $(DIGITS)/net.json -o build/twice-2 >/dev/null
	diff -r build/twice-1 build/twice-2

netlist: build ## simulate the digits core after synthesis for xc7
	@$(BNN_HW) generate $(DIGITS)/net.json --pe 4 --simd 8 -o build/netlist
	$(BNN_HW) simulate build/netlist --netlist xc7 --simulator icarus \
	  --images $(DIGITS)/images.npy --frames 3

resources: build ## compare what the shipped networks take with scripts/resources.json
	@python3 scripts/resources.py --bnn-hw $(BNN_HW) digits digits_conv

screenshots: build ## check the reports of the shipped networks in Chromium, and take pictures of them
	@scripts/install-chromium.sh
	@for name in digits digits_conv; do \
	  $(BNN_HW) generate examples/$$name/net.json -o build/$$name >/dev/null && \
	  $(BNN_HW) report build/$$name -o build/$$name.html \
	    --images examples/$$name/images.npy --labels examples/$$name/labels.npy || exit 1; \
	done
	@build/screenshots-python/bin/python3 scripts/screenshots.py build/digits.html \
	  build/digits_conv.html --out build/screenshots

report-picture: build ## draw README's picture of a report anew
	@scripts/install-chromium.sh
	@$(BNN_HW) generate examples/digits_conv/net.json -o build/digits_conv >/dev/null
	@$(BNN_HW) report build/digits_conv -o build/digits_conv.html \
	  --images examples/digits_conv/images.npy --labels examples/digits_conv/labels.npy
	@build/screenshots-python/bin/python3 scripts/screenshots.py build/digits_conv.html \
	  --picture gantt docs/images/report.png

nets: ## convert the networks of ../shared to build/nets/<name>.net.json
	@python3 scripts/make_nets.py --shared $(SHARED)/nets --out build/nets

tables: build nets ## the resource table of docs/results.md; places and routes for an hour and a half
	@scripts/install-routers.sh
	@PATH="$(CURDIR)/build/routers/bin:$$PATH" python3 scripts/tables.py --bnn-hw $(BNN_HW)

compare: build nets ## the comparison of README.md
	@$(BNN_HW) generate build/nets/cnv_w1a1_cifar10.net.json --popcount-stages 2 \
	  --folding build/nets/cnv_w1a1_cifar10.folding.json -o build/compare >/dev/null
	@$(BNN_HW) estimate build/compare --compare --markdown --power \
	  --images $(SHARED)/nets/data/cifar10_test1000.npz \
	  --labels $(SHARED)/nets/data/cifar10_test1000.npz

survey: build nets ## published accelerators beside what bnn-hw makes of their networks
	@python3 scripts/survey.py --bnn-hw $(BNN_HW)

bench: build test-tools nets ## measure the golden model, the reader, the simulators and circuits
	@python3 scripts/bench.py --bnn-hw $(BNN_HW) --shared $(SHARED)/nets
	@python3 scripts/resources.py --bnn-hw $(BNN_HW)
	@python3 scripts/blocks.py
	@python3 scripts/unrolled.py --bnn-hw $(BNN_HW)
	@python3 scripts/kernels.py --bnn-hw $(BNN_HW)

exports: test-tools ## compare imports of Brevitas, PyTorch and Larq exports; installs these frameworks
	@scripts/exports.sh

soak: test-tools ## fuzz and random networks, much longer than in the tests
	swift build --build-tests
	BNN_HW_FUZZ_ROUNDS=100000 BNN_HW_RANDOM_FACTOR=5 swift test --skip-build --disable-xctest \
	  --filter "Fuzz|Hostile|Mutated|RandomNetworkTests|RandomGraph|NumPyReferenceTests"

clean: ## remove everything that was built
	rm -rf .build build
