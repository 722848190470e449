# people.sh -- promise 8: with --pseudonymise no author, no id and no mention is left in lines, quarantine, summary or explanations.
# Knows who writes in the sample; does not know where names can stand.
. "$(dirname "$0")/lib.sh"
printf 'a key that is kept apart' >key
scored open "$sample"
"$CREDENCE" cat open | sed 's/"claims":.*//' | grep -oE '"(author|author_id|id|parent|thread)":"[^"]+"' | sed 's/^[^:]*:"//; s/"$//' | grep -v '#' | sort -u >names
[ "$(wc -l <names)" -gt 60 ] || fail "the sample has too few names to show anything"
scored hidden --text --pseudonymise key "$sample"
# As whole values: a name such as "ok" is part of other words.
{ "$CREDENCE" cat hidden; "$CREDENCE" quarantine hidden; cat hidden/summary.json; } >said
while IFS= read -r name; do
	grep -qF "\"$name\"" said && case $name in ok) ;; *) fail "$name is left: $(grep -oF "\"$name\"" said | head -n 1)" ;; esac
	case $name in *[0-9]*) [ ${#name} -lt 5 ] || { grep -qF "$name" said && fail "the id $name is left"; } ;; esac
done <names
for name in PipeDream gasket_gal Mx_Manifold; do grep -q "$name" said && fail "$name is left"; done
grep -qE '@[A-Za-z_]{3,}' said && grep -oE '.{20}@[A-Za-z_]{3,}.{10}' said | grep -v 'default@' && fail "a mention is left"
id=$(grep -oE '^\{"id":"[0-9a-f]{16}"' said | head -n 1 | grep -oE '[0-9a-f]{16}')
[ -n "$id" ] || fail "ids are no pseudonyms"
# The same name gets the same pseudonym, and another key another one.
"$CREDENCE" cat hidden | grep -c '"author":' >count
[ "$("$CREDENCE" cat hidden | grep -oE '"author":"[^"]*"' | sort -u | wc -l)" -eq "$("$CREDENCE" cat open | grep -oE '"author":"[^"]*"' | sort -u | wc -l)" ] ||
	fail "authors and pseudonyms are not one to one"
printf 'another key, kept apart too' >other
scored again --text --pseudonymise other "$sample"
"$CREDENCE" cat again | grep -qF "\"$id\"" && fail "another key makes the same pseudonym"
:
