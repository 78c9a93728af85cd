#!/usr/bin/env bash
# Compiles by itself, without precompiled headers and without code: each public header, and each source of src that
# changed since a commit (the parent of HEAD unless given). Unity builds cannot show what a file forgot to include.
# Usage: .ci/alone.sh [COMMIT]
set -euo pipefail
cd "$(dirname "$0")/.."
since=${1:-HEAD~1}
compile() {
    clang++-14 -std=c++20 -fsyntax-only -Wall -Wextra -Werror -Iinclude -Isrc -DSPDLOG_COMPILED_LIB -DSPDLOG_FMT_EXTERNAL \
        '-DTRADEMIND_VERSION="0"' "${@:2}" && return
    echo "does not compile by itself: $1"
    exit 255
}
export -f compile

mapfile -t headers < <(git ls-files 'include/*.hpp' | sed 's|^include/||')
mapfile -t sources < <(git diff --name-only --diff-filter=d "$since" -- 'src/*.cpp')
printf '%s\n' "${headers[@]}" |
    xargs -r -P "$(nproc)" -I{} bash -c 'echo "#include <{}>" | compile include/{} -x c++ -'
printf '%s\n' "${sources[@]}" | sed '/^$/d' |
    xargs -r -P "$(nproc)" -I{} bash -c 'compile {} {}'
echo "alone: ${#headers[@]} headers, ${#sources[@]} sources"
