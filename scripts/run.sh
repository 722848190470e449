#!/bin/sh
# Installs what is needed, builds credence, scores archives and shows the result: run.sh [-o RUN] [ARCHIVE...].
# Knows where things are; does not know how anything is scored. Without archives it scores the project's own sample corpus.
#
# Every argument that is not an option is an archive (a file, or a folder of them). -o names the run folder: without it
# ./credence-run, or build/sample-run for the sample. A run folder that exists is continued, not begun anew.
# Exit: credence's own code, but 3 ("finished, some input was bad") becomes 0, with a line that says so.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
run=
while [ $# -gt 0 ]; do
	case $1 in
	-o) [ $# -ge 2 ] || { echo "run.sh: -o needs a folder" >&2; exit 2; }; run=$2; shift 2 ;;
	-h | --help) sed -n '2,/^set -eu/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
	--) shift; break ;;
	-*) echo "usage: scripts/run.sh [-o RUN] [ARCHIVE...]" >&2; exit 2 ;;
	*) break ;;
	esac
done
if [ $# -eq 0 ]; then
	set -- "$root/tests/sample/archives"
	: "${run:=$root/build/sample-run}"
	echo "No archive given: scoring the sample corpus, tests/sample."
fi
: "${run:=credence-run}"

"$root/scripts/packages.sh"
build=$root/build/release
log=$root/build/release.log
mkdir -p "$build"
if ! { cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release && cmake --build "$build" --target credence -j 2; } >"$log" 2>&1; then
	tail -30 "$log" >&2
	exit 1
fi
credence=$build/credence

code=0
"$credence" run --text "$run" "$@" </dev/null || code=$?
case $code in 0 | 3) ;; *) exit "$code" ;; esac

# Three messages, picked by the kind of evidence they show and by nothing else: the first of each in the order of the input.
work=$(mktemp)
trap 'rm -f "$work"' EXIT
"$credence" cat "$run" >"$work"
# example TITLE KIND: the first scored line whose first evidence is of that kind.
example() {
	id=$(grep '"status":"ok"' "$work" | grep -m 1 "\"evidence\":\[{\"kind\":\"$2\"" | sed -E 's/^\{"id":("([^"\\]|\\.)*").*/\1/; s/^"//; s/"$//') || :
	[ -n "$id" ] || return 0
	printf '\n--- %s ---\n' "$1"
	"$credence" explain "$run" "$id" || :
}
example "names a source" named_source
example "gives a link" link
example "hearsay" hearsay

echo
echo "A score says how well a message's own text grounds its claim, not whether the claim is true."
if [ "$code" -eq 3 ]; then
	echo "Some input was bad and is located in the quarantine; all the rest was scored (credence itself exits 3):"
	echo "    $credence quarantine $run"
fi
