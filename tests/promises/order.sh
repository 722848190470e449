# order.sh -- promise 1: the order in which archives are given changes no line, only where it stands.
# Knows file names; does not know how archives are grouped.
. "$(dirname "$0")/lib.sh"
corpus in 20
scored forth in/*
"$CREDENCE" cat forth >forth.lines || fail "cat"
set --
for file in in/*; do set -- "$file" "$@"; done
scored back --unit 2K "$@"
scored later in/part3.jsonl
scored later in/part1.jsonl.gz in
for run in back later; do
	"$CREDENCE" cat "$run" | sort >lines || fail "cat"
	sort forth.lines | cmp - lines || fail "$run: other lines in another order"
done
[ "$(wc -l <forth.lines)" -gt 900 ] || fail "too few lines to show anything"
