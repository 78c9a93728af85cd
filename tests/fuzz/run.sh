#!/usr/bin/env bash
# Builds the fuzzers, seeds them from the golden vectors and runs each for the given number of seconds, one a processor.
# Usage: tests/fuzz/run.sh [SECONDS] [NAME ...]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift $(($# > 0 ? 1 : 0))
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(answers requests frame handshake decimal)

cmake --preset fuzz
cmake --build --preset fuzz --target fuzzers
bin=build/fuzz/bin
corpus=build/fuzz/corpus

unpack() {
    case $1 in
        *.xz) xzcat "$1" ;;
        *.gz) zcat "$1" ;;
        *) cat "$1" ;;
    esac
}
seed() { # fuzzer, vector files
    local name=$1 file
    shift
    mkdir -p "$corpus/$name"
    for file in "$@"; do
        [ -e "$file" ] || continue
        mkdir -p "$corpus/seeds/$name/$(basename "$file")"
        unpack "$file" | "$bin/fuzz_seeds" "$corpus/seeds/$name/$(basename "$file")"
    done
}
seed answers tests/golden/inbound.jsonl* tests/golden/malformed.jsonl*
seed requests tests/golden/outbound.jsonl*

export ASAN_OPTIONS=detect_leaks=0:${ASAN_OPTIONS:-}
fuzz() { # fuzzer
    local name=$1 seeds
    echo "--- fuzz_$name, $seconds seconds"
    mkdir -p "$corpus/$name" "$corpus/failures"
    mapfile -t seeds < <(find "$corpus/seeds/$name" -mindepth 1 -maxdepth 1 -type d 2>/dev/null)
    "$bin/fuzz_$name" -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=2048 -verbosity=1 \
        -print_final_stats=1 -artifact_prefix="$corpus/failures/$name-" "$corpus/$name" "${seeds[@]}" 2>&1 |
        grep -E "ERROR|SUMMARY|violated|DONE|stat::number_of_executed|stat::peak|Done|^#[0-9]+.INITED" -A3 | tail -25
}

# as many at a time as there are processors
running=()
failed=0
finish_first() {
    wait "${running[0]%% *}" || failed=1
    cat "$corpus/${running[0]#* }.log"
    running=("${running[@]:1}")
}
for name in "${names[@]}"; do
    [ ${#running[@]} -lt "$(nproc)" ] || finish_first
    mkdir -p "$corpus"
    fuzz "$name" >"$corpus/$name.log" 2>&1 &
    running+=("$! $name")
done
while [ ${#running[@]} -gt 0 ]; do finish_first; done
[ "$failed" -eq 0 ] || exit 1
echo "fuzzers: clean"
