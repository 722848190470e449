#!/bin/sh
# Installs what testing needs, builds, and runs every test: test.sh [--quick]. With --quick only the release build's own.
# Knows the order of things; does not know any test. Ends with ctest's summary; asks for nothing.
set -eu
exec </dev/null
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
others=ON
case ${1:-} in
--quick) others=OFF ;;
'') ;;
*) echo "usage: scripts/test.sh [--quick]" >&2; exit 2 ;;
esac
scripts/packages.sh
[ "$others" = OFF ] || scripts/packages.sh --tests

build=build/release
mkdir -p "$build"
# The other builds (clang, without OpenMP, under the sanitizers) and clang-tidy are tests of this one: scripts/other_build.sh.
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DWERROR=ON -DOTHER_BUILDS=$others
cmake --build "$build" -j 2
exec ctest --test-dir "$build" --output-on-failure -j 2 --no-tests=error
