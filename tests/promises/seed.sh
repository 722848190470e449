# seed.sh -- what people expect of twelve real chat messages, as orderings: a source beats an asserted motive.
# Knows line numbers of a chat log outside the project; does not know any score. Skipped where the log is absent.
. "$(dirname "$0")/lib.sh"
log=${CREDENCE_SHARED:-$root/../shared}/data/seed-chat.txt
[ -f "$log" ] || { echo "SKIPPED: there is no $log (set CREDENCE_SHARED)"; exit 77; }
wants 0 "$CREDENCE" stream --features "$log"
[ "$(wc -l <out)" -eq 12 ] || fail "12 messages, $(wc -l <out) lines"
line() { grep "\"record\":$1," out; }
score() { line "$1" | sed -E 's/.*"credibility":([0-9.]+|null).*/\1/'; }
for pair in 6:3 6:5 6:8 1:5 2:3 12:5; do
	more=${pair%:*} less=${pair#*:}
	awk -v a="$(score "$more")" -v b="$(score "$less")" 'BEGIN { exit !(a != "null" && b != "null" && a + 0 > b + 0) }' ||
		fail "message $more ($(score "$more")) does not stand above message $less ($(score "$less"))"
done
for broken in 2 7 9 10 11; do line "$broken" | grep -q '"truncated":1' || fail "message $broken breaks off and is not marked so"; done
for whole in 3 5 6; do line "$whole" | grep -q '"truncated":1' && fail "message $whole is whole and is marked as broken off"; done
# The seventh names no source of its own, and who is named in it is a person of the chat.
line 7 | grep -q '"kind":"named_source"' && fail "a nickname was taken for a source"
# The twelfth points at what another message has brought: the origin is there, and marked as an echo.
line 12 | grep -q '"kind":"echo"' || fail "message 12 repeats another one's source and is not marked as an echo"
:
