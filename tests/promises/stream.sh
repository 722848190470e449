# stream.sh -- stream prints what run writes, for a file and for standard input.
# Knows both commands; does not know which code they share.
. "$(dirname "$0")/lib.sh"
cp "$root/tests/sample/src/notes.jsonl" "$sample/tweets-v1.jsonl.gz" .
for file in notes.jsonl tweets-v1.jsonl.gz; do
	rm -rf run
	scored run --text "$file"
	"$CREDENCE" cat run >run.lines || fail "cat"
	[ -s run.lines ] || fail "no lines"
	wants 0 "$CREDENCE" stream --text "$file"
	same run.lines out "stream of $file and run differ"
	"$CREDENCE" stream --text - <"$file" | sed -E 's/"archive":"[^"]*"/"archive":"?"/' >stdin.lines
	sed -E 's/"archive":"[^"]*"/"archive":"?"/' run.lines | diff - stdin.lines || fail "standard input reads differently from $file"
done
