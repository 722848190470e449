# join.sh -- promise 2: every line leads back to its record, by archive, member and record number, and has its id or its text.
# Knows the sample's plain files, a record a line; does not know how a record becomes a message.
. "$(dirname "$0")/lib.sh"
source=$root/tests/sample/src
scored run --text "$sample"
"$CREDENCE" cat run >lines || fail "credence cat"
# checked MATCH FILE FIELD COUNT: the lines of one file; FIELD (id or text) must stand in line `record` of it, COUNT of them.
checked() {
	grep "$1" lines | awk -v file="$2" -v field="$3" -v count="$4" '
		BEGIN { while ((getline line < file) > 0) input[++n] = line }
		{
			record = $0; sub(/.*"record":/, "", record); record += 0
			key = "\"" field "\":\""
			value = substr($0, index($0, key) + length(key))
			gsub(/\\"/, "\001", value); sub(/"[,}].*/, "", value); gsub(/\001/, "\"", value)
			if (value == "" && field == "text") next      # a message without words
			if (!index(input[record], value)) { print "record " record " of " file " holds no " field " " value; bad = 1 }
			joined[record]++
		}
		END {
			for (r in joined) { if (joined[r] != 1) { print "record " r " has " joined[r] " lines"; bad = 1 } all++ }
			if (all != count) { print file ": " all + 0 " records joined, not " count; bad = 1 }
			exit bad }' || fail "lines of $2 do not lead back to it"
}
checked '"archive":"bad.jsonl"' "$sample/bad.jsonl" id 8
checked '"archive":"comments.jsonl.zst"' "$source/comments.jsonl" id 10
checked '"archive":"cut.jsonl.gz"' "$source/ticker.jsonl" id 7
checked '"archive":"tweets-v1.jsonl.gz"' "$source/tweets-v1.jsonl" id 9
checked '"member":"pages/notes.jsonl"' "$source/notes.jsonl" id 12
checked '"archive":"harbour.txt.bz2"' "$source/harbour.txt" text 9
checked '"member":"town/chat.txt"' "$source/chat.txt" text 18
