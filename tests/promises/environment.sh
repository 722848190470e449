# environment.sh -- failures of the machine end with exit 1, mistakes of the user with exit 2, and both say where.
# Knows how to fill a disk and take away a folder; does not know what the program does then.
. "$(dirname "$0")/lib.sh"
wants 1 "$CREDENCE" run /proc/credence-run "$sample"
grep -q /proc/credence-run err || fail "the message does not name the folder: $(cat err)"
scored run "$sample"
for command in "cat run" "quarantine run" "stream $root/tests/sample/src/notes.jsonl" "explain run n1" "config"; do
	got=0; "$CREDENCE" $command >/dev/full 2>err </dev/null || got=$?
	[ "$got" -eq 1 ] || fail "a full disk ends $command with exit $got: $(cat err)"
done
# A file size limit stands in for a disk that fills up while artifacts are written.
corpus in 50
(ulimit -f 8; trap '' XFSZ; "$CREDENCE" run small in >out 2>err </dev/null); got=$?
[ "$got" -eq 1 ] || fail "a disk that fills up ends run with exit $got: $(cat err)"
grep -q small/ err || fail "the message does not say what could not be written: $(cat err)"
[ ! -e small/summary.json ] || fail "a summary was written of what was not made"
scored small in
scored fresh in
lines small >small.lines
lines fresh >fresh.lines
same small.lines fresh.lines "after a full disk the run ends in other bytes"
# A folder that may not be written. The superuser may write everywhere, so he steps down for this one, where the program lets him.
mkdir closed && chmod 555 closed && chmod 755 "$work"
as_user=
[ "$(id -u)" -ne 0 ] || as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
if $as_user "$CREDENCE" --version >/dev/null 2>&1 && $as_user test -r "$sample"; then
	wants 1 $as_user "$CREDENCE" run closed/run "$sample"
	grep -q 'closed/run' err || fail "the message does not name the folder: $(cat err)"
else
	echo "not tried: a folder that may not be written (nobody cannot run $CREDENCE)"
fi
echo file >occupied
wants 2 "$CREDENCE" run occupied/run "$sample"
grep -q occupied err || fail "the message does not name the folder: $(cat err)"
wants 2 "$CREDENCE" run missing-archive no/such/file
grep -q no/such/file err || fail "the message does not name the archive: $(cat err)"
[ ! -e missing-archive ] || fail "a run folder was made for nothing"
echo '{"limits":{"json_depth":"deep"}}' >bad.json
wants 2 "$CREDENCE" run --config bad.json other "$sample"
grep -q bad.json err && grep -q json_depth err || fail "the message does not name file and key: $(cat err)"
