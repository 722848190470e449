#!/bin/sh
# Builds the project in one of the ways that must agree with the release and runs its tests there: other_build.sh KIND.
# Knows compilers and sanitizers; does not know what the tests test. KIND: clang, serial, asan, tsan, tidy.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
kind=${1:?usage: scripts/other_build.sh clang|serial|asan|tsan|tidy}
build=$root/build/$kind
mkdir -p "$build"

# build OPTION...: the compiler's words are shown only when something is wrong.
build() {
	if ! { cmake -S "$root" -B "$build" -G Ninja -DWERROR=ON "$@" && cmake --build "$build" -j 2; } >"$build/build.log" 2>&1; then
		tail -40 "$build/build.log"
		exit 1
	fi
}
# tests OPTION...: lint and the like are the same in every build and left out.
tests() { exec ctest --test-dir "$build" --output-on-failure -j 2 -E '^lint' "$@"; }

export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1
# libgomp is not instrumented: what TSan cannot see there it would take for races.
export TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1 second_deadlock_stack=1 suppressions=$root/tests/tsan.supp"
case $kind in
clang) build -DCMAKE_C_COMPILER=clang; tests ;;
serial) build -DCMAKE_C_COMPILER=gcc -DOPENMP=OFF; tests -L 'promise|golden' ;;
# The sanitizers' programs are linked plainly with what Debian ships, so leaks inside those libraries are not ours.
asan) build -DCMAKE_C_COMPILER=clang -DSANITIZE=address,undefined; tests ;;
tsan) build -DCMAKE_C_COMPILER=gcc -DSANITIZE=thread; tests -R '^(test_ring|promise_threads|promise_stream)' --no-tests=error ;;
tidy)
	cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang >"$build/build.log" 2>&1 || { cat "$build/build.log"; exit 1; }
	cd "$root"
	run-clang-tidy -quiet -j 2 -p "$build" '/(pipeline|stages)/.*\.c$' >"$build/tidy.log" 2>&1 || {
		grep -E '(warning|error):' "$build/tidy.log" | sort -u | head -60
		exit 1
	}
	echo "clang-tidy: no complaints"
	;;
*) echo "other_build.sh: unknown kind '$kind'" >&2; exit 2 ;;
esac
