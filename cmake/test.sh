#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. May be run again at any time.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake/install_packages.sh cmake/packages.txt
cmake --preset dev
cmake --build --preset dev
cmake/run_tests.sh dev
