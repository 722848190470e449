#!/bin/sh
# memory.sh -- promise: memory does not grow with the input, be it one long line or many members.
# Knows that several times the input may take no more than a little more memory, child and parent together; does not know why.
. "$(dirname "$0")/lib.sh"
: "${TEST_MAKE:?set TEST_MAKE to bench_make}" "${TEST_RSS:?set TEST_RSS to bench_rss}"
# Sanitizers keep what was freed.
if grep -q -e __asan_init -e __tsan_init "$CREDENCE"; then echo "a sanitizer's memory is its own: skipped"; exit 77; fi

# KB more, for the ids of a chunk that is not full yet. One thread: with more, what is under way at once depends on the moment.
allowed=6000
# most INPUT MESSAGES: sets kb, the most memory that scoring INPUT takes; as many messages must come out.
most() {
	rm -rf run
	got=0
	"$TEST_RSS" kb "$CREDENCE" run -q --threads 1 run "$1" >out 2>err </dev/null || got=$?
	case $got in 0 | 3) ;; *) cat err >&2; fail "exit $got: credence run $1" ;; esac
	kb=$(cat kb)
	[ "$("$CREDENCE" cat run | wc -l)" -eq "$2" ] || fail "$1: $("$CREDENCE" cat run | wc -l) messages instead of $2"
}
# grows WHAT: from what `most` found before to what it found now.
grows() {
	echo "$1: $small KB for the smaller, $kb KB for the larger"
	[ "$kb" -le $((small + allowed)) ] || fail "$1: $small KB for the smaller, $kb KB for the larger"
}

"$TEST_MAKE" array 10000000 >small.json
"$TEST_MAKE" array 100000000 >large.json
[ "$(wc -l <large.json)" -eq 0 ] || fail "the array is to be one line"
most small.json "$(grep -o '{"id":' small.json | wc -l)"; small=$kb
most large.json "$(grep -o '{"id":' large.json | wc -l)"; grows "an array of 100 MB on one line"
rm large.json

for kind in members unknown; do
	"$TEST_MAKE" $kind 20000 >small.tar
	"$TEST_MAKE" $kind 100000 >large.tar
	[ $kind = members ] && each=1 || each=0
	most small.tar $((20000 * each)); small=$kb
	most large.tar $((100000 * each)); grows "a tar of 100,000 $kind"
done
