#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. May be run again at any time.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake/install_packages.sh cmake/packages.txt
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(cmake/jobs.sh)}
cmake --preset quick
cmake --build --preset quick
built=$SECONDS
cmake/run_tests.sh quick
printf 'test: built in %d s, tested in %d s, %s in build/quick\n' \
    "$built" $((SECONDS - built)) "$(du -sh build/quick | cut -f 1)"
