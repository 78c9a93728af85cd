#!/usr/bin/env bash
# Runs the tests of a preset, quietly; prints ctest's closing line, and all of the output of what failed.
# Usage: run_tests.sh PRESET [CTEST OPTION...]
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
log=build/$preset/ctest.log
failed=0
ctest --preset "$preset" --parallel "$(nproc)" --no-tests=error --quiet --output-log "$log" "${@:2}" || failed=$?
if [ "$failed" -ne 0 ]; then
    # the output of a test stands below the line that says how it ended
    awk '/^ *[0-9]+\/[0-9]+ Test +#/ || /^ +Start +[0-9]+:/ { show = /\*\*\*/ } /^[0-9]+% tests passed/ { exit } show' "$log" |
        tail -n 400
    sed -n '/The following tests FAILED/,$p' "$log"
    echo "all output: $log"
fi
grep -E '^[0-9]+% tests passed' "$log"
exit "$failed"
