#!/usr/bin/env bash
# Installs what is missing, builds the program, and shows it at work: a strategy on the paper broker,
# then the same strategy on both brokers, the second over a real TWS socket.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake/install_packages.sh cmake/packages.txt
cmake --preset dev
cmake --build --preset dev --target trademind example_two_brokers
build/dev/bin/trademind demo
build/dev/bin/example_two_brokers
