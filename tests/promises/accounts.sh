# accounts.sh -- promise 2: read = scored + unscored + quarantined + skipped, and every message has its line.
# Knows the sample's counts, which a person counted; does not know how records are told apart.
. "$(dirname "$0")/lib.sh"
scored run "$sample"
[ "$got" -eq 3 ] || fail "a corpus with bad records ends with exit $got"
"$CREDENCE" cat run >lines
"$CREDENCE" quarantine run >bad.lines || fail "credence quarantine"
# Every message of the plain source files has a line with its id.
for id in 1985301122334455001 1985301122334455009 1985990000000000106 t1_hx7a001 t1_hx7a010 b-001 b-009 n1 n12 k1 q1 q13 90071992547409931234; do
	[ "$(grep -c "^{\"id\":\"$id\"" lines)" -eq 1 ] || fail "message $id has not exactly one line"
done
grep -q '"id":"1985301122334454000"' lines && fail "a deletion notice became a message"
for id in q2 q7; do grep -q "^{\"id\":\"$id\"" lines && fail "broken record $id became a message"; done
[ -s bad.lines ] || fail "nothing was quarantined"
grep -q '"record":2' bad.lines || fail "the second record of bad.jsonl is not located: $(cat bad.lines)"
grep -q 'cut.jsonl.gz' bad.lines || fail "the cut archive is not reported"
# The prefix of the cut archive is there.
for id in k1 k2 k3 k4; do grep -q "^{\"id\":\"$id\"" lines || fail "message $id before the cut is lost"; done
# read = scored + unscored + quarantined + skipped, in summary.json and against what is really printed.
counts() { sed -n '/"counts"/,/"skipped"/p' run/summary.json; }
count() { counts | sed -nE "s/.*\"$1\":[[:space:]]*([0-9]+).*/\1/p"; }
unscored=$(counts | sed -n '/"unscored"/,/}/p' | grep -oE ':[[:space:]]*[0-9]+' | awk -F: '{ sum += $2 } END { print sum }')
[ "$(count read)" -eq $(($(count scored) + unscored + $(count quarantined) + $(count skipped))) ] || fail "the accounts do not balance: $(counts)"
[ "$(count scored)" -eq "$(grep -c '"status":"ok"' lines)" ] || fail "scored is not the number of scored lines"
[ "$unscored" -eq "$(grep -vc '"status":"ok"' lines)" ] || fail "unscored is not the number of the other lines"
[ "$(count quarantined)" -eq "$(grep -c '"kind":"record"' bad.lines)" ] || fail "quarantined is not the number of quarantined records"
# 9 tweets, 10 comments, 6 and 12 in the tar, 9 of the board, 18 and 9 chat lines, 12 and 8 records of the two damaged files, and the
# rest of the damaged ones: counted by hand in tests/sample/src.
[ "$(count read)" -eq 95 ] || fail "$(count read) records read, not the 95 that the sample holds"
# A healthy corpus ends with 0, too many bad records with 4.
wants 0 "$CREDENCE" run healthy "$root/tests/sample/src/notes.jsonl"
wants 4 "$CREDENCE" run --max-bad 1% run "$sample"
wants 3 "$CREDENCE" run --max-bad 50% run "$sample"
