# lib.sh -- what the promise tests share: a work folder, the corpus, and assertions that say what failed.
# Knows how to run credence and compare; does not know any promise. Sourced, with CREDENCE set to the program.
set -u
export LC_ALL=C TZ=UTC
: "${CREDENCE:?set CREDENCE to the program}"
root=$(cd "$(dirname "$0")/../.." && pwd)
sample=$root/tests/sample/archives
work=$(mktemp -d)
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1

fail() { echo "FAILED: $*" >&2; exit 1; }
same() { cmp "$1" "$2" || fail "$3"; }
# wants CODE COMMAND...: runs it; its standard output goes to $work/out, its standard error to $work/err.
wants() {
	want=$1; shift
	got=0
	"$@" >out 2>err </dev/null || got=$?
	[ "$got" -eq "$want" ] || { cat err >&2; fail "exit $got instead of $want: $*"; }
}
# scored RUN OPTION... ARCHIVE...: a run that may find bad records, and no worse.
scored() {
	run=$1; shift
	got=0
	"$CREDENCE" run "$run" "$@" >out 2>err </dev/null || got=$?
	case $got in 0 | 3) ;; *) cat err >&2; fail "exit $got: credence run $run $*" ;; esac
}
# lines RUN: all it says, in plan order: results, summary, quarantine.
lines() { "$CREDENCE" cat "$1" || fail "credence cat $1"; "$CREDENCE" quarantine "$1" || fail "credence quarantine $1"; cat "$1/summary.json" || fail "no $1/summary.json"; }
# corpus FOLDER TIMES: the sample, and notes repeated under new ids until there is something to cut into chunks and shares.
corpus() {
	mkdir -p "$1" && cp "$sample"/* "$1/"
	for part in 1 2 3 4; do
		awk -v times="$2" -v part="$part" '{ line[NR] = $0 } END {
			for (i = 1; i <= times; i++) for (n = 1; n <= NR; n++) {
				l = line[n]; sub(/"id":"/, "\"id\":\"p" part "-" i "-", l); print l } }' "$root/tests/sample/src/notes.jsonl" >"$1/part$part.jsonl"
	done
	gzip -n "$1/part1.jsonl" "$1/part2.jsonl"
}
