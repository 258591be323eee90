.PHONY: run build test check bench fuzz demo package package-test setup clean

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

# Packages for release, in dist/: on Debian 12 on x86-64.
package:
	scripts/setup package
	packaging/build

# Installs and runs them in other Debians, and tests the oldest PostgreSQL; as root.
package-test: package
	scripts/setup test package
	packaging/test-portable
	packaging/test-deb dist/mimon_*_amd64.deb bookworm
	packaging/test-deb dist/mimon_*_amd64.deb bullseye
	packaging/test-deb dist/mimon_*_amd64.deb trixie
	packaging/test-postgres-13

clean:
	rm -rf build build-* dist web/dist web/node_modules .tools
