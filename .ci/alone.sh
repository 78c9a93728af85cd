#!/usr/bin/env bash
# Compiles by itself, without precompiled headers and without code: each public header, and each source of src that
# changed since a commit (the parent of HEAD unless given). Unity builds cannot show what a file forgot to include.
# Usage: .ci/alone.sh [COMMIT]
set -euo pipefail
cd "$(dirname "$0")/.."
since=${1:-HEAD~1}
compile() {
    clang++-14 -std=c++20 -fsyntax-only -Wall -Wextra -Werror -Iinclude -Isrc -DSPDLOG_COMPILED_LIB -DSPDLOG_FMT_EXTERNAL "$@"
}
export -f compile
git ls-files 'include/*.hpp' | sed 's|^include/||' |
    xargs -P "$(nproc)" -I{} bash -c 'echo "#include <{}>" | compile -x c++ - || { echo "include/{} does not compile by itself"; exit 255; }'
{ git diff --name-only --diff-filter=d "$since" -- 'src/*.cpp' 2>/dev/null || true; } | grep -v '^src/cli/version.cpp$' |
    xargs -r -P "$(nproc)" -I{} bash -c 'compile {} || { echo "{} does not compile by itself"; exit 255; }'
echo "alone: $(git ls-files 'include/*.hpp' | wc -l) headers," \
    "$({ git diff --name-only --diff-filter=d "$since" -- 'src/*.cpp' 2>/dev/null || true; } | wc -l) sources"
