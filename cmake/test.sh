#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. May be run again at any time.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake/install_packages.sh cmake/packages.txt
cmake --preset dev
cmake --build --preset dev
ctest --preset dev --parallel "$(nproc)" --quiet --output-log build/dev/ctest.log || failed=$?
grep -E '^[0-9]+% tests passed' build/dev/ctest.log
if [ "${failed:-0}" -ne 0 ]; then
    sed -n '/The following tests FAILED/,$p' build/dev/ctest.log
    echo "all output: build/dev/ctest.log"
    exit "$failed"
fi
