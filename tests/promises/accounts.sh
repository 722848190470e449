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
