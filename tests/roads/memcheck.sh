#!/bin/sh
# Runs the commands of README.md and of the pages below docs with the program under valgrind:
#   tests/roads/memcheck.sh BIN [PAGE[:LINE] ...]     e.g. build/release/bin README.md
# Fails where a command does, and where one of its processes misuses or loses memory.
set -eu
cd "$(dirname "$0")/../.."
bin=$(realpath "$1")
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/logs"
for tool in "$bin"/*; do ln -s "$tool" "$work/bin/"; done
rm "$work/bin/trademind"
cat > "$work/bin/trademind" << END
#!/bin/sh
exec valgrind -q --leak-check=full --show-leak-kinds=definite,indirect \\
    --errors-for-leak-kinds=definite,indirect --error-exitcode=99 \\
    --log-file="$work/logs/%p" "$bin/trademind" "\$@"
END
chmod +x "$work/bin/trademind"
failed=0
tests/roads/run.py --bin "$work/bin" --patience 30 "$@" || failed=1
runs=$(find "$work/logs" -type f | wc -l)
find "$work/logs" -type f -size +0 -exec cat {} + | grep . && failed=1
echo "memcheck: $runs processes, $([ "$failed" = 0 ] && echo clean || echo FAILED)"
exit "$failed"
