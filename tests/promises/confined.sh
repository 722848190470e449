# confined.sh -- promise 5: nothing is written outside the run folder, whatever members are called; inputs are only read.
# Knows how to pack nasty names; does not know how containers are read.
. "$(dirname "$0")/lib.sh"
mkdir in place
tar -C "$root/tests/sample/src" --transform 's|^notes.jsonl$|../../escaped.jsonl|' -P -cf in/up.tar notes.jsonl
tar -C "$root/tests/sample/src" --transform "s|^notes.jsonl\$|$work/absolute.jsonl|" -P -cf in/absolute.tar notes.jsonl
ln -s "$work/in/up.tar" link.jsonl
tar -cf in/link.tar link.jsonl
rm link.jsonl
cp "$sample"/* "$root"/tests/fuzz/corpus/fuzz_container/a* in/      # and one of each container
tar -tPf in/up.tar | grep -q '^\.\./\.\./escaped' || fail "the archive has no nasty name"
find . -path ./place -prune -o -type f -exec cksum {} + | sort >before
(cd place && "$CREDENCE" run run ../in >../said 2>&1 </dev/null); got=$?
case $got in 0 | 3) ;; *) fail "exit $got: $(cat said)" ;; esac
rm said
find . -path ./place -prune -o -type f ! -name before ! -name after -exec cksum {} + | sort >after
grep -v ' \./before$' before | cmp - after || fail "files outside the run folder changed"
[ "$(ls place)" = run ] || fail "beside the run folder there is: $(ls place)"
[ ! -e "$work/../escaped.jsonl" ] && [ ! -e "$work/../../escaped.jsonl" ] || fail "a member was written by its name"
[ "$(cd place && "$CREDENCE" cat run | grep -c '"id":"n1"')" -eq 3 ] || fail "members with nasty names are not read"
(cd place && "$CREDENCE" cat run) | grep '"archive":"up.tar"' | grep -q 'escaped.jsonl' || fail "the member's name is not told"
