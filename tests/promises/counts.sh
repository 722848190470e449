# counts.sh -- real exports of every format: each file gives the messages, skips and links that were counted for it.
# Knows tests/formats/samples.tsv, where every difference from the reference readers has its reason.
. "$(dirname "$0")/lib.sh"
samples=${CREDENCE_SHARED:-$root/../shared}/data/samples
table=$root/tests/formats/samples.tsv
[ -d "$samples" ] || { echo "skipped: no $samples"; exit 77; }

(cd "$samples" && "$CREDENCE" check --json --messages 0 . 2>/dev/null) >said || [ $? = 3 ] || fail "check of the samples ended badly"
awk '
	function number(name,   at) { at = index($0, "\"" name "\":"); return at ? substr($0, at + length(name) + 3) + 0 : 0 }
	function text(name,   rest) {
		rest = $0
		if (!sub("^.*[{,]\"" name "\":\"", "", rest)) return "none"
		sub("\".*", "", rest)
		return rest
	}
	{ print text("archive") "\t" text("format") "\t" number("messages") "\t" number("skipped") "\t" number("quarantined") \
		"\t" number("parent") "\t" number("thread") }' said | LC_ALL=C sort >counted
grep -v '^#' "$table" | cut -f 1-7 | LC_ALL=C sort >expected
[ "$(wc -l <expected)" -gt 1000 ] || fail "the table is not whole"
diff expected counted || fail "samples are counted in another way than tests/formats/samples.tsv says"
awk -F '\t' '!/^#/ && $8 != "=" && $8 != "-" && $9 == "" { print $1; bad = 1 } END { exit bad }' "$table" ||
	fail "a difference from the reference has no reason"
