.PHONY: run build test check bench fuzz demo setup clean

ARGS ?=

run: build
	build/mimon serve $(ARGS)

build:
	scripts/setup
	scripts/build

test:
	scripts/setup test
	scripts/build
	scripts/test

check:
	scripts/setup test check
	scripts/build
	scripts/check

bench:
	scripts/setup bench
	scripts/build
	benchmarks/run

# Parsers of bytes from outside, each for FUZZ_SECONDS.
fuzz:
	scripts/setup test check fuzz
	scripts/fuzz $(or $(FUZZ_SECONDS),60)

# Eight stand-in GPUs, marked SIMULATED.
demo: build
	build/mimon serve --nvml build/tests/fakes/nvml/libnvidia-ml.so.1 $(ARGS)

clean:
	rm -rf build build-* web/dist web/node_modules .tools
