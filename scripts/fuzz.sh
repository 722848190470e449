#!/bin/sh
# Builds the fuzz targets with clang's libFuzzer, ASan and UBSan and runs each for some seconds: fuzz.sh [SECONDS [TARGET...]].
# Knows how to build and run them; does not know what they parse. What is found stays under build/fuzz/found/.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:-60}
[ $# -eq 0 ] || shift
"$root/scripts/packages.sh" --tests
build=$root/build/fuzz
# No OpenMP: a target drives one function in one thread.
mkdir -p "$build"
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Release -DFUZZ=ON -DOPENMP=OFF \
	-DSANITIZE=address,undefined >"$build.log" 2>&1 || { tail -20 "$build.log" >&2; exit 1; }
cmake --build "$build" -j 2 >>"$build.log" 2>&1 || { tail -30 "$build.log" >&2; exit 1; }
[ $# -gt 0 ] || set -- $(cd "$root/tests/fuzz" && ls fuzz_*.c | sed 's/\.c$//')

failed=0
export ASAN_OPTIONS=allocator_may_return_null=1
for target; do
	found=$build/found/$target
	corpus=$build/corpus/$target
	mkdir -p "$found" "$corpus" "$root/tests/fuzz/corpus/$target"
	printf '%s: %s seconds\n' "$target" "$seconds"
	# The first folder grows, the second is the project's own and is only read. libarchive asks for as much as a hostile header
	# says, up to 4 GiB, and touches little of it: what is touched is limited, not what is asked for.
	if ! "$build/tests/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=8192 -max_len=65536 -print_final_stats=1 \
		-artifact_prefix="$found/" "$corpus" "$root/tests/fuzz/corpus/$target" >"$found/log" 2>&1 </dev/null; then
		echo "$target FAILED: see $found"
		tail -25 "$found/log"
		failed=1
	else
		grep -E 'number_of_executed_units|peak_rss' "$found/log" || :
	fi
done
exit "$failed"
