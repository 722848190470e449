#!/bin/sh
# Builds the fuzz targets with clang's libFuzzer, ASan and UBSan and runs each for some seconds: fuzz.sh [SECONDS [TARGET...]].
# Knows how to build and run them, and which files they begin with; what is found stays under build/fuzz/found/. Beside a
# target's own corpus these are the small files of tests/formats/, and of the shared samples where CREDENCE_SHARED has them.
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

formats=$root/tests/formats
samples=${CREDENCE_SHARED:-$root/../shared}/data
seed_folders() {
	case $1 in
	fuzz_container) echo "$root/tests/sample/archives" "$samples/suites/libarchive/bin" "$samples/suites/libzip" "$samples/hostile/container" ;;
	fuzz_decode) echo "$samples/suites/xz" "$samples/suites/zstd" "$samples/suites/libarchive/bin" "$samples/hostile/container" ;;
	fuzz_framer) echo "$formats" "$samples/hostile/json" "$samples/hostile/csv" "$samples/hostile/text" "$samples/samples/csv" ;;
	fuzz_irc) echo "$formats"/irc-* "$samples/samples/irc" ;;
	fuzz_json) echo "$formats" "$samples/suites/JSONTestSuite" "$samples/hostile/json" ;;
	fuzz_mail) echo "$samples/samples/mbox" "$samples/samples/nntp_usenet" "$samples/hostile/mail" ;;
	fuzz_map) echo "$root/configs/formats" ;;
	fuzz_parse) echo "$formats" "$samples/hostile/json" "$samples/samples" ;;
	fuzz_message) echo "$root/tests/cases" "$samples/hostile/text" ;;
	fuzz_phone) echo "$formats"/whatsapp* "$formats"/signal* "$samples/samples/whatsapp" "$samples/samples/signal" ;;
	fuzz_rows) echo "$formats"/stackexchange* "$samples/samples/stackexchange" "$samples/hostile/xml" ;;
	fuzz_text) echo "$samples/hostile/text" "$samples/samples/whatsapp" "$samples/samples/nntp_usenet" ;;
	fuzz_warc) echo "$formats"/warc* "$samples/samples/warc" ;;
	fuzz_wiki) echo "$formats"/mediawiki-talk "$samples/hostile/xml" ;;
	esac
}
# seeds TARGET FOLDER: fills the folder with links. Files on which libarchive goes in a circle are left out: the program ends the
# child that does so, and here there is none.
seeds() {
	rm -rf "$2"
	mkdir -p "$2"
	hanging=$(awk -F '\t' '$2 == "hangs" { sub(".*/", "", $1); print $1 }' "$root/tests/hostile/suites.tsv")
	for from in $(seed_folders "$1"); do
		[ -d "$from" ] || continue
		find -L "$from" -type f -size -65k | grep -vF "$hanging" | while read -r file; do
			ln -s "$file" "$2/$(echo "${file#"$root"/}" | tr / %)"
		done
	done
}

# Bytes of an input at most. Where each is read by dozens of maps, or needs no length, short ones get further.
longest() {
	case $1 in
	fuzz_framer | fuzz_message | fuzz_parse | fuzz_text) echo 4096 ;;
	*) echo 65536 ;;
	esac
}

failed=0
export ASAN_OPTIONS=allocator_may_return_null=1
for target; do
	found=$build/found/$target
	corpus=$build/corpus/$target
	mkdir -p "$found" "$corpus" "$root/tests/fuzz/corpus/$target"
	seeds "$target" "$build/seeds/$target"
	printf '%s: %s seconds, %s files to begin with\n' "$target" "$seconds" "$(ls "$build/seeds/$target" "$root/tests/fuzz/corpus/$target" | wc -l)"
	# The first folder grows, the others are only read. libarchive asks for as much as a hostile header
	# says, up to 4 GiB, and touches little of it: what is touched is limited, not what is asked for.
	if ! "$build/tests/$target" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -malloc_limit_mb=8192 -max_len="$(longest "$target")" \
		-print_final_stats=1 -artifact_prefix="$found/" "$corpus" "$root/tests/fuzz/corpus/$target" "$build/seeds/$target" >"$found/log" 2>&1 </dev/null; then
		echo "$target FAILED: see $found"
		tail -25 "$found/log"
		failed=1
	else
		grep -E 'number_of_executed_units|peak_rss' "$found/log" || :
		grep -aE '^#[0-9]+.* cov: ' "$found/log" | tail -1
	fi
done
exit "$failed"
