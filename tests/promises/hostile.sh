# hostile.sh -- broken and malicious files: each ends in the class it is meant for, in seconds, and nothing is lost without a word.
# Knows the classes; tests/hostile/classes.tsv says where this project decides itself or differs, and why.
. "$(dirname "$0")/lib.sh"
hostile=${CREDENCE_SHARED:-$root/../shared}/data/hostile
[ -f "$hostile/EXPECT.tsv" ] || { echo "skipped: no $hostile"; exit 77; }

# What check says of one file: exit code, messages, records or members told of, words about them.
cat >one.sh <<'END2'
file=$1
got=0
timeout 60 "$CREDENCE" check --json --messages 0 "$file" >"$2.out" 2>"$2.err" </dev/null || got=$?
! grep -q 'ERROR: [A-Za-z]*Sanitizer\|runtime error' "$2.err" || got=sanitizer
awk -v got="$got" -v file="$file" '
	function number(name,   at) { at = index($0, "\"" name "\":"); return at ? substr($0, at + length(name) + 3) + 0 : 0 }
	function told(name,   text) { text = $0; if (!sub(".*\"" name "\":[{]", "", text)) return ""; sub("[}].*", "", text); return text }
	{
		messages += number("messages"); skipped += number("skipped")
		lost += number("quarantined")
		mended += number("repairs") + number("ragged") + number("unreadable_time") + number("duplicate_keys")
		for (i = 1; i <= 3; i++) {
			text = told(i == 1 ? "quarantined_by" : i == 2 ? "findings" : "skipped_by")
			if (text != "") words = words (words == "" ? "" : ",") text
			if (i == 2 && text != "") found++
		}
	}
	END { gsub("\"", "", words); print file "\t" got "\t" messages + 0 "\t" lost + found "\t" mended + 0 "\t" words }' "$2.out"
rm -f "$2.out" "$2.err"
END2
here=$work
export ASAN_OPTIONS=allocator_may_return_null=1
(cd "$hostile" && sed 1d EXPECT.tsv | cut -f1 | awk -v here="$here" '{ print $0; print here "/" NR }' |
	xargs -P 2 -n 2 sh "$here/one.sh") >said
[ "$(wc -l <said)" -gt 200 ] || fail "only $(wc -l <said) files were read"

# Classes: ok=N all N and not a word of loss, though a file without a message may be told of; lossy=N and partial=N (or >=N) that
# many, and the loss is told; limit stopped and told; reject nothing, and told with exit 3; empty nothing lost, nothing in it, told.
awk -F '\t' -v expect="$hostile/EXPECT.tsv" -v table="$root/tests/hostile/classes.tsv" '
	BEGIN {
		while ((getline line < expect) > 0) { split(line, part, "\t"); class[part[1]] = part[2] }
		while ((getline line < table) > 0) if (line !~ /^#/) {
			split(line, part, "\t")
			if (!(part[1] in class)) { print part[1] ": in the table and not there"; bad = 1 }
			if (class[part[1]] == part[2]) { print part[1] ": in the table, and no exception"; bad = 1 }
			if (part[3] == "") { print part[1] ": no reason in the table"; bad = 1 }
			class[part[1]] = part[2]
		}
	}
	{
		kind = class[$1]; wanted = 0; least = 0
		if (match(kind, /[0-9]+$/)) wanted = substr(kind, RSTART) + 0
		if (kind ~ />=/) least = 1
		sub(/>?=.*/, "", kind)
		enough = least ? $3 >= wanted : $3 == wanted
		loss = $4 + $5
		if (kind == "ok") fits = enough && ($4 == 0 || $3 == 0) && $5 == 0 && $2 == 0
		else if (kind == "empty") fits = $3 == 0 && $4 > 0 && $2 == 0
		else if (kind == "lossy" || kind == "partial") fits = enough && loss > 0 && ($2 == 0 || $2 == 3)
		else if (kind == "limit") fits = $6 ~ /limit_/ && $2 == 3
		else if (kind == "reject") fits = $3 == 0 && $4 > 0 && $2 == 3
		else fits = 0
		if (!fits) { print $1 ": " class[$1] " wanted; exit " $2 ", " $3 " messages, " $4 " lost, " $5 " mended (" $6 ")"; bad = 1 }
	}
	END { exit bad }' said || fail "files end in another class than tests/hostile/classes.tsv allows"
