#!/usr/bin/env bash
# clang-tidy over src and include, sixteen sources at a time: those that changed since a commit (the parent of HEAD
# unless given), or all of them. The analyzer's checks take minutes a file and run where they are asked for: ANALYZE=1.
# Usage: .ci/tidy.sh [COMMIT | --all]
set -euo pipefail
cd "$(dirname "$0")/.."
since=${1:-HEAD~1}
analyzer='-clang-analyzer-*'
[ -z "${ANALYZE:-}" ] || analyzer='clang-analyzer-*,-clang-analyzer-optin.performance.Padding'
export checks="$analyzer,-bugprone-suspicious-include"

CXX=clang++-14 cmake --preset quick -B build/tidy -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DTRADEMIND_PCH=OFF \
    -DTRADEMIND_BUILD_TESTS=OFF -DTRADEMIND_BUILD_EXAMPLES=OFF >/dev/null
mapfile -t units < <(sed -n 's/^ *"file": "\(.*\)",*$/\1/p' build/tidy/compile_commands.json)
if [ "$since" != --all ]; then
    changed=$(git diff --name-only --diff-filter=d "$since" -- 'src/*.cpp' 'src/*.hpp' 'include/*.hpp')
    chosen=()
    for unit in "${units[@]}"; do
        # a header is looked at with the sources of its folder
        for file in $changed; do
            if grep -qF -e "$PWD/$file" -e "$PWD/${file%.hpp}.cpp" "$unit"; then
                chosen+=("$unit")
                break
            fi
        done
    done
    units=("${chosen[@]}")
fi
tidy() {
    clang-tidy-14 -p build/tidy --quiet --checks="$checks" --warnings-as-errors='*' "$1" 2>/dev/null
}
export -f tidy
printf '%s\n' "${units[@]}" | sed '/^$/d' | xargs -r -P "$(nproc)" -I{} bash -c 'tidy {}'
echo "tidy: ${#units[@]} units"
