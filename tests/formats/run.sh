#!/bin/sh
# Reads the small files of each format and compares what was understood with what must be: run.sh [--bless] [NAME...].
# Knows that NAME/ holds files as their platform writes them and NAME.out what `credence check` says of them; does not know formats.
set -u
here=$(cd "$(dirname "$0")" && pwd)
: "${CREDENCE:?set CREDENCE to the program}"
CREDENCE=$(cd "$(dirname "$CREDENCE")" && pwd)/$(basename "$CREDENCE")
export LC_ALL=C TZ=UTC
bless=
[ "${1:-}" != --bless ] || { bless=1; shift; }
[ $# -gt 0 ] || set -- $(cd "$here" && ls -d */ | tr -d /)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
for name; do
	(cd "$here/$name" && "$CREDENCE" check --messages 30 . >"$work/got" 2>&1; echo "--- exit $?" >>"$work/got")
	if [ -n "$bless" ]; then
		cp "$work/got" "$here/$name.out"
	elif ! diff -u "$here/$name.out" "$work/got"; then
		echo "formats: $name differs"
		failed=1
	fi
done
exit "$failed"
