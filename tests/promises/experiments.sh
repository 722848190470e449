# experiments.sh -- published figures are made again; what has changed is told: a figure, the data, a message in train and test.
# Knows the quick ones among configs/experiments and one of its own; skipped where the collections are absent.
. "$(dirname "$0")/lib.sh"
labelled=$root/tests/sample/labelled
hash=$("$CREDENCE" train -q claim --group thread -o - "$labelled/halden.jsonl" | sed -nE 's/.*"xxh64": "([0-9a-f]{16})".*/\1/p')
own() {
	cat >own.json <<END
{"experiment": "own", "task": "claim", "label": "${2:-assessable}", "test": [{"file": "halden.jsonl", "xxh64": "${3:-$hash}"}],
 ${4:-"\"leave_out\": \"thread\""}, "expect": [{"metric": "accuracy", "value": $1, "within": 0.5}]}
END
}
own 0.7
wants 0 "$CREDENCE" experiment --data "$labelled" own.json
grep -q 'holds$' out || fail "a figure that holds is not said to"
own 2
wants 1 "$CREDENCE" experiment --data "$labelled" own.json
grep -q 'DRIFTED$' out || fail "a drifted figure is not said to be"
own 0.7 assessable 0123456789abcdef
wants 1 "$CREDENCE" experiment --data "$labelled" own.json
grep -q 'is not the file that the figure was made from' err || fail "changed data are not named"
own 0.7
wants 2 "$CREDENCE" experiment --data "$work" own.json
own 0.7 assessable "$hash" "\"train\": [{\"file\": \"halden.jsonl\", \"xxh64\": \"$hash\"}]"
wants 2 "$CREDENCE" experiment --data "$labelled" own.json
grep -q 'stand in both train and test' err || fail "a message in train and test is not refused"
own 0.7 nothing
wants 2 "$CREDENCE" experiment --data "$labelled" own.json
own 0.7 assessable "$hash" '"leave_outs": "thread"'
wants 2 "$CREDENCE" experiment --data "$labelled" own.json
grep -q '/leave_outs: unknown key' err || fail "an unknown key is not named"

data=${CREDENCE_SHARED:-$root/../shared}/data
[ -f "$data/rated/rated.jsonl" ] || { echo "skipped: the labelled collections are not in $data"; exit 77; }
for name in groundedness-hand-set groundedness-calibrated certainty-rated evidentiality-rated veracity-rumoureval; do
	wants 0 "$CREDENCE" experiment --data "$data" "$root/configs/experiments/$name.json"
done
