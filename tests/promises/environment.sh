# environment.sh -- failures of the machine end with exit 1, mistakes of the user with exit 2, and both say where.
# Knows how to fill a disk and take away a folder; does not know what the program does then.
. "$(dirname "$0")/lib.sh"
echo file >occupied
wants 1 "$CREDENCE" run occupied/run "$sample"
grep -q occupied err || fail "the message does not name the folder: $(cat err)"
scored run "$sample"
got=0; "$CREDENCE" cat run >/dev/full 2>err </dev/null || got=$?
[ "$got" -eq 1 ] || fail "a full disk ends cat with exit $got: $(cat err)"
got=0; "$CREDENCE" stream "$root/tests/sample/src/notes.jsonl" >/dev/full 2>err </dev/null || got=$?
[ "$got" -eq 1 ] || fail "a full disk ends stream with exit $got: $(cat err)"
# A file size limit stands in for a disk that fills up while artifacts are written.
corpus in 50
(ulimit -f 8; trap '' XFSZ; "$CREDENCE" run small in >out 2>err </dev/null); got=$?
[ "$got" -eq 1 ] || fail "a disk that fills up ends run with exit $got: $(cat err)"
scored small in
scored fresh in
lines small >small.lines
lines fresh >fresh.lines
same small.lines fresh.lines "after a full disk the run ends in other bytes"
wants 2 "$CREDENCE" run missing-archive no/such/file
grep -q no/such/file err || fail "the message does not name the archive: $(cat err)"
echo '{"limits":{"json_depth":"deep"}}' >bad.json
wants 2 "$CREDENCE" run --config bad.json other "$sample"
grep -q bad.json err && grep -q json_depth err || fail "the message does not name file and key: $(cat err)"
