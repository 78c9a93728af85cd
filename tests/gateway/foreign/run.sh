#!/usr/bin/env bash
# A TWS client that is not ours (npm, pinned) against trademind serve as a process: run.sh PROGRAM [SCENARIO...]
set -euo pipefail
program=$(realpath "$1")
shift
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cp "$here"/package.json "$here"/package-lock.json "$here"/scenarios.cjs "$work"
cd "$work"
npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1 || { cat npm.log; exit 2; }
"$program" serve --port 0 >serve.log 2>&1 &
server=$!
for _ in $(seq 100); do
    port=$(sed -n 's/^A TWS listens on 127\.0\.0\.1:\([0-9]*\);.*/\1/p' serve.log)
    [ -n "$port" ] && break
    sleep 0.1
done
[ -n "$port" ] || { echo "the server does not come up:"; cat serve.log; exit 2; }
node scenarios.cjs "$port" "$@" || { cat serve.log; exit 1; }
kill -INT "$server"
wait "$server" || { echo "the server ended with $?"; exit 1; }
