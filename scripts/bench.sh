#!/bin/sh
# Measures speed and memory against floors taken in the same run: bench.sh [--quick | --full] [CORPUS.jsonl.gz].
# Knows what to run and how to time it; does not know how anything works. Medians of three runs (--quick: one run); table on
# standard output, the same as JSON in build/bench.json. --full adds the corpus repeated to two million messages. Options in
# BENCH_OPTIONS, for instance --configs DIR, are given to every run of the corpus.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
full= runs="1 2 3" median=2
case ${1:-} in
--full) full=1; shift ;;
--quick) runs=1 median=1; shift ;;
-*) echo "usage: scripts/bench.sh [--quick | --full] [CORPUS.jsonl.gz]" >&2; exit 2 ;;
esac
shared=${CREDENCE_SHARED:-$root/../shared}
corpus=${1:-$shared/data/bench/messages-100k.jsonl.gz}
"$root/scripts/packages.sh"
build=$root/build/release
mkdir -p "$build"
{ cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release && cmake --build "$build" -j 2; } >"$root/build/bench.log" 2>&1 ||
	{ tail -30 "$root/build/bench.log" >&2; exit 1; }
credence=$build/credence
bench=$build/tests
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ ! -f "$corpus" ]; then
	echo "no $corpus: measuring on tests/sample/src repeated" >&2
	corpus=$work/corpus.jsonl.gz
	for i in $(seq 1 4000); do cat "$root/tests/sample/src/notes.jsonl" "$root/tests/sample/src/ticker.jsonl"; done | gzip -1n >"$corpus"
fi
set -- $("$bench/bench_floor" gunzip "$corpus")
messages=$1 bytes=$2
json=$root/build/bench.json
: >"$work/rows"

# timed COMMAND...: sets cpu, wall (seconds) and rss (MB), the medians of all runs. $work/run is made anew each time.
timed() {
	: >"$work/times"
	for i in $runs; do
		rm -rf "$work/run"
		got=0
		bash -c 'TIMEFORMAT="%U %S %R"; time "$@" >/dev/null 2>/dev/null </dev/null' time "$bench/bench_rss" "$work/rss" "$@" 2>"$work/time" || got=$?
		case $got in 0 | 3) ;; *) echo "bench.sh: exit $got: $*" >&2; exit 1 ;; esac
		awk -v rss="$(cat "$work/rss")" '{ print $1 + $2, $3, rss / 1024 }' "$work/time" >>"$work/times"
	done
	cpu=$(sort -n "$work/times" | sed -n ${median}p | cut -d' ' -f1)
	wall=$(cut -d' ' -f2 "$work/times" | sort -n | sed -n ${median}p)
	rss=$(cut -d' ' -f3 "$work/times" | sort -n | sed -n ${median}p)
}
# row NAME MESSAGES BYTES: what timed() found.
row() {
	awk -v name="$1" -v m="$2" -v b="$3" -v cpu="$cpu" -v wall="$wall" -v rss="$rss" 'BEGIN {
		c = cpu > 0 ? cpu : 0.001; w = wall > 0 ? wall : 0.001
		printf "%s\t%d\t%.3f\t%.3f\t%.0f\t%.1f\t%.0f\t%.1f\t%.1f\n", name, m, cpu, wall, m / c, b / c / 1e6, m / w, b / w / 1e6, rss }' >>"$work/rows"
}
floor() { timed "$bench/bench_floor" "$1" "$corpus"; row "floor: $2" "$messages" "$bytes"; }
score() { name=$1; shift; timed "$credence" run -q ${BENCH_OPTIONS:-} "$@" "$work/run" "$corpus"; row "$name" "$messages" "$bytes"; }

# boxes: the same messages in each kind of archive, down to its members' bytes, each beside what decodes it alone.
boxes() {
	plain=$work/boxes/messages.jsonl
	mkdir "$work/boxes"
	for i in 1 2 3 4 5; do gzip -dc "$corpus"; done >"$plain"
	for tool in gzip zstd xz bzip2 lz4; do
		command -v $tool >/dev/null || { echo "no $tool: not measured" >&2; continue; }
		$tool -1 -c <"$plain" >"$plain.$tool"
		timed $tool -dc "$plain.$tool"; row "$tool alone" $((5 * messages)) $((5 * bytes))
		timed "$bench/bench_read" "$plain.$tool"; row "$tool read" $((5 * messages)) $((5 * bytes))
		rm "$plain.$tool"
	done
	(cd "$work/boxes" && tar -cf box.tar messages.jsonl && gzip -1 <box.tar >box.tar.gz)
	for kind in zip 7z; do
		! command -v 7z >/dev/null || (cd "$work/boxes" && 7z a -bd -mx=1 "box.$kind" messages.jsonl >/dev/null)
	done
	for kind in tar tar.gz zip 7z; do
		[ -f "$work/boxes/box.$kind" ] || { echo "no 7z: $kind is not measured" >&2; continue; }
		timed "$bench/bench_bare" "$work/boxes/box.$kind"; row "$kind alone (libarchive)" $((5 * messages)) $((5 * bytes))
		timed "$bench/bench_read" "$work/boxes/box.$kind"; row "$kind read" $((5 * messages)) $((5 * bytes))
	done
	rm -r "$work/boxes"
}
# large: what must not grow with its input: members, one line of 4 GB, a window of 2 GiB.
large() {
	for kind in members unknown; do
		"$bench/bench_make" $kind 1000000 >"$work/many.tar"
		timed "$credence" run -q "$work/run" "$work/many.tar"; row "run, a tar of 1,000,000 $kind" 1000000 $((1024 * 1000000))
		rm "$work/many.tar"
	done
	"$bench/bench_make" array 4000000000 | gzip -1 >"$work/array.json.gz"
	timed "$credence" run -q "$work/run" "$work/array.json.gz"
	row "run, a JSON array of 4 GB on one line" "$("$credence" cat "$work/run" | wc -l)" 4000000000
	rm "$work/array.json.gz"
	if command -v zstd >/dev/null; then
		"$bench/bench_make" array 4000000000 | zstd -q -1 --long=31 >"$work/array.json.zst"
		timed "$bench/bench_read" "$work/array.json.zst"; row "read, zstd with a window of 2 GiB" 1 4000000000
		rm "$work/array.json.zst"
	fi
}

floor gunzip "gunzip"
floor parse "gunzip + cJSON parse"
floor print "gunzip + cJSON parse + print"
score "run, 1 thread" --threads 1
cp -R "$work/run/log" "$work/stages" 2>/dev/null || :
score "run, 2 threads" --threads 2
score "run, 1 thread, zstd" --threads 1 --output-format zstd
score "run, 1 thread, gzip" --threads 1 --output-format gzip
score "run, 1 thread, --text" --threads 1 --text
score "run, 1 thread, --features" --threads 1 --features
timed "$credence" stream ${BENCH_OPTIONS:-} --threads 1 "$corpus"
row "stream, 1 thread" "$messages" "$bytes"

# Text of other scripts goes another way through normalise.
other=$work/other.jsonl.gz
for i in $(seq 1 20000); do
	printf '{"id":"a%d","text":"ブラックウォーター市の水道は安全だと市長が火曜日に発表した。"}\n{"id":"b%d","text":"Мэр сказал во вторник, что вода безопасна и что проверено 12 клапанов."}\n' "$i" "$i"
done | gzip -1n >"$other"
set -- $("$bench/bench_floor" gunzip "$other")
timed "$credence" run -q --threads 1 --any-language "$work/run" "$other"
row "run, 1 thread, Japanese and Russian" "$1" "$2"
# And as people write it, with the platform's bulk around each text, where there is such a file.
tweets=$shared/data/samples/twitter_v1_search/simdjson_twitter.json
if [ -f "$tweets" ]; then
	mkdir "$work/tweets"
	for i in $(seq 1 100); do cp "$tweets" "$work/tweets/$i.json"; done
	timed "$credence" run -q --threads 1 --any-language "$work/run" "$work/tweets"
	row "run, 1 thread, Japanese tweets" "$("$credence" cat "$work/run" | wc -l)" "$(cat "$work/tweets"/* | wc -c)"
fi
if [ -n "$full" ]; then
	big=$work/big.jsonl.gz
	copies=$(((2000000 + messages - 1) / messages))
	# Gzip members may follow one another.
	for i in $(seq 1 "$copies"); do cat "$corpus"; done >"$big"
	for threads in 1 2; do
		timed "$credence" run -q --threads "$threads" "$work/run" "$big"
		row "run, $threads threads, x$copies" "$((messages * copies))" "$((bytes * copies))"
	done
	rm "$big"
	boxes
	large
fi

awk -F '\t' 'BEGIN { printf "%-38s %9s %8s %8s %10s %8s %10s %8s %7s\n", "what", "messages", "CPU s", "wall s", "msg/CPU s", "MB/CPU s", "msg/s", "MB/s", "RSS MB" }
	{ printf "%-38s %9d %8.2f %8.2f %10d %8.1f %10d %8.1f %7.1f\n", $1, $2, $3, $4, $5, $6, $7, $8, $9 }' "$work/rows"
awk -F '\t' '$1 == "run, 1 thread" { one = $4; cpu = $3 } $1 == "run, 2 threads" { two = $4 } $1 ~ /^floor: .*print/ { print_ = $3 } $1 == "floor: gunzip + cJSON parse" { parse = $3 }
	END { printf "\n1 against 2 threads: %.2f times as fast (wall)\nrun against the floors (CPU): %.1f x gunzip + parse, %.1f x gunzip + parse + print\n", one / two, cpu / parse, cpu / print_ }' "$work/rows"
echo; echo "by stage (run, 1 thread):"; grep -h 'of CPU' "$work/stages"/extract*.log "$work/stages"/score*.log |
	awk -v all="$(awk -F '\t' '$1 == "run, 1 thread" { print $3 }' "$work/rows")" '{ print; sum += $2 }
		END { printf "  ingest, artifacts and the rest: %.2f s of CPU\n", all - sum }'
echo; echo "JSON scanner against cJSON (MB/s; ratio: how many times as fast):"
zcat "$corpus" | head -n 1000 >"$work/messages.jsonl"
(cd "$work" && split -l 1 -a 4 messages.jsonl message.)
printf 'messages: '; "$bench/bench_json" "$work"/message.*
[ ! -f "$tweets" ] || { printf 'tweets:   '; "$bench/bench_json" "$tweets"; }
awk -F '\t' -v corpus="$(basename "$corpus")" 'BEGIN { printf "{\"corpus\":\"%s\",\"rows\":[", corpus }
	{ printf "%s\n {\"what\":\"%s\",\"messages\":%d,\"cpu_seconds\":%s,\"wall_seconds\":%s,\"messages_per_cpu_second\":%s,\"mb_per_cpu_second\":%s,\"messages_per_second\":%s,\"mb_per_second\":%s,\"rss_mb\":%s}", (NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6, $7, $8, $9 }
	END { print "\n]}" }' "$work/rows" >"$json"
