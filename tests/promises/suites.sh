# suites.sh -- other projects' test archives: none crashes or hangs the reader, none gives less than the library alone, and
# what that cannot read is told. Knows how to compare; tests/hostile/suites.tsv says where the answers differ, and why.
. "$(dirname "$0")/lib.sh"
suites=${CREDENCE_SHARED:-$root/../shared}/data/suites
[ -d "$suites/libarchive/bin" ] || { echo "skipped: no $suites"; exit 77; }
: "${TEST_READ:?}" "${TEST_BARE:?}"

# What both say of one file: reader's exit code, members, bytes, findings; the library's files, bytes and end.
cat >one.sh <<'END'
file=$1
got=0
timeout 60 "$TEST_READ" --idle 8 "$file" >"$2.read" 2>"$2.err" </dev/null || got=$?
! grep -q 'ERROR: [A-Za-z]*Sanitizer\|runtime error' "$2.err" || got=sanitizer
case $file in
xz/*) if command -v xz >/dev/null; then
		whole=whole; xz -dc "$file" >"$2.out" 2>/dev/null </dev/null || [ $? -eq 2 ] || whole=broken
		printf '%s\t1\t%s\t%s\n' "$file" "$(($(wc -c <"$2.out")))" "$whole" >"$2.bare"
	fi ;;
zstd/*.zst) if command -v zstd >/dev/null; then
		whole=whole; zstd -dcq "$file" >"$2.out" 2>/dev/null </dev/null || whole=broken
		printf '%s\t1\t%s\t%s\n' "$file" "$(($(wc -c <"$2.out")))" "$whole" >"$2.bare"
	fi ;;
*) timeout 3 "$TEST_BARE" "$file" >"$2.bare" 2>/dev/null </dev/null || printf '%s\t0\t0\tdied\n' "$file" >"$2.bare" ;;
esac
[ -s "$2.bare" ] || printf '%s\t0\t0\twhole\n' "$file" >"$2.bare"
[ -s "$2.read" ] || printf '%s\t0\t0\t1\tnone\t%s\n' "$file" "$(head -c 200 "$2.err" | tr '\n\t' '  ')" >"$2.read"
printf '%s\t%s\t%s\t%s\n' "$got" "$(wc -c <"$file")" "$(cut -f1-6 "$2.read")" "$(cut -f2-4 "$2.bare")"
rm -f "$2.read" "$2.bare" "$2.out" "$2.err"
END
# A hostile header may ask for any amount of memory; that it is refused is what the reader must live with.
export TEST_READ TEST_BARE ASAN_OPTIONS=allocator_may_return_null=1
here=$work
(cd "$suites" && ls libarchive/bin/* libzip/*.zip xz/*.xz xz/*.lz xz/*.lzma zstd/*/*.zst | awk -v here="$here" '{ print $0; print here "/" NR }' |
	xargs -P 2 -n 2 sh "$here/one.sh") >said
[ "$(wc -l <said)" -gt 700 ] || fail "only $(wc -l <said) archives were read"

# Columns: 1 exit, 2 size, 3 file, 4 members, 5 bytes, 6 findings, 7 name, 8 detail, 9 files, 10 bytes, 11 end.
awk -F '\t' -v table="$root/tests/hostile/suites.tsv" '
	BEGIN { while ((getline line < table) > 0) if (line !~ /^#/) { split(line, part, "\t"); excepted[part[1]] = part[2]; reason[part[1]] = part[3] } }
	{
		what = ""
		# No archive: one member as it is, and what knows formats says so.
		untouched = $4 == 1 && ($5 == $2 || $11 == "Unrecognized archive format")
		if ($1 != 0) what = $8 ~ /made no progress/ ? "hangs" : "exit " $1
		else if ($4 < $9 || $5 < $10) what = "less"
		else if ($11 != "whole" && $6 == 0 && !untouched && $5 <= $10) what = "silent"
		wanted = $3 in excepted ? excepted[$3] : ""
		if (what != wanted) {
			print $3 ": \"" what "\" instead of \"" wanted "\": " $4 " members, " $5 " bytes, " $6 " findings (" $8 "); alone: " $9 " files, " $10 " bytes, " $11
			bad = 1
		}
		if ($3 in excepted && reason[$3] == "") { print $3 ": no reason in " table; bad = 1 }
		delete excepted[$3]
	}
	END { for (file in excepted) { print file ": excepted and not there"; bad = 1 }; exit bad }' said ||
	fail "archives differ from what tests/hostile/suites.tsv allows"

# JSON by its test suite: every file ends in messages or in a located word about it.
got=0
"$CREDENCE" run -q json "$suites/JSONTestSuite/test_parsing" >out 2>err </dev/null || got=$?
case $got in 0 | 3) ;; *) cat err >&2; fail "exit $got on the JSON test suite" ;; esac
"$CREDENCE" quarantine json | grep -c . >told
[ "$(cat told)" -gt 100 ] || fail "of the JSON test suite only $(cat told) words were said"
