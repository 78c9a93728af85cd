#!/usr/bin/env bash
# Prints how many compilers to run at a time: one a processor, and 1.5 GB of memory for each (a unit of sixteen files needs it).
set -euo pipefail
free=$(awk '/^MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || echo 1)
jobs=$(nproc)
[ "${free:-1}" -ge "$jobs" ] || jobs=$free
[ "$jobs" -ge 1 ] || jobs=1
echo "$jobs"
