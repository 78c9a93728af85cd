#!/usr/bin/env bash
# Installs what is missing, builds the program, and shows it at work: a strategy on the paper broker, then on the
# IBKR broker, which trades over a real socket with a mock TWS beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake/install_packages.sh cmake/packages.txt
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(cmake/jobs.sh)}
cmake --preset quick
cmake --build --preset quick --target trademind mock_tws
built=$SECONDS

echo "==== trademind demo: the paper broker"
build/quick/bin/trademind demo

echo "==== trademind run: the IBKR broker, over TWS's protocol"
folder=$(mktemp -d)
build/quick/bin/mock_tws >"$folder/port" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
until grep -q ':[0-9]' "$folder/port"; do sleep 0.1; done
cp config/ibkr_config.yaml "$folder"
TRADEMIND_PORT=$(sed 's/.*:\([0-9]*\).*/\1/' "$folder/port") \
    build/quick/bin/trademind run --config "$folder/ibkr_config.yaml" --symbol AAPL --symbol MSFT --seconds 10

printf 'demo: built in %d s, shown in %d s, %s in build/quick\n' \
    "$built" $((SECONDS - built)) "$(du -sh build/quick | cut -f 1)"
