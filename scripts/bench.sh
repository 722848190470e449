#!/bin/sh
# Measures speed and memory against floors taken in the same run: bench.sh [--quick] [--boxes] [--formats] [--large] [--full] [CORPUS.jsonl.gz].
# Knows what to run and how to time it; does not know how anything works. Medians of three runs (--quick: one run); tables on
# standard output, the same as JSON in build/bench.json. Each of --boxes (what reading costs in each compression and container),
# --formats (in each format) and --large (what must not grow with its input) does that part alone; --full does everything.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
parts= runs="1 2 3" median=2
while :; do
	case ${1:-} in
	--full) parts="basics many boxes formats large" ;;
	--boxes | --formats | --large) parts="$parts ${1#--}" ;;
	--quick) runs=1 median=1 ;;
	-*) echo "usage: scripts/bench.sh [--quick] [--boxes] [--formats] [--large] [--full] [CORPUS.jsonl.gz]" >&2; exit 2 ;;
	*) break ;;
	esac
	shift
done
parts=${parts:-basics}
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
: >"$work/reading"

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
score() { name=$1; shift; timed "$credence" run -q "$@" "$work/run" "$corpus"; row "$name" "$messages" "$bytes"; }

# sample LIST COMMAND...: runs it once; its CPU seconds, with those of its children, join $work/LIST, its memory $work/LIST.rss.
sample() {
	list=$1; shift
	got=0
	bash -c 'TIMEFORMAT="%U %S"; time "$@" >"$0" 2>/dev/null </dev/null' "$work/said" "$bench/bench_rss" "$work/rss" "$@" 2>"$work/time" || got=$?
	case $got in 0 | 3) ;; *) echo "bench.sh: exit $got: $*" >&2; exit 1 ;; esac
	awk '{ print $1 + $2 }' "$work/time" >>"$work/$list"
	cat "$work/rss" >>"$work/$list.rss"
}
middle() { [ ! -f "$work/$1" ] && echo 0 || sort -n "$work/$1" | sed -n ${median}p; }
# reading NAME BYTES: what sample() found for reading, beside a decoder (bare) and a scanner (scan) that ran in turn with it.
reading() {
	messages_read=$(cut -f1 "$work/read.said")
	printf '%s\t%d\t%d\t%s\t%s\t%s\t%s\n' "$1" "$messages_read" "$2" "$(middle bare)" "$(middle scan)" "$(middle read)" "$(middle read.rss)" >>"$work/reading"
	rm -f "$work/bare" "$work/scan" "$work/read" "$work"/*.rss
}
sample_read() { sample read "$bench/bench_ingest" "$@"; cp "$work/said" "$work/read.said"; }

# boxes: the same messages in each compression and container, read to their fields, beside what decodes it alone and what scans the
# plain bytes alone.
boxes() {
	mkdir "$work/boxes"
	plain=$work/boxes/messages.jsonl
	for i in 1 2 3 4 5; do gzip -dc "$corpus"; done >"$plain"
	for i in $runs; do sample bare cat "$plain"; sample scan "$bench/bench_scan" jsonl "$plain"; sample_read "$plain"; done
	reading "plain" $((5 * bytes))
	for tool in gzip zstd xz bzip2 lz4 lzip; do
		command -v $tool >/dev/null || { echo "no $tool: not measured" >&2; continue; }
		$tool -1 -c <"$plain" >"$plain.$tool" 2>/dev/null
		for i in $runs; do
			sample bare $tool -dc "$plain.$tool"; sample scan "$bench/bench_scan" jsonl "$plain"; sample_read "$plain.$tool"
		done
		reading "$tool" $((5 * bytes))
		rm "$plain.$tool"
	done
	for kind in tar tar.gz tar.zst cpio zip 7z; do
		box=$work/boxes/box.$kind
		(cd "$work/boxes" && case $kind in
			tar) tar -cf "$box" messages.jsonl ;;
			tar.gz) tar -c messages.jsonl | gzip -1 >"$box" ;;
			tar.zst) tar -c messages.jsonl | zstd -q -1 >"$box" ;;
			cpio) echo messages.jsonl | cpio -o -H newc >"$box" ;;
			*) 7z a -bd -mx=1 "$box" messages.jsonl ;;
		esac) >/dev/null 2>&1 || { echo "$kind cannot be made here: not measured" >&2; continue; }
		for i in $runs; do sample bare "$bench/bench_bare" "$box"; sample scan "$bench/bench_scan" jsonl "$plain"; sample_read "$box"; done
		reading "$kind" $((5 * bytes))
		rm "$box"
	done
	rm -r "$work/boxes"
}
# formats: each format's small sample made large, beside the least that its kind of bytes takes.
formats() {
	while IFS='	' read -r map from place how least; do
		case $map in '#'* | '') continue ;; esac
		folder=$work/formats
		mkdir "$folder"
		case $how in
		files)
			for i in $(seq 1 1000); do cp -R "$root/tests/$from" "$folder/$(printf "$place" "$i")"; done
			find "$folder" -type f -name '*.json' -size +0 >"$work/files" ;;
		*)
			mkdir -p "$(dirname "$folder/$place")"
			case $from in *.gz) gzip -dc "$root/tests/$from" ;; *) cat "$root/tests/$from" ;; esac >"$work/one"
			set -- $how
			kind=$1; shift
			"$bench/bench_repeat" "$kind" 30000000 "$@" <"$work/one" >"$folder/$place" || { echo "bench.sh: $from cannot be repeated" >&2; exit 1; }
			echo "$folder/$place" >"$work/files" ;;
		esac
		for i in $runs; do
			sample scan xargs -d '\n' -a "$work/files" "$bench/bench_scan" "$least"; sample_read "$folder"
		done
		found=$(cut -f6 "$work/read.said")
		[ "$found" = "$map" ] || echo "bench.sh: $from was read as $found, not as $map" >&2
		reading "$map: $(basename "$from")" "$(xargs -d '\n' cat <"$work/files" | wc -c)"
		rm -r "$folder"
	done <"$root/tests/bench/formats.tsv"
}
# large: what must not grow with its input: members, one line of 4 GB, and a window of 2 GiB, of which there may be one at a time.
# Each once: it takes minutes, and memory does not vary.
large() (
	runs=1 median=1
	for kind in members unknown; do
		"$bench/bench_make" $kind 1000000 >"$work/many.tar"
		timed "$credence" run -q "$work/run" "$work/many.tar"; row "run, a tar of 1,000,000 $kind" 1000000 $((1024 * 1000000))
		rm "$work/many.tar"
	done
	"$bench/bench_make" array 4000000000 | gzip -1 >"$work/array.json.gz"
	timed "$credence" run -q "$work/run" "$work/array.json.gz"
	row "run, a JSON array of 4 GB on one line" "$("$credence" cat "$work/run" | wc -l)" 4000000000
	rm "$work/array.json.gz"
	command -v zstd >/dev/null || { echo "no zstd: its windows are not measured" >&2; exit; }
	"$bench/bench_make" array 2400000000 | zstd -q -1 --long=31 >"$work/one.json.zst"
	ln "$work/one.json.zst" "$work/two.json.zst"
	timed "$credence" run -q --threads 2 "$work/run" "$work/one.json.zst"
	row "run, zstd with a window of 2 GiB" "$("$credence" cat "$work/run" | wc -l)" 2400000000
	timed "$credence" run -q --threads 2 "$work/run" "$work/one.json.zst" "$work/two.json.zst"
	row "run, two of these, 2 threads" "$("$credence" cat "$work/run" | wc -l)" 4800000000
	rm "$work/one.json.zst" "$work/two.json.zst"
)

basics() {
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
	timed "$credence" stream --threads 1 "$corpus"
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
}
# many: does time grow with messages, and nothing else?
many() {
	big=$work/big.jsonl.gz
	copies=$(((2000000 + messages - 1) / messages))
	# Gzip members may follow one another.
	for i in $(seq 1 "$copies"); do cat "$corpus"; done >"$big"
	for threads in 1 2; do
		timed "$credence" run -q --threads "$threads" "$work/run" "$big"
		row "run, $threads threads, x$copies" "$((messages * copies))" "$((bytes * copies))"
	done
	rm "$big"
}

for part in $parts; do $part; done

# show_rows: what was timed by itself.
show_rows() {
	awk -F '\t' 'BEGIN { printf "%-40s %9s %8s %8s %10s %8s %10s %8s %8s\n", "what", "messages", "CPU s", "wall s", "msg/CPU s", "MB/CPU s", "msg/s", "MB/s", "RSS MB" }
		{ printf "%-40s %9d %8.2f %8.2f %10d %8.1f %10d %8.1f %8.1f\n", $1, $2, $3, $4, $5, $6, $7, $8, $9 }' "$work/rows"
}
# show_basics: one thread against two, the stages, the scanner.
show_basics() {
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
}
# show_reading: CPU seconds of the decoder alone, the scanner alone and reading; what reading costs for each second of the other two.
show_reading() {
	awk -F '\t' 'BEGIN { printf "%-44s %9s %7s %8s %8s %8s %10s %8s %7s %8s\n", "reading", "messages", "MB", "decode s", "scan s", "read s", "msg/CPU s", "MB/CPU s", "ratio", "RSS MB" }
		{ floor = $4 + $5 > 0 ? $4 + $5 : 0.001; read = $6 > 0 ? $6 : 0.001
		printf "%-44s %9d %7.1f %8.3f %8.3f %8.3f %10d %8.1f %7.2f %8.1f\n", $1, $2, $3 / 1e6, $4, $5, $6, $2 / read, $3 / read / 1e6, read / floor, $7 / 1024 }' "$work/reading"
}
[ ! -s "$work/rows" ] || show_rows
case " $parts " in *" basics "*) show_basics ;; esac
[ ! -s "$work/reading" ] || { echo; show_reading; }
{
	awk -F '\t' -v corpus="$(basename "$corpus")" 'BEGIN { printf "{\"corpus\":\"%s\",\"rows\":[", corpus }
		{ printf "%s\n {\"what\":\"%s\",\"messages\":%d,\"cpu_seconds\":%s,\"wall_seconds\":%s,\"messages_per_cpu_second\":%s,\"mb_per_cpu_second\":%s,\"messages_per_second\":%s,\"mb_per_second\":%s,\"rss_mb\":%s}", (NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6, $7, $8, $9 }' "$work/rows"
	awk -F '\t' 'BEGIN { printf "\n],\"reading\":[" }
		{ printf "%s\n {\"what\":\"%s\",\"messages\":%d,\"bytes\":%d,\"decode_cpu_seconds\":%s,\"scan_cpu_seconds\":%s,\"read_cpu_seconds\":%s,\"rss_kb\":%d}", (NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6, $7 }
		END { print "\n]}" }' "$work/reading"
} >"$json"
