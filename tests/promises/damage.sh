# damage.sh -- promises 1 and 3: a chunk that has rotted is made again by the same command, and standard input is never lost.
# Knows where chunks lie and how to flip a byte in one; does not know what is in a chunk.
. "$(dirname "$0")/lib.sh"
corpus in 300
options="--threads 2 --chunk 400"
scored whole $options in
lines whole >whole.lines

# flip FILE: turns one byte in its first block into another.
flip() { printf 'Z' | dd of="$1" bs=1 seek=1000 conv=notrunc 2>/dev/null; }

scored run $options in
rm -rf run/stats
last=$(ls run/extract/u00000/0*.seg | tail -n 1)
for chunk in run/extract/u00000/001.seg "$last"; do
	flip "$chunk"
	cmp -s "$chunk" "whole/${chunk#run/}" && fail "$chunk was not damaged"
done
scored run $options in
grep -q 'damaged' err || fail "nothing was said of the damage"
lines run >run.lines
same whole.lines run.lines "a damaged chunk changed the result"
for chunk in run/extract/u00000/*.seg; do same "$chunk" "whole/${chunk#run/}" "$chunk was not made again"; done

# The environment's refusal says nothing about a chunk: it stays.
if [ "$(id -u)" -ne 0 ]; then
	chmod 000 "$last"
	wants 1 "$CREDENCE" run run $options in
	[ -e "$last" ] || fail "a chunk that could not be opened was removed"
	chmod 644 "$last"
fi

# Standard input: the same again changes nothing, with other settings it is read again where it can be.
"$CREDENCE" run -q std - <in/part3.jsonl >/dev/null || fail "standard input"
"$CREDENCE" cat std >std.lines
"$CREDENCE" run -q std - <in/part3.jsonl >/dev/null || fail "standard input again"
"$CREDENCE" cat std | cmp - std.lines || fail "standard input again: other lines"
"$CREDENCE" run -q --max-text 1000 std - <in/part3.jsonl >/dev/null || fail "standard input with other settings"
"$CREDENCE" cat std | cmp - std.lines || fail "standard input with other settings: lines lost"
got=0; cat in/part3.jsonl | "$CREDENCE" run -q --max-text 999 std - >out 2>err || got=$?
[ "$got" -eq 2 ] || fail "a pipe that was read to compare it: exit $got"
cat in/part3.jsonl | "$CREDENCE" run -q --max-text 999 std - >/dev/null || fail "a pipe read once more"
"$CREDENCE" cat std | cmp - std.lines || fail "a pipe read once more: lines lost"

# Two at once in one folder: both end well, and in the same bytes.
"$CREDENCE" run -q $options both in >/dev/null 2>err1 & one=$!
"$CREDENCE" run -q $options both in >/dev/null 2>err2 & two=$!
for process in "$one" "$two"; do got=0; wait "$process" || got=$?; case $got in 0 | 3) ;; *) cat err1 err2; fail "two at once: exit $got" ;; esac; done
lines both >both.lines
same whole.lines both.lines "two runs at once end in other bytes"
